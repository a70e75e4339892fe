import Compliance
import Daemon
import EventLog
import InteractionModel
import Operations
import ProjectionEngine
import Projections
import Queries
import Search
import Synchronization
import Testing

@Suite("A daemon builds anew what other processes ask for")
struct RebuildTests {
  private func caseState() throws -> Projection {
    try #require(ProjectionCatalogue.named("CaseState"))
  }

  private func serving(_ store: OpenStore) throws -> Int64? {
    try store.models.generations().first { $0.projection == "CaseState" && $0.state == .serving }?
      .number
  }

  private func rebuilding(
    _ store: OpenStore, tell: @escaping @Sendable (WorkNews) -> Void = { _ in }
  ) -> Rebuilding {
    Rebuilding(store, clock: WallClock { _ in }, Supervisor(tell: tell))
  }

  @Test("Projections and the index are built by whoever keeps the store, and serve")
  func builds() async throws {
    let kept = try await KeptStore()
    try await kept.append(5)
    let (caseState, store) = (try caseState(), try kept.open())
    let handed = Mutex<[String]>([])
    // Nobody keeps it: whoever asks does it.
    #expect(try await rebuilding(store).handOver([.projection(caseState)]) == nil)
    #expect(try store.models.rebuildRequests() == [])
    try await kept.serving { health in
      try await health.awaits("ready") { $0.isReady && $0.state(of: "rebuilds") == .live }
      let index = try store.indexes().servingGeneration()
      let built = try await rebuilding(store) { news in
        if case .handedTo(let holder) = news {
          handed.withLock { $0.append(holder.claim?.role ?? "") }
        }
      }.handOver([.projection(caseState), .search])
      let items = try #require(built).items
      guard case .projection(let result)? = items.first, case .index(let status)? = items.last
      else {
        Issue.record("\(items)")
        return
      }
      #expect(result.generation.number == 2 && result.isServing && result.position == Position(6))
      #expect(result.previous?.number == 1)
      #expect(status.generation != index && items.count == 2)
      try await health.awaits("follows the new ones") { $0.isReady }
      #expect(try store.models.rebuildRequests() == [])
    }
    #expect(handed.withLock { $0 } == ["daemon"])
    #expect(try serving(store) == 2)
    try store.close()
  }

  @Test("A rebuild waits when it is paused, goes on when it is asked for again, and is not lost")
  func pauses() async throws {
    let kept = try await KeptStore()
    try await kept.append(5)
    let (caseState, store) = (try caseState(), try kept.open())
    let disturbances = Disturbances()
    try await kept.serving(disturbances) { health in
      try await health.awaits("ready") { $0.isReady && $0.state(of: "rebuilds") == .live }
      disturbances.strike(["rebuilds"], .hangs)
      let asking = Task { try await rebuilding(store).handOver([.projection(caseState)]) }
      while try store.models.rebuildRequests().isEmpty {
        // A catalogue tells nobody that it was written.
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(try rebuilding(store).pause([.projection(caseState)]).map(\.name) == ["CaseState"])
      #expect(try rebuilding(store).pause([.projection(caseState)]).isEmpty)
      await #expect(throws: HandoverError.paused("CaseState")) { _ = try await asking.value }
      disturbances.end()
      try await health.awaits("it says that it waits") { report in
        report.state(of: "rebuilds") == .paused && report.isReady
      }
      #expect(try serving(store) == 1)
    }
    // It waits for whoever keeps the store next, and is done when it is asked for again.
    try await kept.serving { health in
      try await health.awaits("it waits still") { $0.state(of: "rebuilds") == .paused }
      try store.models.put(RebuildRequest(name: "CaseState", kept: .zero))
      try await health.awaits("it is done") { $0.isReady && $0.state(of: "rebuilds") == .live }
      #expect(try serving(store) == 2 && store.models.rebuildRequests().isEmpty)
    }
    try store.close()
  }

  @Test("Whoever waits for a rebuild that somebody else ends is not told that it was done")
  func endedByAnother() async throws {
    let kept = try await KeptStore()
    try await kept.append(5)
    let (caseState, store) = (try caseState(), try kept.open())
    let disturbances = Disturbances()
    try await kept.serving(disturbances) { health in
      try await health.awaits("ready") { $0.isReady && $0.state(of: "rebuilds") == .live }
      disturbances.strike(["rebuilds"], .hangs)
      let asking = Task { try await rebuilding(store).handOver([.projection(caseState), .search]) }
      while try store.models.rebuildRequests().count < 2 {
        // A catalogue tells nobody that it was written.
        try await Task.sleep(for: .milliseconds(10))
      }
      for request in try store.models.rebuildRequests() { try store.models.settle(request, nil) }
      await #expect(throws: HandoverError.cancelled("CaseState")) { _ = try await asking.value }
      #expect(try serving(store) == 1)
    }
    try store.close()
  }

  @Test("A time for which nobody keeps anything ends no daemon")
  func keptForEver() async throws {
    let kept = try await KeptStore()
    let store = try kept.open()
    try await kept.serving { health in
      try await health.awaits("ready") { $0.isReady }
      try store.models.put(RebuildRequest(name: "CaseState", kept: .seconds(Int64.max)))
      try await health.awaits("it is done") { report in
        (try? store.models.rebuildRequests()) == [] && report.isReady
      }
      #expect(try serving(store) == 2)
    }
    try store.close()
  }

  @Test("A rebuild that is cancelled leaves nothing, whether anybody keeps the store or not")
  func cancels() async throws {
    let kept = try await KeptStore()
    try await kept.append(5)
    let (caseState, store) = (try caseState(), try kept.open())
    try await kept.serving { try await $0.awaits("ready") { $0.isReady } }
    // Half built by a process that died.
    _ = try store.models.create(caseState)
    try store.models.put(RebuildRequest(name: "CaseState", state: .paused, kept: .zero))
    try await kept.serving { health in
      try await health.awaits("it waits") { $0.state(of: "rebuilds") == .paused }
      let removed = try await rebuilding(store).cancel([.projection(caseState)])
      #expect(removed.map(\.number) == [2])
      #expect(try store.models.rebuildRequests() == [])
    }
    _ = try store.models.create(caseState)
    try store.models.put(RebuildRequest(name: "CaseState", kept: .zero))
    #expect(try await rebuilding(store).cancel([.projection(caseState)]).map(\.number) == [3])
    #expect(try store.models.rebuildRequests() == [] && serving(store) == 1)
    try store.close()
  }

  @Test("What cannot be built is told to whoever asked for it, and stops nothing else")
  func fails() async throws {
    let kept = try await KeptStore()
    try await kept.append(2)
    let (caseState, store) = (try caseState(), try kept.open())
    try await kept.serving { health in
      try await health.awaits("ready") { $0.isReady }
      try store.models.put(RebuildRequest(name: "OfTomorrow", kept: .zero))
      try await health.awaits("it failed") { _ in
        (try? store.models.rebuildRequests().map(\.state.name)) == ["failed"]
      }
      try await kept.append(1, strange: true)
      await #expect {
        _ = try await rebuilding(store).handOver([.projection(caseState)])
      } throws: { error in
        guard case HandoverError.failed("CaseState", let reason) = error else { return false }
        return reason.contains("4")
      }
      #expect(try store.models.rebuildRequests().map(\.name) == ["OfTomorrow"])
      #expect(health.report.state(of: "EntityIndex") == .live)
    }
    try store.close()
  }
}
