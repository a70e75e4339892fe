internal import EventLog
internal import InteractionModel
internal import Testing

@testable import Search

@Suite("What a run of the search index remembers, and how batches become one")
struct SearchMemoryTests {
  /// A place in no log.
  private static func place(_ position: Int64) -> LogCheckpoint {
    LogCheckpoint(position: Position(position), leaf: [])
  }

  private static func document(_ position: Int64, text: Int64? = nil) -> SearchDocument {
    SearchDocument(
      conversation: "c-\(position % 3)", position: Position(position),
      textPosition: Position(text ?? position), type: "message.received",
      at: Instant(microseconds: position))
  }

  @Test("A conversation is asked for once; what waits comes when it is due, once")
  func waiting() {
    let memory = SearchMemory()
    memory.begin(at: Position(10), isComplete: true)
    #expect(memory.unknown(["b", "a"]) == ["a", "b"])
    #expect(memory.unknown(["b", "c"]) == ["c"])
    let late = Self.document(4, text: 12)
    memory.wait([(Position(12), late), (Position(13), Self.document(13))])
    #expect(memory.take([Position(11)]).isEmpty)
    #expect(memory.take([Position(12), Position(14)]) == [late])
    #expect(memory.take([Position(12)]).isEmpty)
    // The next hold goes on where this one ended.
    memory.end(at: Position(12))
    memory.begin(at: Position(12), isComplete: true)
    #expect(memory.unknown(["a"]).isEmpty)
    #expect(memory.take([Position(13)]).count == 1)
  }

  @Test("Everything is forgotten when somebody else changed the index, or when it is too much")
  func forgetting() {
    let memory = SearchMemory()
    func remembers(at position: Int64, isComplete: Bool) -> Bool {
      memory.begin(at: Position(position), isComplete: isComplete)
      memory.wait([(Position(100), Self.document(100))])
      defer { memory.end(at: Position(20)) }
      return memory.unknown(["a"]).isEmpty && memory.take([Position(100)]).count > 1
    }
    memory.begin(at: Position(20), isComplete: true)
    memory.wait([(Position(100), Self.document(99))])
    #expect(memory.unknown(["a"]) == ["a"])
    memory.end(at: Position(20))
    #expect(remembers(at: 20, isComplete: true))
    // Another process was here, or a purge.
    #expect(!remembers(at: 21, isComplete: true))
    #expect(!remembers(at: 20, isComplete: false))
    _ = memory.unknown(Set((0...70_000).map { "x-\($0)" }))
    #expect(!remembers(at: 20, isComplete: true))
  }

  @Test("Two batches as one do what they do one after the other", arguments: 1...40)
  func joined(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    func number(_ limit: UInt64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64((state >> 33) % limit)
    }
    var index: [Position: SearchEntry] = [:]
    func apply(_ batch: SearchBatch, to index: inout [Position: SearchEntry]) {
      for position in batch.removals { index[position] = nil }
      for document in batch.updates {
        guard let entry = index[document.position] else { continue }
        index[document.position] = SearchEntry(
          document: document, text: entry.text, keys: entry.keys)
      }
      for entry in batch.entries { index[entry.document.position] = entry }
    }
    /// As a step makes them: a position stands in one of the three lists, updates where there is
    /// an entry.
    func batch(_ checkpoint: Int64) -> SearchBatch {
      var batch = SearchBatch(
        refreshed: ["c-\(number(9))"], checkpoint: Self.place(checkpoint))
      for position in 1...12 as ClosedRange<Int64> {
        switch number(5) {
        case 0: batch.removals.append(Position(position))
        case 1 where index[Position(position)] != nil:
          batch.updates.append(Self.document(position, text: number(1_000)))
        case 2, 3:
          batch.entries.append(
            SearchEntry(
              document: Self.document(position), text: "text \(number(1_000))", keys: []))
        default: break
        }
      }
      apply(batch, to: &index)
      return batch
    }
    var joined = batch(0)
    var all = joined.refreshed
    let start: [Position: SearchEntry] = index
    joined = SearchBatch(checkpoint: Self.place(0))
    for round in 1...4 as ClosedRange<Int64> {
      let next = batch(round)
      all += next.refreshed
      joined.append(next)
    }
    var applied = start
    apply(joined, to: &applied)
    #expect(applied == index && joined.checkpoint == Self.place(4))
    #expect(joined.refreshed == Array(all.dropFirst()))
  }
}
