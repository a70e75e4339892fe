internal import InteractionModel

/// Names of people that are looked for in texts, as a whole and by each of their words, in any spelling.
public struct PersonalNames: Sendable {
  /// A name or a word of one, as it is written.
  private struct Sought {
    let text: String
    /// Whether it is a word of other sentences unless it is written as the name is.
    let isShort: Bool
  }

  private var sought: [Sought] = []
  private var words = SpelledWords()

  /// Nobody.
  public static let none = PersonalNames([])

  /// Names.
  /// - Parameter names: as people write them, in letters of either case, with marks on them or without.
  public init(_ names: [String]) {
    for name in names {
      add(name, isShort: false)
      for word in name.split(whereSeparator: { $0.isWhitespace || $0 == "," }) where word.count > 1
      {
        add(String(word), isShort: word.count < 3)
      }
    }
  }

  private mutating func add(_ text: String, isShort: Bool) {
    words.add(SearchTokenizer.tokens(of: text), sought.count)
    sought.append(Sought(text: text, isShort: isShort))
  }

  /// Where they stand in a text, those of most words first.
  /// - Parameter text: any text.
  /// - Returns: the spans; they may overlap.
  func spans(in text: String) -> [PersonalSpan] {
    guard !words.isEmpty else { return [] }
    let tokens = SearchTokenizer.tokens(of: text)
    var found: [Range<Int>: Int] = [:]
    words.forEachPlace(in: tokens) { number, place in
      let start = tokens[place.lowerBound].range(in: text).lowerBound
      let end = tokens[place.upperBound - 1].range(in: text).upperBound
      guard !sought[number].isShort || text[start..<end] == sought[number].text else { return }
      let first = text.unicodeScalars.distance(from: text.startIndex, to: start)
      found[first..<first + text.unicodeScalars.distance(from: start, to: end)] = place.count
    }
    // Of those that overlap the first one: `Doe, Jane` is no name in `Jane Doe, Jane’s`.
    return found.sorted { ($1.value, $0.key.lowerBound) < ($0.value, $1.key.lowerBound) }
      .map { PersonalSpan(kind: .name, scalars: $0.key) }
  }
}
