/// Words that follow one another, as a query looks for them in a text.
public struct SearchPattern: Sendable, Hashable {
  /// The words, each as ``SearchTokenizer`` has it at one place of a text.
  public let words: [String]
  /// Whether the last word is only the beginning of one.
  public let isPrefix: Bool

  /// A pattern.
  /// - Parameters:
  ///   - words: each as ``SearchTokenizer`` has it at one place of a text.
  ///   - isPrefix: whether the last word is only the beginning of one.
  public init(words: [String], isPrefix: Bool = false) {
    self.words = words
    self.isPrefix = isPrefix
  }

  /// The pattern that finds some words where they follow one another: characters of a script without
  /// spaces by their pairs, of which there are far more.
  init(_ tokens: [SearchTokenizer.Token], isPrefix: Bool = false) {
    var words = tokens.map { $0.pair ?? $0.text }
    // The last pair has the last character.
    if tokens.count > 1, tokens[tokens.count - 2].pair != nil { words.removeLast() }
    self.init(words: words, isPrefix: isPrefix)
  }

  /// The same in texts of one kind alone.
  func marked(_ mark: SearchMark) -> SearchPattern {
    SearchPattern(words: words.map(mark.before), isPrefix: isPrefix)
  }

  /// How many words of a text it covers at a place; nil where it does not stand there.
  func length(in tokens: [SearchTokenizer.Token], at index: Int) -> Int? {
    guard let last = words.last, index + words.count <= tokens.count else { return nil }
    for (offset, word) in words.dropLast().enumerated() {
      let token = tokens[index + offset]
      guard token.text == word || token.forms.contains(where: { $0.text == word }) else {
        return nil
      }
    }
    func isLast(_ text: String) -> Bool { isPrefix ? text.hasPrefix(last) : text == last }
    let token = tokens[index + words.count - 1]
    if isLast(token.text) { return words.count }
    return token.forms.first { isLast($0.text) }.map { words.count - 1 + $0.span }
  }
}
