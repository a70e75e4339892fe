import Compliance
import EventLog
import InteractionModel
import ProjectionEngine
import Projections
import Testing

@testable import Operations
@testable import Search

@Suite("The index follows whichever archive serves")
struct SearchFollowerTests {
  private static let gone = StorageFault(code: .missing, reason: "gone for the test")

  @Test("Begun again when a rebuild has replaced the archive, and only then")
  func replaced() async throws {
    let tool = try Tool(copying: Prepared.city.tool)
    try tool.succeed("project", "--quiet")
    let store = try tool.opened()
    let follower = SearchFollower(store: store, supervisor: Supervisor())
    let log = try await store.log()
    var calls = 0
    let position = try follower.index(log) { indexer in
      calls += 1
      guard calls > 1 else {
        try tool.succeed("rebuild", "ConversationArchive", "--quiet")
        throw SearchFollowerTests.gone
      }
      return try indexer.rebuild()
    }
    #expect(try calls == 2 && position == store.events.head().position)
    calls = 0
    #expect(throws: StorageFault.self) {
      try follower.index(log) { _ in
        calls += 1
        throw SearchFollowerTests.gone
      }
    }
    #expect(calls == 1)
  }
  @Test("Looks again which build serves when it has waited long enough, though no record comes")
  func looksAgain() async throws {
    let tool = try Tool(copying: Prepared.city.tool)
    try tool.succeed("project", "--quiet")
    let store = try tool.opened()
    let (rounds, round) = AsyncStream.makeStream(of: Void.self)
    let (ticks, tick) = AsyncStream.makeStream(of: Void.self)
    var follower = SearchFollower(store: store, supervisor: Supervisor())
    follower.pause = {
      round.yield()
      for await _ in ticks { return }
    }
    let following = Task { [follower] in
      defer { round.finish() }
      try await follower.follow()
    }
    var waiting = rounds.makeAsyncIterator()
    try #require(await waiting.next() != nil)
    // Somebody's build from long ago comes to serve, of which no record tells.
    let indexes = try store.indexes()
    let version = SearchVersion(archive: ConversationArchive.projection.version)
    let build = try indexes.build(version, fresh: true, purged: .start)
    try indexes.serve(build.index)
    build.release()
    #expect(try build.index.state().checkpoint.position == .start)
    tick.yield()
    try #require(await waiting.next() != nil)
    let serving = try #require(try store.indexes().serving())
    #expect(try serving.generation == build.index.generation)
    #expect(try serving.state().checkpoint.position == store.events.head().position)
    following.cancel()
    _ = await following.result
  }
}
