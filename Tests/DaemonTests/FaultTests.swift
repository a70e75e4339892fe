import Compliance
import Daemon
import EventLog
import FaultVFS
import Foundation
import InteractionModel
import Operations
import ProjectionEngine
import Projections
import Synchronization
import Testing

@Suite("A daemon on a machine that fails")
struct FaultTests {
  @Test("A disk that fails to write is told; what was acknowledged is there, and it goes on")
  func failsToWrite() async throws {
    let kept = try await KeptStore()
    #expect(faultvfs_install() == 0)
    nonisolated(unsafe) let watch = try #require(faultvfs_watch(kept.directory))
    defer { faultvfs_unwatch(watch) }
    let store = try kept.open()
    try await kept.serving { health in
      try await health.awaits("ready") { $0.isReady }
      try await kept.append(3, to: store)
      faultvfs_fail(watch, FAULTVFS_IO_ERROR, 1, true)
      await #expect(throws: AppendError.self) { try await kept.append(1, to: store) }
      try await health.awaits("somebody is blamed") { !$0.isReady }
      // Reads go on.
      #expect(try store.events.records(.all, in: ReadRange(), limit: 10).count >= 4)
      faultvfs_heal(watch)
      try await kept.append(2, to: store)
      let head = try store.events.head().position
      try await health.awaits("ready again, at the end of the log") { report in
        report.isReady && report.kept.allSatisfy { $0.position == head }
      }
      // The one that was refused is there or not; the five are.
      #expect((6...7).contains(head.rawValue))
    }
    #expect(faultvfs_faults(watch) > 0)
    #expect(try Replaying(ProjectionCatalogue.all, in: store, Supervisor()).run().isEqual)
    try store.close()
  }

  @Test(
    "A clock that is set back an hour is told; what comes is not recorded before what was there")
  func clockSetBack() async throws {
    let offset = Mutex<Int64>(0)
    let start = ContinuousClock.now
    let told = Mutex<[WallClock.Change]>([])
    let clock = WallClock(
      wall: {
        Instant(
          microseconds: Int64(Date().timeIntervalSince1970 * 1e6) + offset.withLock { $0 })
      }, passed: { ContinuousClock.now - start },
      say: { change in told.withLock { $0.append(change) } })
    let kept = try await KeptStore(clock: clock)
    try await kept.append(2)
    try await kept.serving { health in
      try await health.awaits("ready") { $0.isReady && $0.head == Position(3) }
      offset.withLock { $0 = -3_600_000_000 }
      try await kept.append(2)
      try await health.awaits("takes what comes") { $0.isReady && $0.head == Position(5) }
      try await health.awaits("it is told") { _ in told.withLock { !$0.isEmpty } }
    }
    let drift = try #require(told.withLock { $0.first?.drift })
    #expect(abs(drift + 3_600_000_000) < 60_000_000)
    let store = try kept.open()
    let times = try store.events.records(.all, in: ReadRange(), limit: 10).map {
      try $0.decoded().recorded
    }
    #expect(times.count == 5 && times == times.sorted())
    #expect(try Replaying(ProjectionCatalogue.all, in: store, Supervisor()).run().isEqual)
    try store.close()
  }

  @Test("A witness that says that the log was rewritten makes it red, until it cosigns again")
  func rewritten() async throws {
    let kept = try await KeptStore()
    let store = try kept.open()
    try await kept.serving { health in
      try await health.awaits("ready") { $0.isReady }
      try store.alarms.keep([WitnessAlarm(witness: "witness.example/w1", cosigned: 9, size: 4)])
      try await health.awaits("red") { report in
        !report.isReady && report.problems.map(\.subject) == ["history"]
          && report.metrics.contains {
            $0.text.contains("throughline_problems{subject=\"history\"} 1")
          }
      }
      try store.alarms.keep([])
      try await health.awaits("ready again") { $0.isReady }
    }
    try store.close()
  }

  @Test("When the log was last told of a backup is told, and that it never was")
  func backedUp() async throws {
    let kept = try await KeptStore()
    let folder = kept.directory + "-backup"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    @Sendable func age(_ report: HealthReport) -> String? {
      report.metrics.first { $0.name == "throughline_backup_timestamp_seconds" }?.text
        .split(separator: "\n").last.map(String.init)
    }
    try await kept.serving { health in
      try await health.awaits("ready") { $0.isReady && $0.lastBackup == nil }
      #expect(age(health.report) == "throughline_backup_timestamp_seconds 0")
      let store = try kept.open()
      _ = try await BackingUp(store, to: folder, clock: kept.clock.logClock, Supervisor()).run()
      try await health.awaits("told of a backup") { report in
        report.lastBackup != nil && age(report)?.hasSuffix(" 0") == false
      }
      try store.close()
    }
  }
}
