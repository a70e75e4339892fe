import Foundation
import Synchronization
import Testing

@testable import ProjectionEngine

@Suite("Work on a thread of its own")
struct BesideTests {
  private final class Held: Sendable {}

  @Test("gives what came of it, or what it threw, to whoever asks, as often as they ask")
  func values() throws {
    let fine = Beside { 7 }
    #expect(try fine.value() == 7)
    #expect(try fine.value() == 7)
    #expect(fine.hasEnded)
    let failing = Beside<Int> { throw CancellationError() }
    for _ in 0..<2 { #expect(throws: CancellationError.self) { try failing.value() } }
  }

  @Test("holds on to nothing when it is done, although its thread is still there")
  func letsGo() async throws {
    let thread = Mutex<Thread?>(nil)
    weak var held: Held?
    do {
      let object = Held()
      held = object
      let work = Beside {
        thread.withLock { $0 = Thread.current }
        return ObjectIdentifier(object)
      }
      #expect(try work.value() == ObjectIdentifier(object))
    }
    // The thread gives the result first, and lets go then.
    let deadline = ContinuousClock.now + .seconds(20)
    while held != nil, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(held == nil)
    #expect(thread.withLock { $0 } != nil)
  }
}
