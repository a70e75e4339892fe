/// Words that are looked for in texts in any spelling: folded as an index has them, and those of what may be
/// a name also turned round, `Doe, Jane` for `Jane Doe`.
///
/// The one rule by which names are compared.
struct SpelledWords: Sendable {
  /// How many words a name has at most.
  private static let longestName = 4

  /// By their first word, with the number of what they are of.
  private var patterns: [String: [(pattern: SearchPattern, number: Int)]] = [:]

  var isEmpty: Bool { patterns.isEmpty }

  /// Looks for some words as well.
  /// - Parameters:
  ///   - tokens: the words.
  ///   - number: what they are of.
  mutating func add(_ tokens: [SearchTokenizer.Token], _ number: Int) {
    for order in SpelledWords.orders(of: tokens) { add(SearchPattern(order), number) }
    // A code as one word.
    for form in tokens.first?.forms ?? []
    where form.relation == .spelling && form.span == tokens.count {
      add(SearchPattern(words: [form.text]), number)
    }
  }

  /// Where they stand in a text.
  /// - Parameters:
  ///   - tokens: the words of the text.
  ///   - body: is told of each place what stands there, and which of the words of the text it is.
  func forEachPlace(
    in tokens: [SearchTokenizer.Token], _ body: (_ number: Int, _ words: Range<Int>) -> Void
  ) {
    guard !isEmpty else { return }
    for (place, token) in tokens.enumerated() {
      for word in [token.text] + token.forms.map(\.text) {
        for (pattern, number) in patterns[word] ?? [] {
          guard let length = pattern.length(in: tokens, at: place) else { continue }
          body(number, place..<min(place + length, tokens.count))
        }
      }
    }
  }

  private mutating func add(_ pattern: SearchPattern, _ number: Int) {
    guard let first = pattern.words.first else { return }
    patterns[first, default: []].append((pattern, number))
  }

  /// The words as they stand, and of what may be a name with the last or the first of them elsewhere.
  private static func orders(of tokens: [SearchTokenizer.Token]) -> [[SearchTokenizer.Token]] {
    let isName =
      (2...longestName).contains(tokens.count) && tokens.allSatisfy { $0.kind == .letters }
    guard isName else { return [tokens] }
    return [tokens] + (1..<tokens.count).map { Array(tokens[$0...] + tokens[..<$0]) }
  }
}
