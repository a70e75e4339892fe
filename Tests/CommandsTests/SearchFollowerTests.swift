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
}
