internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Search
public import Testing
internal import Vault

extension SearchConformance {
  static let following: [SearchCheck] = [
    .onLog("what was said is found, edits replace it, redactions remove it") { searched in
      try await searched.append([
        SearchedLog.message(1, "The bin was missed on Elm Street"),
        SearchedLog.message(2, "La basura sigue en la calle"),
      ])
      #expect(try searched.indexer().catchUp() == Position(3))
      #expect(try searched.find("elm") == [2] && searched.find("basuras") == [3])
      try await searched.append([SearchedLog.amend(3, 1, "The bin was missed on Oak Street")])
      #expect(try searched.find("elm") == [2])
      try searched.indexer().catchUp()
      #expect(try searched.find("elm").isEmpty && searched.find("oak") == [2])
      let hit = try searched.index().search(SearchRequest(try SearchQuery("oak"))).hits[0]
      #expect(hit.document.textPosition == Position(4) && hit.document.channel == "email")
      #expect(hit.document.key == "c-1/2" && hit.document.direction == "inbound")
      try await searched.append([SearchedLog.amend(4, 1, nil)])
      try searched.indexer().catchUp()
      #expect(try searched.find("oak").isEmpty && searched.find("calle") == [3])
      #expect(try searched.digest() == searched.rebuiltDigest())
      let status = try searched.indexer().status()
      #expect(status.checkpoint == Position(5) && status.documents == 1 && status.isCurrent)
    },
    .onLog("an edit that comes before its message moves to it") { searched in
      try await searched.append([SearchedLog.amend(3, 1, "second thoughts")])
      try searched.indexer().catchUp()
      try await searched.append((10..<20).map { SearchedLog.message($0, "filler", in: "c-2") })
      try await searched.append([SearchedLog.amend(4, 1, "third thoughts")])
      try searched.indexer().catchUp()
      try await searched.append([SearchedLog.message(1, "first thoughts")])
      try searched.indexer(batchSize: 1).catchUp()
      #expect(try searched.find("thoughts") == [14] && searched.find("third") == [14])
      #expect(try searched.digest() == searched.rebuiltDigest())
    },
    .onLog("text that went to an attachment is found, whatever its place in the part") {
      searched in
      var event = SearchedLog.message(1, "see the transcript")
      let long = String(repeating: "blah ", count: 20_000) + "pumpernickel"
      event.personal[0].content["transcript"] = [["speaker": "agent", "words": .string(long)]]
      event.personal[0].content["from"] = "someone@example.net"
      try await searched.append([event])
      try searched.indexer().catchUp()
      #expect(try searched.find("pumpernickel") == [2] && searched.find("\"see the\"") == [2])
      #expect(try searched.find("someone") == [2])
    },
    SearchCheck("followed in any steps it holds what one filled at once holds") { factory in
      for seed in 1...8 as ClosedRange<UInt64> {
        try await factory.withStore { store in
          // Conversations that are long from the third entry on, for half of them.
          let searched = try await SearchedLog(store, length: seed.isMultiple(of: 2) ? 2 : nil)
          try await expectFollowed(searched, SeededGenerator(seed: seed), "seed \(seed)")
        }
      }
    },
    .onLog("an index of another version serves until the new one is complete") { searched in
      try await searched.append((1...9).map { SearchedLog.message($0, "word w\($0)") })
      let store = searched.indexes
      let old = try store.build(
        SearchVersion(tokeniser: 0, archive: 0), fresh: true, purged: .start)
      try old.index.apply(
        SearchBatch(
          entries: [.message(2, "ancient")],
          checkpoint: #require(try searched.log.store.checkpoint(at: Position(2)))))
      old.release()
      try store.serve(old.index)
      #expect(try searched.indexer().status().isCurrent == false)
      try searched.indexer(batchSize: 1).catchUp { _ in false }
      #expect(try searched.find("ancient") == [2])
      // Goes on with the build that was left.
      var positions: [Int64] = []
      try searched.indexer(batchSize: 1).catchUp { progress in
        positions.append(progress.position.rawValue)
        return true
      }
      // Up to four steps are written at once.
      #expect(positions == [8, 10])
      #expect(try searched.find("ancient").isEmpty && searched.find("word").count == 9)
      #expect(try searched.indexer().status().generation == 2)
    },
    .onLog("a rebuild that fails or is abandoned leaves the one that serves") { searched in
      try await searched.append((1...9).map { SearchedLog.message($0, "word w\($0)") })
      try searched.indexer().catchUp()
      try searched.indexer(batchSize: 2).rebuild { _ in false }
      #expect(try searched.indexer().status().generation == 1)
      let held = try searched.indexes.build(.conformance, fresh: true, purged: .start)
      let busy = #expect(throws: StorageFault.self) { try searched.indexer().rebuild() }
      #expect(busy?.code == .busy)
      held.release()
      try searched.indexer().rebuild()
      #expect(try searched.find("word").count == 9)
    },
    .onLog("one that is ahead of the log, or another log's, answers nobody and is built again") {
      searched in
      try await searched.append([SearchedLog.message(1, "word"), SearchedLog.message(2, "word")])
      try searched.indexer().catchUp()
      let log = searched.log.store
      for (code, position) in [(.ahead, 50), (.foreign, 2)] as [(StorageFault.Code, Int64)] {
        try searched.index().apply(SearchBatch(checkpoint: LogCheckpoint(position)))
        let fault = #expect(throws: StorageFault.self) {
          try searched.index().requireSound(for: log)
        }
        #expect(fault?.code == code)
        var said: [StorageFault.Code] = []
        let end = try searched.indexer().catchUp(mending: { said.append($0.code) })
        #expect(try said == [code] && end == log.head().position)
        try searched.index().requireSound(for: log)
        #expect(try searched.find("word").count == 2)
      }
    },
    SearchCheck("two that follow at once do not get into each other's way") { factory in
      try await factory.withTwoViews { first, second in
        let searched = try await SearchedLog(first)
        try await searched.append(
          (1...300).map { SearchedLog.message($0, "word w\($0)", in: "c-\($0 % 17)") })
        try searched.indexer(batchSize: 5).catchUp { _ in false }
        try await withThrowingTaskGroup(of: Void.self) { group in
          for (store, size) in [(first, 3), (second, 7)] {
            let indexer = searched.indexer(store, batchSize: size)
            group.addTask { _ = try indexer.catchUp() }
          }
          try await group.waitForAll()
        }
        #expect(try searched.digest() == searched.rebuiltDigest())
        #expect(try searched.find("word").count == 300)
      }
    },
  ]

  /// Expects of a log in which happens whatever can change what is found that an index which followed
  /// it, stopped anywhere and gone on with by another, holds what one that was filled at once holds.
  /// - Parameters:
  ///   - searched: an empty log.
  ///   - random: says what happens.
  ///   - label: names the case.
  /// - Throws: what the log and the stores throw.
  public static func expectFollowed(
    _ searched: SearchedLog, _ random: SeededGenerator, _ label: Comment
  ) async throws {
    var random = random
    var happenings = SearchedHappenings()
    var left = ["p-1", "p-2", "p-3"]
    for _ in 0..<random.number(3...12) {
      let count = random.number(1...25)
      let events = (0..<count).map { _ in happenings.next(searched, &random) }
      happenings.take(try await searched.append(events))
      if random.once(in: 8), let erased = left.popLast() {
        let keys = try searched.keys(of: erased)
        if !keys.isEmpty { try await searched.erase(keys.sorted()) }
        try await searched.append([])
      }
      guard random.number(1...3) > 1 else { continue }
      let limit = random.number(0...3)
      var steps = 0
      try searched.indexer(batchSize: random.number(1...40)).catchUp { _ in
        steps += 1
        return steps <= limit
      }
    }
    try searched.indexer(batchSize: random.number(1...40)).catchUp()
    let texts = try searched.texts()
    #expect(try texts == searched.rebuiltTexts(), label)
    #expect(try searched.digest() == searched.rebuiltDigest(), label)
    try searched.indexer().rebuild()
    #expect(try searched.texts() == texts, label)
  }
}
