import Testing

@testable import Commands

@Suite("What goes on side by side ends together")
struct FollowingPartTests {
  private struct Ended: Error {}

  @Test("A part that fails cancels the others, and its error comes out")
  func fails() async throws {
    let quiet = FollowingPart(name: "quiet") {
      // Until it is cancelled: nobody ever yields.
      for await _ in AsyncStream<Void>(unfolding: { try? await Task.sleep(for: .seconds(86_400)) })
      where Task.isCancelled { throw CancellationError() }
    }
    let failing = FollowingPart(name: "failing") { throw Ended() }
    await #expect(throws: Ended.self) { try await FollowingPart.run([quiet, failing, quiet]) }
  }
}
