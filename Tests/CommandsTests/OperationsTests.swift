import Compliance
import EventLog
import Foundation
import InteractionModel
import Operations
import ProjectionEngine
import Projections
import Queries
import Store
import Synchronization
import Testing

@Suite("Work on a store tells whoever has it done how it goes, in values")
struct OperationsTests {
  /// Keeps what it is told.
  private final class Listener: Sendable {
    private let heard = Mutex<[WorkNews]>([])

    var news: [WorkNews] { heard.withLock { $0 } }

    func supervisor(stop: StopRequest = .never) -> Supervisor {
      Supervisor(stop: stop) { news in self.heard.withLock { $0.append(news) } }
    }

    /// What was begun, in order.
    var begun: [Work] {
      news.compactMap { news in
        guard case .began(let work) = news else { return nil }
        return work
      }
    }

    /// What was ended, in order.
    var ended: [Work] {
      news.compactMap { news in
        guard case .ended(let work) = news else { return nil }
        return work
      }
    }

    var waiting: [Derived] {
      news.compactMap { news in
        guard case .waits(let derived, _) = news else { return nil }
        return derived
      }
    }
  }

  private static let all = ProjectionCatalogue.all.map(\.name)
  private static let clock = WallClock { _ in }

  /// A store of one record that nothing was made from.
  private static func store() throws -> Tool {
    let tool = try Tool()
    try tool.succeed("append", input: cloudEvent("case.opened"))
    return tool
  }

  @Test("Projections are built in one pass, then what opens text, and each work that begins ends")
  func order() async throws {
    let tool = try Self.store()
    let listener = Listener()
    var projecting = Projecting(
      try tool.opened(to: .project), clock: Self.clock, listener.supervisor())
    try await projecting.catchUp()
    #expect(!projecting.standsStill)
    #expect(listener.begun == [.building(Self.all), .indexing, .notingIdentifiers])
    #expect(listener.ended == listener.begun)
    let status = try projecting.status()
    #expect(status.faults.isEmpty && !status.isAlarming)
    #expect(status.projections.allSatisfy { $0.state == .live })
    #expect(status.index?.state == .live && status.identifiers?.state == .live)
    // What serves is brought on by itself.
    try tool.succeed("append", input: cloudEvent("case.opened"))
    try await projecting.catchUp()
    #expect(listener.begun.dropFirst(3).starts(with: Self.all.map { .projecting($0) }))
  }

  @Test("What opens text waits without a key, unless it is asked for by name")
  func keyless() async throws {
    let tool = try Self.store()
    try FileManager.default.moveItem(
      atPath: "\(tool.store)/master.key", toPath: "\(tool.directory)/away.key")
    let listener = Listener()
    let store = try tool.opened(to: .project)
    var projecting = Projecting(store, clock: Self.clock, listener.supervisor())
    try await projecting.catchUp()
    #expect(listener.waiting == [.search, .identifiers])
    for derived in [Derived.search, .identifiers] {
      await #expect(throws: (any Error).self) {
        var one = Projecting(store, only: derived, clock: Self.clock, Supervisor())
        try await one.catchUp()
      }
    }
  }

  @Test("Whoever wants it to stop is heeded")
  func stopped() async throws {
    let tool = try Self.store()
    let supervisor = Listener().supervisor(stop: StopRequest { true })
    let store = try tool.opened(to: .project)
    await #expect(throws: CancellationError.self) {
      var projecting = Projecting(store, clock: Self.clock, supervisor)
      try await projecting.catchUp()
    }
    try tool.succeed("project", "--quiet")
    await #expect(throws: CancellationError.self) {
      _ = try await Rebuilding(store, clock: WallClock { _ in }, supervisor).run([.search])
    }
    #expect(throws: CancellationError.self) {
      _ = try Replaying(in: store, supervisor).run()
    }
  }

  @Test("A rebuild, a replay and a verification answer in the order asked, and all is well")
  func answers() async throws {
    let tool = try Self.store()
    try tool.succeed("project", "--quiet")
    let store = try tool.opened(to: .project)
    let projection = try #require(ProjectionCatalogue.all.first)
    let rebuilt = try await Rebuilding(store, clock: WallClock { _ in }, Supervisor())
      .run([.search, .projection(projection)], compares: true)
    #expect(!rebuilt.isDifferent)
    guard case .index? = rebuilt.items.first, case .projection(let result)? = rebuilt.items.last
    else {
      Issue.record("\(rebuilt.items)")
      return
    }
    #expect(result.isServing && result.differences == [])
    let replayed = try Replaying(in: store, Supervisor()).run()
    #expect(replayed.isEqual && replayed.results.map(\.projection) == Self.all)
    let listener = Listener()
    let found = try Verifying(
      .sqlite(directory: tool.store), tool.settings, listener.supervisor()
    ).run(opens: true)
    #expect(found.isSound && found.sawVault && found.problems.isEmpty)
    #expect(found.size == found.json { $0.description }["size"]?.int)
    #expect(listener.begun == [.verifying, .opening] && listener.ended == listener.begun)
  }
}
