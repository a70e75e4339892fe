internal import Dispatch
internal import Synchronization
internal import Testing

@testable import SQLiteStore

@Suite("The right to change the search index")
struct SearchLockTests {
  @Test("Who waits has it next, though the holder takes it again at once")
  func turns() throws {
    let directory = try TestDirectory()
    let lock = "\(directory.path)/lock"
    let hasWaited = Atomic(false)
    let isHeld = DispatchSemaphore(value: 0)
    let group = DispatchGroup()
    let turns = Mutex(0)
    DispatchQueue.global().async(group: group) {
      do {
        while turns.withLock({ $0 < 5_000 }), !hasWaited.load(ordering: .acquiring) {
          try SearchLock.holding(lock) {
            let turn = turns.withLock { turns in
              turns += 1
              return turns
            }
            if turn == 1 { isHeld.signal() }
          }
        }
      } catch {
        Issue.record(error)
      }
    }
    isHeld.wait()
    try SearchLock.holding(lock) { hasWaited.store(true, ordering: .releasing) }
    group.wait()
    #expect(turns.withLock { $0 } < 5_000)
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
