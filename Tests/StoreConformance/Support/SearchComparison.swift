public import Search
internal import Testing

/// Expects of two answers of a search that they say the same.
public enum SearchComparison {
  /// Expects the same hits with the same scores; where scores are all but equal the order may
  /// differ, for they are sums.
  /// - Parameters:
  ///   - page: what was answered.
  ///   - wanted: what should be.
  ///   - query: what was asked.
  public static func compare(_ page: SearchPage, _ wanted: SearchPage, _ query: String) {
    let label: Comment = "\(query)"
    #expect(page.total == wanted.total, label)
    #expect(page.hits.count == wanted.hits.count, label)
    #expect(Set(page.patterns) == Set(wanted.patterns), label)
    #expect(zip(page.hits, wanted.hits).allSatisfy { isClose($0.score, $1.score) }, label)
    guard page.hits.count == page.total else { return }
    func byPosition(_ page: SearchPage) -> [SearchHit] {
      page.hits.sorted { $0.document.position < $1.document.position }
    }
    let (hits, others) = (byPosition(page), byPosition(wanted))
    #expect(hits.map(\.document) == others.map(\.document), label)
    #expect(zip(hits, others).allSatisfy { isClose($0.score, $1.score) }, label)
    #expect(zip(page.hits, page.hits.dropFirst()).allSatisfy { $0.score >= $1.score }, label)
  }

  /// Whether two scores are the same but for the order in which they were added up.
  public static func isClose(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= 1e-9 * max(abs(left), abs(right), 1e-6)
  }
}

/// Random queries of words that some texts have, now and then in other spelling.
public struct RandomQueries {
  /// What decides.
  public var random: SeededGenerator
  private let texts: [[String]]

  /// Queries.
  /// - Parameters:
  ///   - random: what decides.
  ///   - texts: the words of the texts, of which some must have any.
  public init(_ random: SeededGenerator, texts: [[String]]) {
    self.random = random
    self.texts = texts.filter { !$0.isEmpty }
  }

  /// The next query.
  public mutating func query() -> String { query(depth: 0) }

  private mutating func query(depth: Int) -> String {
    guard depth < 3, random.number(1...5) > 2 else { return leaf() }
    let left = query(depth: depth + 1)
    let right = query(depth: depth + 1)
    return "(\(left) \(random.pick(["AND", "AND", "OR", "OR", "NOT"])) \(right))"
  }

  private mutating func leaf() -> String {
    let words = random.pick(texts)
    let start = random.number(0...words.count - 1)
    let word = words[start]
    switch random.number(1...6) {
    case 1: return "\(word.prefix(random.number(1...5)))*"
    case 2:
      let phrase = words[start..<min(start + random.number(1...3), words.count)]
      return "\"\(phrase.joined(separator: " "))\""
    case 3: return accented(word)
    case 4: return random.once(in: 9) ? word + "zq" : word.prefix(1).uppercased() + word.dropFirst()
    default: return word
    }
  }

  /// The word with an accent on its first vowel.
  private mutating func accented(_ word: String) -> String {
    let marked: [Character: String] = [
      "a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú",
    ]
    guard let index = word.firstIndex(where: { marked[$0] != nil }) else { return word }
    let spelled =
      random.once(in: 2) ? "\(word[index])\u{301}" : marked[word[index]] ?? ""
    return "\(word[..<index])\(spelled)\(word[word.index(after: index)...])"
  }
}
