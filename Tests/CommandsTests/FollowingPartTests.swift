import Testing

@testable import Operations

@Suite("What goes on side by side ends together")
struct FollowingPartTests {
  private struct Ended: Error {}

  @Test("A part that fails cancels the others, and its error comes out")
  func fails() async throws {
    // Until it is cancelled.
    let quiet = FollowingPart(name: "quiet") { try await Task.sleep(for: .seconds(86_400)) }
    let failing = FollowingPart(name: "failing") { throw Ended() }
    await #expect(throws: Ended.self) {
      try await FollowingPart.run([quiet, failing, quiet], Supervisor())
    }
    // Nor does one that just returns, or was cancelled by nobody, end unseen.
    let returning = FollowingPart(name: "returning") {}
    await #expect(throws: FollowingError.ended("returning")) {
      try await FollowingPart.run([quiet, returning], Supervisor())
    }
    let leaving = FollowingPart(name: "leaving") { throw CancellationError() }
    await #expect(throws: CancellationError.self) {
      try await FollowingPart.run([quiet, leaving], Supervisor())
    }
  }
}
