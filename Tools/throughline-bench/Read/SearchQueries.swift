internal import Search

/// What is searched for: words that texts of the workload have, taken at random.
struct SearchQueries {
  /// How many queries of each kind.
  static let count = 300

  /// The ways to search that are measured.
  enum Kind: String, CaseIterable {
    case phrase
    case twoTerms
    case prefix
  }

  private let queries: [Kind: [TimedQuery]]

  /// Takes words from some of an index's texts.
  init(index: any SearchIndex, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var texts = Sample<String>(limit: SearchQueries.count)
    try index.forEachText { _, text in texts.offer(text, by: &generator) }
    var queries: [Kind: [TimedQuery]] = [:]
    for text in texts.elements {
      // As the index folds them; short ones and numbers are nobody's query.
      let words = text.lowercased().split { !$0.isLetter }.map(String.init)
      guard words.count > 4 else { continue }
      let place = Int.random(in: 0..<words.count - 3, using: &generator)
      queries[.phrase, default: []].append(
        try TimedQuery("\"\(words[place]) \(words[place + 1])\""))
      let long = words.filter { $0.count > 3 }
      guard long.count > 1 else { continue }
      let first = long[Int.random(in: 0..<long.count, using: &generator)]
      let second = long[Int.random(in: 0..<long.count, using: &generator)]
      queries[.twoTerms, default: []].append(try TimedQuery("\(first) \(second)"))
      queries[.prefix, default: []].append(
        try TimedQuery("\(first.prefix(Int.random(in: 2...4, using: &generator)))*"))
    }
    self.queries = queries
    guard Kind.allCases.allSatisfy({ queries[$0] != nil }) else {
      throw BenchFailure("the index has too few texts to search for")
    }
  }

  func of(_ kind: Kind) -> [TimedQuery] { queries[kind] ?? [] }

  var all: [TimedQuery] { Kind.allCases.flatMap { of($0) } }
}

/// A query that is asked of the store's index and, in the same words, of a bare full-text table.
struct TimedQuery {
  /// As a user types it.
  let text: String
  private let query: SearchQuery

  init(_ text: String) throws {
    self.text = text
    query = try SearchQuery(text)
  }

  /// Asks for the best 20.
  /// - Returns: how long the answer took, and the same question as an expression of FTS5 with all
  ///   forms of the words that the store has looked for.
  func time(in index: any SearchIndex) throws -> (milliseconds: Double, expression: String) {
    var page: SearchPage?
    let time = try seconds { page = try index.search(SearchRequest(query, limit: 20)) }
    guard let page else { throw BenchFailure("a search had no answer") }
    return (time * 1_000, TimedQuery.expression(of: query.terms, forms: page.patterns))
  }

  /// The expression that finds, with every term, one of its forms: those of a term follow it.
  static func expression(of terms: [SearchQuery.Term], forms: [SearchPattern]) -> String {
    var groups: [[String]] = []
    var next = terms.compactMap(\.patterns.first)[...]
    for pattern in forms {
      if pattern == next.first {
        groups.append([])
        next = next.dropFirst()
      }
      let words = "\"\(pattern.words.joined(separator: " "))\"" + (pattern.isPrefix ? " *" : "")
      if groups.isEmpty { groups.append([]) }
      groups[groups.count - 1].append(words)
    }
    return groups.map { "(\($0.joined(separator: " OR ")))" }.joined(separator: " AND ")
  }
}
