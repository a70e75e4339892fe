internal import EventLog
internal import InteractionModel
internal import Search
internal import Testing

extension SearchConformance {
  static let ranking: [SearchCheck] = [
    .onStore("the best hits come first, equal ones by position; the total counts all") { store in
      let entries =
        (1...50).map { number in
          SearchEntry.message(Int64(number), number % 10 == 0 ? "tree tree oak" : "tree oak elm")
        } + [.message(51, "nothing of it")]
      let index = try store.serve(entries)
      var request = SearchRequest(try SearchQuery("tree"), limit: 8)
      let page = try index.search(request)
      #expect(page.total == 50 && page.position == Position(51))
      #expect(page.hits.map(\.document.position.rawValue) == [10, 20, 30, 40, 50, 1, 2, 3])
      #expect(page.hits.allSatisfy { $0.score > 0 })
      request.limit = 0
      let none = try index.search(request)
      #expect(none.hits.isEmpty && none.total == 50)
    },
    .onStore("scores are BM25 over the whole index, whatever a filter leaves out") { store in
      let index = try store.serve([
        .message(1, "elm", in: "a"), .message(2, "elm elm oak fir", in: "b"),
        .message(3, "fir", in: "b"), .message(4, "", in: "b"), .message(5, "yew ash oak", in: "b"),
        .message(6, "yew", in: "b"),
      ])
      var request = SearchRequest(try SearchQuery("\"elm\""))
      let hits = try index.search(request).hits
      // log((6 − 2 + 0.5) / (2 + 0.5)), and ten words in six documents.
      let weight = 0.5877866649021191
      func score(_ frequency: Double, _ length: Double) -> Double {
        weight * frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * length * 6 / 10))
      }
      let expected = [1: score(1, 1), 2: score(2, 4)]
      #expect(hits.count == 2)
      for hit in hits {
        let wanted = expected[Int(hit.document.position.rawValue)] ?? 0
        #expect(isClose(hit.score, wanted), "\(hit.document.position)")
      }
      request.filter.conversations = ["a"]
      let filtered = try index.search(request).hits
      #expect(filtered.count == 1 && isClose(filtered[0].score, score(1, 1)))
    },
    .onStore("random queries find what an index in memory finds, with the same scores") { store in
      var random = SeededGenerator(seed: 2_002)
      let words =
        ["elm", "oak", "bin", "río", "rio", "tree", "trees", "pay", "paid", "pagos", "a"]
        + ["co-op", "coop", "Größe", "街灯", "灯", "312 445", "4459021", "312", "fooBar", "9pm"]
      let entries = (1...300).map { number in
        let text = (0..<random.number(0...12)).map { _ in random.pick(words) }
        return SearchEntry.message(
          Int64(number), text.joined(separator: " "), in: "c-\(number % 40)")
      }
      let index = try store.serve(entries)
      let memory = try MemorySearchStore().serve(entries)
      var queries = RandomQueries(random, texts: entries.map { SearchTokenizer.words(of: $0.text) })
      for _ in 0..<150 {
        let query = queries.query()
        let languages: Set<Stemming> = queries.random.once(in: 2) ? [] : [.english, .spanish]
        for limit in [5, 1_000] {
          let request = SearchRequest(
            try SearchQuery(query), limit: limit, languages: languages)
          try SearchComparison.compare(index.search(request), memory.search(request), query)
        }
      }
      try index.condense()
      for query in ["elm", "tre* NOT oak", "(río OR pay) AND \"elm oak\""] {
        let request = SearchRequest(try SearchQuery(query), limit: 1_000)
        try SearchComparison.compare(index.search(request), memory.search(request), query)
      }
    },
    .onStore("words and their forms together find what a scan over all words finds") { store in
      let stems = ["pay", "complain", "farmaci", "servici", "pag", "happ", "bin"]
      let ends = [
        "", "s", "ing", "ed", "er", "y", "iness", "a", "as", "o", "os", "ar", "amos", "ment",
      ]
      var random = SeededGenerator(seed: 77)
      let texts = (0..<300).map { _ in
        (0..<random.number(0...6)).map { _ in random.pick(stems) + random.pick(ends) }
      }
      let index = try store.serve(
        texts.enumerated().map { .message(Int64($0 + 1), $1.joined(separator: " ")) })
      let all = texts.reduce(into: Set<String>()) { $0.formUnion($1) }
      for _ in 0..<60 {
        let query = random.pick(stems) + random.pick(ends)
        for languages in [[.english], [.spanish], Set(Stemming.allCases)] as [Set<Stemming>] {
          let forms = all.filter { other in
            other == query || languages.contains { $0.stem(other) == $0.stem(query) }
          }
          let expected = texts.indices.filter { !forms.isDisjoint(with: texts[$0]) }
            .map { Int64($0 + 1) }
          #expect(try index.find(query, languages: languages).sorted() == expected, "\(query)")
        }
      }
    },
    .onStore("conversations with the same telling words are similar, the closest first") { store in
      let texts = [
        ("a", "the streetlight on elm street is broken and flickering"),
        ("a", "it is still broken"), ("b", "a flickering streetlight, broken since monday"),
        ("c", "the streetlight is out"), ("d", "the parking fine was paid"),
        ("e", "the library is closed on monday"), ("f", "the elm was cut"),
        ("g", "the the the the"), ("h", "bus passes for seniors"), ("i", "passport renewal"),
      ]
      let entries = texts.enumerated().map { index, text in
        SearchEntry.message(Int64(index + 1), text.1, in: text.0) { $0.visibility = "public" }
      }
      let index = try store.serve(entries)
      let memory = try MemorySearchStore().serve(entries)
      func similar(
        to conversation: String, limit: Int, masking keys: Set<String> = []
      ) throws -> [SimilarConversation] {
        var filter = SearchFilter()
        filter.maskedKeys = keys
        let found = try index.similar(to: conversation, filter: filter, limit: limit)
        let wanted = try memory.similar(to: conversation, filter: filter, limit: limit)
        #expect(found.map(\.conversation) == wanted.map(\.conversation))
        #expect(found.map(\.sharedWords) == wanted.map(\.sharedWords))
        #expect(zip(found, wanted).allSatisfy { isClose($0.score, $1.score) })
        return found
      }
      let found = try similar(to: "a", limit: 3)
      #expect(found.first?.conversation == "b" && found.count == 3)
      #expect(found.first?.sharedWords.contains("flickering") == true)
      #expect(found.allSatisfy { $0.score > 0 && $0.score <= 1 && $0.conversation != "a" })
      #expect(found.map(\.score) == found.map(\.score).sorted(by: >))
      #expect(
        try !similar(to: "a", limit: 10, masking: ["key-b"]).map(\.conversation).contains("b"))
      #expect(try similar(to: "a", limit: 10, masking: ["key-a"]).isEmpty)
      #expect(try similar(to: "zz", limit: 10).isEmpty)
    },
  ]

  private static func isClose(_ left: Double, _ right: Double) -> Bool {
    SearchComparison.isClose(left, right)
  }
}
