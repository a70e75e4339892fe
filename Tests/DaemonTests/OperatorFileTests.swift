import Daemon
import Foundation
import InteractionModel
import Testing

@Suite("What operators are given belongs to what the daemon says")
struct OperatorFileTests {
  private static func file(_ name: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appending(path: "Tools/operations/\(name)"), encoding: .utf8)
  }

  /// What a process measures that appends, besides what its health and itself say.
  private static let measured = [
    "throughline_append_seconds_bucket", "throughline_worker_state_changes_total",
  ]

  @Test(
    "Alerts and dashboard name only what is measured", arguments: ["alerts.yaml", "grafana.json"])
  func metrics(name: String) async throws {
    let kept = try await KeptStore()
    let known = try await kept.serving { health in
      try await health.awaits("ready") { $0.isReady }
      return Set(health.report.metrics.map(\.name))
    }.union(ProcessMetrics.families.map(\.name)).union(OperatorFileTests.measured)
    let text = try OperatorFileTests.file(name)
    let named = Set(text.matches(of: /(?:throughline|process)_[a-z_]+/).map { String($0.output) })
    #expect(named.count > 8 && named.subtracting(known).isEmpty, "\(named.subtracting(known))")
  }

  @Test("Each alert has a part of the runbook")
  func runbook() throws {
    let parts = Set(
      try OperatorFileTests.file("runbook.md").split(separator: "\n")
        .filter { $0.hasPrefix("## ") }
        .map { $0.dropFirst(3).lowercased().replacing(" ", with: "-") })
    let alerts = try OperatorFileTests.file("alerts.yaml")
    let named = alerts.matches(of: /runbook\.md#([a-z-]+)"/).map { String($0.output.1) }
    #expect(alerts.matches(of: /- alert:/).count == named.count && named.count >= 12)
    #expect(Set(named).isSubset(of: parts), "\(Set(named).subtracting(parts))")
  }
}
