import Compliance
import Daemon
import EventLog
import InteractionModel
import Operations
import ProjectionEngine
import Projections
import Synchronization
import Testing

@Suite("A daemon keeps what is made from a log as far as the log")
struct LiveServiceTests {
  @Test("What is appended is taken by everything that is kept, and equals what a replay says")
  func live() async throws {
    let kept = try await KeptStore()
    try await kept.serving { health in
      try await health.awaits("ready at the birth record") {
        $0.isReady && $0.role.name == "leader"
      }
      try await kept.append(40)
      try await kept.append(3)
      let head = try kept.open().events.head().position
      try await health.awaits("all of it taken") { report in
        report.head == head && report.isReady && report.kept.allSatisfy { $0.position == head }
      }
      #expect(health.report.kept.count == ProjectionCatalogue.all.count + 2)
      #expect(health.report.kept.allSatisfy { $0.lag == 0 && $0.lagging == .zero })
    }
    let replayed = try Replaying(
      ProjectionCatalogue.all, in: try kept.open(), Supervisor()
    ).run()
    #expect(replayed.isEqual)
  }

  @Test("One that a record stops stands before it, is told, and goes on once it is quarantined")
  func stops() async throws {
    let kept = try await KeptStore()
    try await kept.append(2)
    try await kept.serving { health in
      try await health.awaits("ready") { $0.isReady && $0.head == Position(3) }
      try await kept.append(1, strange: true)
      try await kept.append(5)
      try await health.awaits("stopped at the record") { report in
        guard case .stopped(let position, _)? = report.state(of: "CaseState") else { return false }
        return position == Position(4) && report.position(of: "CaseState") == Position(3)
          && report.blames("CaseState")
      }
      // The others went on, as did what the daemon does beside them.
      try await health.awaits("the others went on") { report in
        report.position(of: "EntityIndex") == Position(9)
          && report.state(of: "EntityIndex") == .live
      }
      let store = try kept.open()
      for projection in ProjectionCatalogue.all
      where health.report.state(of: projection.name)?.name == "stopped" {
        _ = try await store.quarantine(
          Position(4), for: projection, reason: "a form that came early")
      }
      try store.close()
      try await health.awaits("ready again") { $0.isReady && $0.state(of: "CaseState") == .live }
    }
  }

  @Test("A rebuild and a rollback beside it change what it follows, and it goes on")
  func rollsBack() async throws {
    let kept = try await KeptStore()
    try await kept.append(5)
    let served = Mutex<[Int64]>([])
    let caseState = try #require(ProjectionCatalogue.named("CaseState"))
    try await kept.serving(told: { news in
      guard case .serves(let generation) = news, generation.projection == "CaseState" else {
        return
      }
      served.withLock { $0.append(generation.number) }
    }) { health in
      try await health.awaits("ready") { $0.isReady && $0.head == Position(6) }
      let store = try kept.open()
      let rebuilding = Rebuilding(store, clock: WallClock { _ in }, Supervisor())
      _ = try await rebuilding.run([.projection(caseState)])
      try await health.awaits("follows the new one") { report in
        report.isReady && served.withLock { $0.last == 2 }
      }
      try await kept.append(3)
      let back = try rebuilding.rollBack(caseState)
      #expect(back.generation.number == 1)
      try await health.awaits("follows the one before") { report in
        report.isReady && served.withLock { $0.last == 1 }
      }
      try await kept.append(2)
      try await health.awaits("as far as the log") { report in
        report.isReady && report.position(of: "CaseState") == Position(11)
      }
      try store.close()
    }
    #expect(served.withLock { $0 } == [1, 2, 1])
    #expect(try Replaying([caseState], in: try kept.open(), Supervisor()).run().isEqual)
  }

  @Test(
    "What somebody went back to stays though other code made it, is told, and is built on demand")
  func held() async throws {
    let kept = try await KeptStore()
    try await kept.append(5)
    let caseState = try #require(ProjectionCatalogue.named("CaseState"))
    let older = Projection(
      name: caseState.name, version: caseState.version - 1, folds: caseState.folds)
    try await kept.serving { health in
      try await health.awaits("ready") { $0.isReady && $0.head == Position(6) }
    }
    let store = try kept.open()
    let rebuilding = Rebuilding(store, clock: WallClock { _ in }, Supervisor())
    _ = try await rebuilding.run([.projection(older)])
    _ = try await rebuilding.run([.projection(caseState)])
    #expect(try rebuilding.rollBack(caseState, allowingStale: true).isHeld)
    try await kept.serving { health in
      try await health.awaits("it stands still") { report in
        report.state(of: "CaseState")?.name == "stopped" && report.blames("CaseState")
          && report.state(of: "EntityIndex") == .live
      }
      #expect(try store.models.generations().filter { $0.state == .building }.isEmpty)
      _ = try await rebuilding.run([.projection(caseState)])
      try await health.awaits("ready again") { $0.isReady && $0.state(of: "CaseState") == .live }
    }
    try store.close()
  }

  @Test("Whoever asks for the lease while a daemon has it is told who has it, and since when")
  func denied() async throws {
    let kept = try await KeptStore()
    let roles = Mutex<[String]>([])
    try await kept.serving(told: { news in
      switch news {
      case .leads: roles.withLock { $0.append("leads") }
      case .standsBy(let holder, _): roles.withLock { $0.append(holder?.claim?.role ?? "?") }
      default: break
      }
    }) { health in
      try await health.awaits("ready") { $0.isReady && $0.role.name == "leader" }
      guard case .leader(let epoch) = health.report.role else { return }
      let lease = try kept.open().leases
      #expect(throws: StorageFault.self) {
        _ = try lease.acquire(.ofThisProcess("other", at: Instant(microseconds: 0)))
      }
      let holder = try #require(try lease.holder())
      #expect(holder.epoch == epoch && holder.claim?.role == "daemon" && !holder.isSilent)
    }
    #expect(roles.withLock { $0 } == ["leads"])
    #expect(try kept.open().leases.holder() == nil)
  }

  @Test("Whoever stands by is ready as long as the one that works moves, and not when it does not")
  func silent() async throws {
    let kept = try await KeptStore()
    try await kept.serving { health in try await health.awaits("ready") { $0.isReady } }
    let lease = try kept.open().leases.acquire(
      .ofThisProcess("daemon", at: Instant(microseconds: 1_790_000_000_000_000)))
    try await kept.serving { health in
      try await health.awaits("stands by") { $0.role.name == "standby" && $0.isReady }
      #expect(health.report.workers.map(\.name) == ["health"])
      try await health.awaits("the other is silent") { $0.blames("lease") }
      try lease.renew([:])
      try await health.awaits("it speaks again") { !$0.blames("lease") }
      lease.release()
      try await health.awaits("takes over") { $0.role.name == "leader" && $0.isReady }
    }
  }

  @Test("One whose lease is removed works no more, and takes it anew")
  func lost() async throws {
    let kept = try await KeptStore()
    try await kept.serving { health in
      try await health.awaits("ready") { $0.isReady }
      guard case .leader(let before) = health.report.role else { return }
      try kept.remove("projecting.lock")
      try await health.awaits("another lease") { report in
        if case .leader(let epoch) = report.role { epoch > before && report.isReady } else { false }
      }
    }
  }
}
