internal import EventLog
internal import InteractionModel
internal import Search
internal import Testing

extension SearchConformance {
  static let builds: [SearchCheck] = [
    .onStore("a build serves when it is told to, and replaces the one that did") { store in
      let old = try store.serve([.message(1, "ancient word")])
      let purged = LogCheckpoint(position: Position(5), leaf: [5])
      let build = try store.build(.conformance, fresh: true, purged: purged)
      #expect(build.index.generation > old.generation)
      #expect(try build.index.count() == 0)
      let state = try build.index.state()
      #expect(state.version == .conformance && state.checkpoint == .start)
      #expect(state.purged == purged && state.failure == nil && state.pending.isEmpty)
      try build.index.fill([.message(1, "new word")])
      #expect(try store.serving()?.find("ancient") == [1])
      #expect(try store.servingGeneration() == old.generation)
      try store.serve(build.index)
      try store.serve(build.index)
      build.release()
      #expect(try store.servingGeneration() == build.index.generation)
      #expect(try store.serving()?.find("new") == [1])
      // Whoever still holds the old one is told so and gets no half answers.
      let query = try SearchQuery("ancient")
      #expect(
        fault { () throws(StorageFault) in try old.search(SearchRequest(query)) }?.code
          == .superseded)
      let stale = #expect(throws: StorageFault.self) { try store.exclusively(old) {} }
      #expect(stale?.code == .superseded)
    },
    .onStore("one fills a build at a time, and goes on with what was left half done") { store in
      let first = try store.build(.conformance, fresh: false, purged: .start)
      #expect(
        fault { () throws(StorageFault) in
          try store.build(.conformance, fresh: false, purged: .start)
        }?.code == .busy)
      try first.index.fill([.message(1, "word")])
      first.release()
      let again = try store.build(.conformance, fresh: false, purged: .start)
      #expect(again.index.generation == first.index.generation)
      #expect(try again.index.find("word") == [1])
      first.release()
      #expect(
        fault { () throws(StorageFault) in
          try store.build(.conformance, fresh: false, purged: .start)
        }?.code == .busy, "released twice is released once")
      again.release()
      let other = try store.build(
        SearchVersion(tokeniser: 0, archive: 0), fresh: false, purged: .start)
      #expect(other.index.generation > again.index.generation)
      #expect(try other.index.count() == 0)
      other.release()
      let fresh = try store.build(
        SearchVersion(tokeniser: 0, archive: 0), fresh: true, purged: .start)
      #expect(fresh.index.generation > other.index.generation)
      fresh.release()
      #expect(try store.serving() == nil)
    },
    SearchCheck("one at a time changes a build, whichever view it has of it") { factory in
      try await factory.withTwoViews { first, second in
        _ = try first.serve()
        try await withThrowingTaskGroup(of: Void.self) { group in
          for task in 0..<4 {
            let store = task % 2 == 0 ? first : second
            group.addTask {
              for _ in 0..<10 {
                let index = try #require(try store.serving())
                try store.exclusively(index) {
                  // What is read within is what the one before wrote.
                  let next = try index.state().checkpoint.position.next
                  try index.apply(
                    SearchBatch(
                      entries: [.message(next.rawValue, "word")],
                      checkpoint: LogCheckpoint(next.rawValue)))
                }
              }
            }
          }
          try await group.waitForAll()
        }
        let index = try #require(try second.serving())
        #expect(try index.state().checkpoint == LogCheckpoint(40))
        #expect(try index.find("word").sorted() == Array(1...40))
      }
    },
  ]
}
