import Compliance
import EventLog
import Foundation
import InteractionModel
import SQLiteStore
import Synchronization
import Testing
@_spi(Opening) import Vault

@Suite("Appending while somebody is erased")
struct ConcurrentAppendTests {
  @Test("never leaves a readable record behind", arguments: 0..<4)
  func appender(_ round: Int) async throws {
    let directory = try StoreDirectory()
    let store = try await OpenedStore(directory)
    _ = try await store.log.append((0..<20).map { said("Old \($0)", by: "p-1", in: "c-\($0)") })

    // As another process would: its own files, its own memory.
    let other = try await OpenedStore(directory)
    let isDone = Atomic<Bool>(false)
    let (beats, beat) = AsyncStream<Int>.makeStream()
    let appender = Task.detached { () -> (taken: [NewEvent], refused: Int) in
      var taken: [NewEvent] = []
      var refused = 0
      var number = 0
      while !isDone.load(ordering: .acquiring) {
        number += 1
        let batch = [
          said("New \(number)", by: "p-1", in: "c-\(number % 40)"),
          answered("Yes \(number)", to: "p-9", in: "c-\(number % 40)"),
        ]
        do {
          _ = try await other.log.append(batch)
          taken.append(batch[0])
          beat.yield(taken.count)
        } catch AppendError.erasureUnderWay {
          refused += 1
          await Task.yield()
        }
      }
      beat.finish()
      return (taken, refused)
    }
    var beatsSeen = beats.makeAsyncIterator()
    while let count = await beatsSeen.next(), count < 5 + round {}
    let certificate = try await store.eraser().erase(
      .party("p-1"), authority: nil, reason: "asked for")
    // It goes on for a while: what comes after the erasure is new.
    let before = try store.events.head().position
    while try store.events.head().position.rawValue < before.rawValue + 4 {
      _ = await beatsSeen.next()
    }
    isDone.store(true, ordering: .releasing)
    let (taken, _) = try await appender.value

    let end = try #require(certificate.completedAt)
    var (earlier, later) = (0, 0)
    for event in taken {
      let stored = try #require(
        try store.events.records(.id(event.id), in: ReadRange(), limit: 1).first)
      let states = try store.states(event.id)
      if stored.position <= end {
        earlier += 1
        #expect(states == ["erased"], "position \(stored.position), erased at \(end)")
      } else {
        later += 1
        #expect(states == ["opened"], "position \(stored.position), erased at \(end)")
      }
    }
    #expect(earlier >= 5 && later >= 1)
    #expect(try store.problems() == [])
    for record in try store.records(.messageSent) {
      #expect(try store.log.open(record).map(\.result.state) == ["opened"])
    }
    try other.close()
    try store.close()
  }
}
