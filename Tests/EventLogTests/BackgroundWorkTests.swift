import Dispatch
import Foundation
import Testing

@testable import EventLog

@Suite("Work on a thread of its own")
struct BackgroundWorkTests {
  /// Tells when nobody holds it any more.
  private final class Held: Sendable {
    let released: DispatchSemaphore

    init(_ released: DispatchSemaphore) {
      self.released = released
    }

    deinit { released.signal() }
  }

  @Test("gives what came of it, or what it threw, to whoever asks, as often as they ask")
  func values() throws {
    let fine = BackgroundWork { 7 }
    #expect(try fine.value() == 7)
    #expect(try fine.value() == 7)
    #expect(fine.hasEnded)
    let failing = BackgroundWork<Int> { throw CancellationError() }
    for _ in 0..<2 { #expect(throws: CancellationError.self) { try failing.value() } }
  }

  @Test("that the system gives no thread for ends at once and says so")
  func refused() throws {
    let work = BackgroundWork(starting: { _ in EAGAIN }) { 7 }
    #expect(work.refusal?.code == .memory)
    #expect(work.hasEnded)
    for _ in 0..<2 {
      let fault = #expect(throws: StorageFault.self) { try work.value() }
      #expect(fault?.code == .memory)
    }
  }

  @Test("holds on to nothing when it is done")
  func letsGo() throws {
    let released = DispatchSemaphore(value: 0)
    do {
      let object = Held(released)
      let work = BackgroundWork { ObjectIdentifier(object) }
      #expect(try work.value() == ObjectIdentifier(object))
    }
    // The thread gives the result first, and lets go then. The hour is no assertion, but ends the
    // test if it never does.
    #expect(released.wait(timeout: .now() + 3_600) == .success)
  }
}
