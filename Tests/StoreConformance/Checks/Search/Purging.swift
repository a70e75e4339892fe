internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Search
internal import Synchronization
internal import Testing
internal import Vault

extension SearchConformance {
  static let purging: [SearchCheck] = [
    .onStore("a purge removes what some keys sealed and nothing else, once") { store in
      let index = try store.serve(
        (1...100).map { .message(Int64($0), "word w\($0)", in: "c-\($0)") })
      let purge = try store.purge(keys: ["key-c-5", "key-c-6", "key-c-77"])
      #expect(purge.documents == 3 && purge.builds == 0)
      #expect(try index.find("word").count == 97)
      #expect(try index.find("w5 OR w6 OR w77").isEmpty)
      try index.forEachText { document, _ in
        #expect(![5, 6, 77].contains(document.position.rawValue))
      }
      #expect(try store.purge(keys: ["key-c-5", "no such key"]) == SearchPurge())
      #expect(try store.purge(keys: []) == SearchPurge())
      #expect(try index.state().pending.isEmpty)
      try index.examine()
    },
    .onStore("a build that is half done is purged too") { store in
      _ = try store.serve([.message(1, "word", keys: ["hers"])])
      let build = try store.build(.conformance, fresh: true, purged: .start)
      try build.index.fill([.message(1, "word", keys: ["hers"]), .message(2, "word")])
      build.release()
      #expect(try store.purge(keys: ["hers"]).documents == 2)
      let again = try store.build(.conformance, fresh: false, purged: .start)
      #expect(try again.index.find("word") == [2])
      again.release()
    },
    .onStore("each build is asked what it has carried out, and knows it afterwards") { store in
      let place = LogCheckpoint(position: Position(9), leaf: [9])
      let index = try store.serve([.message(1, "word", keys: ["hers"]), .message(2, "word")])
      let asked = Mutex<[LogCheckpoint]>([])
      @Sendable func erasures(_ point: LogCheckpoint) -> SearchErasures {
        asked.withLock { $0.append(point) }
        return SearchErasures(keys: point == place ? [] : ["hers"], last: place)
      }
      #expect(try store.purge(erasures).documents == 1)
      #expect(try index.state().purged == place)
      #expect(try store.purge(erasures) == SearchPurge())
      #expect(asked.withLock { $0 } == [.start, place])
    },
    .onStore("a purge waits for whoever is writing, and finds what was written meanwhile") {
      store in
      let index = try store.serve()
      let begins = DispatchSemaphore(value: 0)
      let ended = DispatchSemaphore(value: 0)
      let purged = Mutex<SearchPurge?>(nil)
      try store.exclusively(index) {
        // A thread of its own: those of a pool may all be busy with other tests.
        Thread.detachNewThread {
          defer { ended.signal() }
          begins.signal()
          do {
            let purge = try store.purge(keys: ["key-c-1"])
            purged.withLock { $0 = purge }
          } catch {
            Issue.record(error)
          }
        }
        begins.wait()
        try index.apply(
          SearchBatch(entries: [.message(1, "opened before")], checkpoint: LogCheckpoint(1)))
      }
      ended.wait()
      #expect(purged.withLock { $0?.documents } == 1)
      #expect(try index.find("opened").isEmpty)
    },
    .onLog("what others wrote in the same entry comes back without the erased person's part") {
      searched in
      var event = SearchedLog.message(1, "citizen words", from: "p-1")
      event.personal.append(
        PersonalPart(
          subject: Subject(scope: .conversation("c-1"), participant: "agent:a-7"),
          content: ["note": "agent words"]))
      try await searched.append([event, SearchedLog.message(2, "more words", from: "p-2")])
      try searched.indexer().catchUp()
      #expect(try searched.find("words") == [2, 3] && searched.find("citizen agent") == [2])
      let keys = try searched.keys(of: "p-1")
      try await searched.erase(Array(keys))
      let purge = try searched.indexes.purge(keys: keys)
      #expect(purge.documents == 1 && purge.builds == 0)
      #expect(try searched.find("words") == [3])
      #expect(try searched.index().state().pending == ["c-1"])
      try searched.indexer().catchUp()
      #expect(try searched.index().state().pending.isEmpty)
      #expect(try searched.find("agent") == [2] && searched.find("citizen").isEmpty)
      #expect(try searched.digest() == searched.rebuiltDigest())
    },
    .onLog("an erasure that the index was away for is carried out before it is asked") {
      searched in
      try await searched.append(
        (1...9).map { SearchedLog.message($0, "word w\($0)", from: "p-\($0 % 3)") })
      try searched.indexer().catchUp()
      try await searched.erase(Array(searched.keys(of: "p-1")))
      try searched.indexer().catchUp()
      #expect(try searched.find("word").count == 6)
      #expect(try searched.find("w1 OR w4 OR w7").isEmpty)
      let head = try searched.log.store.head().position
      #expect(try searched.index().state().purged.position == head)
      #expect(try searched.digest() == searched.rebuiltDigest())
    },
  ]
}
