internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Search
internal import Testing

@testable import SQLiteStore

@Suite("Asking the search index")
struct SearchQueryingTests {
  private static func shelf(shardSize: Int64 = 2) throws -> SearchShelf {
    var entries: [SearchEntry] = []
    let texts = [
      "The bins were not emptied", "Bin emptying complaints", "La farmacia está cerrada",
      "Farmacias y servicios", "The servicio was closed", "paying the parking fine",
    ]
    for (index, text) in texts.enumerated() {
      entries.append(
        SearchShelf.entry(Int64(index + 1), text, in: "c-\(index / 2)") { document in
          document.channel = index % 2 == 0 ? "email" : "chat"
          document.department = index < 3 ? "waste" : nil
          document.direction = index % 3 == 0 ? "outbound" : "inbound"
          document.visibility = index == 5 ? "internal" : "public"
        })
    }
    return try SearchShelf(entries, shardSize: shardSize)
  }

  @Test("Forms of a word are found with it, in English and Spanish; quoted it is only itself")
  func forms() throws {
    let shelf = try Self.shelf()
    let both = Set(Stemming.allCases)
    #expect(try shelf.find("bin", languages: both).sorted() == [1, 2])
    #expect(try shelf.find("\"bin\"", languages: both) == [2])
    #expect(try shelf.find("emptied emptying", languages: []).isEmpty)
    #expect(try shelf.find("EMPTY", languages: [.english]).sorted() == [1, 2])
    #expect(try shelf.find("farmacia", languages: [.spanish]).sorted() == [3, 4])
    #expect(try shelf.find("servicios", languages: [.spanish]).sorted() == [4, 5])
    #expect(try shelf.find("the -bin", languages: both).sorted() == [5, 6])
    let page = try shelf.index.search(SearchRequest(try SearchQuery("bin \"parking fine\" OR pa*")))
    #expect(
      Set(page.patterns.map { $0.words.joined(separator: " ") + ($0.isPrefix ? "*" : "") })
        == ["bin", "bins", "parking fine", "pa*"])
  }

  @Test("Every filter counts, alone and with others")
  func filters() throws {
    let shelf = try Self.shelf()
    let all = "a* OR b* OR c* OR f* OR p* OR l* OR t*"
    func find(_ filter: (inout SearchFilter) -> Void) throws -> [Int64] {
      try shelf.find(all, filter).sorted()
    }
    #expect(try find { _ in } == [1, 2, 3, 4, 5, 6])
    #expect(try find { $0.channels = ["email"] } == [1, 3, 5])
    #expect(try find { $0.channels = ["email", "chat"] }.count == 6)
    #expect(try find { $0.departments = ["waste"] } == [1, 2, 3])
    #expect(try find { $0.directions = ["outbound"] } == [1, 4])
    #expect(try find { $0.visibilities = ["public"] } == [1, 2, 3, 4, 5])
    #expect(try find { $0.after = Instant(microseconds: 3_000_000) } == [3, 4, 5, 6])
    #expect(try find { $0.before = Instant(microseconds: 3_000_000) } == [1, 2])
    #expect(try find { $0.conversations = ["c-0", "c-2"] } == [1, 2, 5, 6])
    #expect(try find { $0.conversations = [] }.isEmpty)
    #expect(try find { $0.conversations = ["it's \"c\"; --"] }.isEmpty)
    let several = try find {
      $0.channels = ["email"]
      $0.departments = ["waste"]
      $0.before = Instant(microseconds: 2_000_000)
    }
    #expect(several == [1])
  }

  @Test("The best hits come first, equal ones by position; the total counts all")
  func limits() throws {
    let entries =
      (1...50).map { number in
        SearchShelf.entry(Int64(number), number % 10 == 0 ? "tree tree oak" : "tree oak elm")
      } + [SearchShelf.entry(51, "nothing of it")]
    let shelf = try SearchShelf(entries, shardSize: 7)
    var request = SearchRequest(try SearchQuery("tree"), limit: 8)
    let page = try shelf.index.search(request)
    #expect(page.total == 50 && page.position == Position(51))
    #expect(page.hits.map(\.document.position.rawValue) == [10, 20, 30, 40, 50, 1, 2, 3])
    #expect(page.hits.allSatisfy { $0.score > 0 })
    request.limit = 0
    let none = try shelf.index.search(request)
    #expect(none.hits.isEmpty && none.total == 50)
  }

  @Test("An empty index finds nothing")
  func empty() throws {
    let shelf = try SearchShelf()
    #expect(try shelf.find("anything").isEmpty)
    #expect(try shelf.index.similar(to: "c-1", filter: SearchFilter(), limit: 5).isEmpty)
    #expect(try shelf.index.count() == 0)
    let fresh = try SQLiteSearchStore(directory: try TestDirectory().path)
    #expect(try fresh.serving() == nil)
  }

  @Test("Conversations with the same telling words are similar, the closest first")
  func similar() throws {
    let texts = [
      ("a", "the streetlight on elm street is broken and flickering"),
      ("a", "it is still broken"), ("b", "a flickering streetlight, broken since monday"),
      ("c", "the streetlight is out"), ("d", "the parking fine was paid"),
      ("e", "the library is closed on monday"), ("f", "the elm was cut"),
      ("g", "the the the the"), ("h", "bus passes for seniors"), ("i", "passport renewal"),
    ]
    let entries = texts.enumerated().map { index, text in
      SearchShelf.entry(Int64(index + 1), text.1, in: text.0) { $0.visibility = "public" }
    }
    for size in [3, 1_000] as [Int64] {
      let shelf = try SearchShelf(entries, shardSize: size)
      let found = try shelf.index.similar(to: "a", filter: SearchFilter(), limit: 3)
      #expect(found.map(\.conversation).first == "b")
      #expect(found.first?.sharedWords.contains("flickering") == true)
      #expect(found.allSatisfy { $0.score > 0 && $0.score <= 1 && $0.conversation != "a" })
      #expect(found.map(\.score) == found.map(\.score).sorted(by: >))
      #expect(found.count == 3)
      var masked = SearchFilter()
      masked.maskedKeys = ["key-b"]
      let others = try shelf.index.similar(to: "a", filter: masked, limit: 10)
      #expect(!others.map(\.conversation).contains("b"))
      masked.maskedKeys = ["key-a"]
      #expect(try shelf.index.similar(to: "a", filter: masked, limit: 10).isEmpty)
      #expect(try shelf.index.similar(to: "zz", filter: SearchFilter(), limit: 10).isEmpty)
    }
  }

  @Test("Two processes: what one writes the other finds at once")
  func otherReader() throws {
    let shelf = try SearchShelf([SearchShelf.entry(1, "one word")], shardSize: 1)
    let other = try SQLiteSearchStore(directory: shelf.directory.path)
    let index = try #require(try other.serving())
    func count() throws -> Int {
      try index.search(SearchRequest(try SearchQuery("word"))).total
    }
    #expect(try count() == 1)
    try shelf.index.apply(
      SearchBatch(entries: [SearchShelf.entry(2, "another word")], checkpoint: LogCheckpoint(2)))
    #expect(try count() == 2)
    try shelf.index.apply(SearchBatch(removals: [Position(1)], checkpoint: LogCheckpoint(3)))
    #expect(try count() == 1)
    #expect(try index.state().checkpoint.position == Position(3))
  }
}
