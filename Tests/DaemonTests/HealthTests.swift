import Daemon
import EventLog
import InteractionModel
import ProjectionEngine
import Projections
import Testing

@Suite("A daemon's health does not lie")
struct HealthTests {
  /// Everything that goes on in a daemon.
  private static let workers =
    ProjectionCatalogue.all.map(\.name) + [
      "search", "identifiers", "committer", "checkpoints", "lease", "health", "erasures", "words",
      "clock", "generations", "rebuilds",
    ]

  @Test("One of its workers that ends is blamed at once, however often it is begun again")
  func ends() async throws {
    let kept = try await KeptStore()
    let disturbances = Disturbances()
    try await kept.serving(disturbances) { health in
      try await health.awaits("ready") {
        $0.isReady && $0.workers.count == HealthTests.workers.count
      }
      #expect(Set(health.report.workers.map(\.name)) == Set(HealthTests.workers))
      for name in HealthTests.workers {
        disturbances.strike([name], .fails)
        try await health.awaits("\(name) is blamed") { $0.blames(name) && !$0.isReady }
        // On a busy machine it may be blamed before it has ended, for having been silent.
        try await health.awaits("\(name) is begun again") { report in
          report.workers.contains { $0.name == name && $0.restarts > 0 }
        }
        disturbances.end()
        try await health.awaits("\(name) recovers") { $0.isReady }
      }
    }
  }

  @Test("Any that hangs is blamed within five seconds, by its own heartbeat alone")
  func hangs() async throws {
    #expect(WorkerStatus.Report.patience + .seconds(1) <= .seconds(5))
    #expect(LeaseHolder.patience + .seconds(1) <= .seconds(5))
    let kept = try await KeptStore()
    let disturbances = Disturbances()
    try await kept.serving(disturbances) { health in
      try await health.awaits("ready") {
        $0.isReady && $0.workers.count == HealthTests.workers.count
      }
      disturbances.strike(HealthTests.workers, .hangs)
      for name in HealthTests.workers {
        try await health.awaits("\(name) is blamed") { $0.blames(name) && !$0.isReady }
      }
      disturbances.end()
      try await health.awaits("all recover") { $0.isReady }
      // None of them had ended.
      #expect(health.report.workers.allSatisfy { $0.restarts == 0 })
    }
  }

  @Test("What is behind the log is blamed though its worker believes that it is not")
  func behind() async throws {
    let kept = try await KeptStore()
    let disturbances = Disturbances()
    try await kept.serving(disturbances) { health in
      try await health.awaits("ready") { $0.isReady }
      disturbances.strike(["EntityIndex"], .hangs)
      try await kept.append(7)
      try await health.awaits("it is behind for too long") { report in
        report.kept.contains {
          $0.name == "EntityIndex" && $0.lag ?? 0 >= 7 && $0.lagging > HealthWatch.lagLimit
        } && report.problems.filter { $0.subject == "EntityIndex" }.count == 2
      }
      #expect(health.report.position(of: "CaseState") == health.report.head)
    }
  }
}
