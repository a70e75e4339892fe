internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Search
internal import Testing

extension SearchConformance {
  static let writing: [SearchCheck] = [
    .onStore("a batch replaces, updates and removes, and passes over what is not there") { store in
      let index = try store.serve(
        (1...9).map { .message(Int64($0), "word w\($0)", in: "c-\($0 % 3)") })
      var update = SearchEntry.message(5, "", in: "c-2").document
      update.visibility = "internal"
      try index.apply(
        SearchBatch(
          removals: [Position(1), Position(77)],
          updates: [update, SearchEntry.message(88, "").document],
          entries: [.message(4, "other words", in: "c-7"), .message(12, "", in: "c-1")],
          checkpoint: LogCheckpoint(position: Position(12), leaf: [1, 2])))
      #expect(try index.count() == 9)
      #expect(try index.find("word").sorted() == [2, 3, 5, 6, 7, 8, 9])
      #expect(try index.find("w4").isEmpty && index.find("other") == [4])
      #expect(try index.find("w5") { $0.visibilities = ["internal"] } == [5])
      let documents = try index.documents(of: ["c-7", "c-2", "nobody"])
      #expect(Set(documents.map(\.position.rawValue)) == [2, 4, 5, 8])
      #expect(documents.first { $0.position == Position(5) } == update)
      let places = [4, 1, 77, 12, 5].map { Position($0) }
      let found = try index.documents(at: places)
      #expect(found.map(\.position.rawValue).sorted() == [4, 5, 12] && found.contains(update))
      #expect(try index.documents(at: []).isEmpty)
      #expect(
        try index.state().checkpoint == LogCheckpoint(position: Position(12), leaf: [1, 2]))
      try index.check()
      try index.inspect()
      try index.examine()
    },
    .onStore("random batches leave what they leave in memory") { store in
      var random = SeededGenerator(seed: 31)
      let index = try store.serve()
      let memory = try MemorySearchStore().serve()
      for step in 1...12 {
        let start = random.number(0...900)
        let entries = ((start + 1)...(start + 60)).filter { $0 % 3 != 0 }.map { number in
          let text = (0..<random.number(0...20)).map { _ in "w\(random.number(1...40))" }
          return SearchEntry.message(
            Int64(number), text.joined(separator: " "), in: "c-\(number % 9)")
        }
        let batch = SearchBatch(
          removals: (0..<20).map { _ in Position(Int64(random.number(961...2_000))) }
            + (1...20).map { Position(Int64($0 * 3)) },
          entries: entries, checkpoint: LogCheckpoint(Int64(step)))
        for one in [index, memory] { try one.apply(batch) }
        if step % 4 == 0 { try index.condense() }
      }
      #expect(try index.count() == memory.count())
      #expect(
        try SearchContentDigest.compute(index) == SearchContentDigest.compute(memory))
      let documents = try index.documents(of: ["c-1", "c-4"])
      #expect(try Set(documents) == Set(memory.documents(of: ["c-1", "c-4"])))
      let places = (1...990).map { Position(Int64($0)) }
      #expect(try Set(index.documents(at: places)) == Set(memory.documents(at: places)))
      try index.examine()
    },
    .onStore("a failure is noted and goes with the next batch") { store in
      let index = try store.serve([.message(1, "word")])
      let failure = ProjectionFailure(position: Position(2), reason: "cannot be opened")
      try index.setFailure(failure)
      #expect(try index.state().failure == failure)
      try index.apply(SearchBatch(checkpoint: LogCheckpoint(2)))
      #expect(try index.state().failure == nil)
    },
    SearchCheck("what one process writes the other finds at once") { factory in
      try await factory.withTwoViews { first, second in
        let index = try first.serve([.message(1, "one word")])
        let other = try #require(try second.serving())
        #expect(try other.find("word") == [1])
        try index.apply(
          SearchBatch(entries: [.message(2, "another word")], checkpoint: LogCheckpoint(2)))
        #expect(try other.find("word").count == 2)
        try index.apply(SearchBatch(removals: [Position(1)], checkpoint: LogCheckpoint(3)))
        #expect(try other.find("word") == [2])
        #expect(try other.state().checkpoint.position == Position(3))
      }
    },
    SearchCheck("a store that is opened again has what was written") { factory in
      let store = try await factory.makeStore()
      let entries = (1...30).map {
        SearchEntry.message(Int64($0), "word w\($0)", in: "c-\($0 % 4)")
      }
      let before = try SearchContentDigest.compute(store.serve(entries))
      guard let again = try await factory.reopen(store) else {
        await factory.discard(store)
        return
      }
      let index = try #require(try again.serving())
      #expect(try SearchContentDigest.compute(index) == before)
      #expect(try index.state().checkpoint == LogCheckpoint(30))
      #expect(try index.state().version == .conformance)
      try index.examine()
      await factory.discard(again)
    },
  ]
}
