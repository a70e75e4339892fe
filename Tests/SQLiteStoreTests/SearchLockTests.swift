internal import Dispatch
internal import Foundation
internal import Synchronization
internal import Testing

@testable import SQLiteStore

@Suite("The right to change the search index")
struct SearchLockTests {
  @Test("Who waits has it next, though the holder asks for it again at once")
  func turns() throws {
    let directory = try TestDirectory()
    let lock = "\(directory.path)/lock"
    let order = Mutex<[String]>([])
    let isHeld = DispatchSemaphore(value: 0)
    let mayEnd = DispatchSemaphore(value: 0)
    let ended = DispatchSemaphore(value: 0)
    @Sendable func turn(_ name: String, _ body: () -> Void = {}) {
      do {
        try SearchLock.holding(lock) {
          order.withLock { $0.append(name) }
          body()
        }
      } catch {
        Issue.record(error)
      }
    }
    // Threads of their own: those of a pool may all be busy with other tests.
    Thread.detachNewThread {
      turn("holder") {
        isHeld.signal()
        mayEnd.wait()
      }
      turn("holder again")
      ended.signal()
    }
    isHeld.wait()
    Thread.detachNewThread {
      turn("who waits")
      ended.signal()
    }
    // Until whoever waits is seen to: before that the holder may well be faster.
    let deadline = ContinuousClock.now + .seconds(300)
    while SearchLockTests.isFree(lock + ".turn"), ContinuousClock.now < deadline { sched_yield() }
    #expect(!SearchLockTests.isFree(lock + ".turn"))
    mayEnd.signal()
    for _ in 0..<2 { ended.wait() }
    #expect(order.withLock { $0 } == ["holder", "who waits", "holder again"])
  }

  /// Whether nobody holds the lock of a file at this moment.
  static func isFree(_ path: String) -> Bool {
    let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  @Test("A lock that cannot be made says which and what to do")
  func impossible() throws {
    let directory = try TestDirectory()
    let error = #expect(throws: (any Error).self) {
      try SearchLock.holding("\(directory.path)/nowhere/lock") {}
    }
    #expect(String(describing: error).contains("nowhere/lock"))
  }
}
