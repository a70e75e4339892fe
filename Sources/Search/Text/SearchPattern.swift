/// Words that follow one another, as a query looks for them in a text.
public struct SearchPattern: Sendable, Hashable {
  /// The words, folded by ``SearchTokenizer``.
  public let words: [String]
  /// Whether the last word is only the beginning of one.
  public let isPrefix: Bool

  /// A pattern.
  /// - Parameters:
  ///   - words: folded by ``SearchTokenizer``.
  ///   - isPrefix: whether the last word is only the beginning of one.
  public init(words: [String], isPrefix: Bool = false) {
    self.words = words
    self.isPrefix = isPrefix
  }

  /// Whether it stands at a place among the words of a text.
  func matches(_ tokens: [SearchTokenizer.Token], at index: Int) -> Bool {
    guard !words.isEmpty, index + words.count <= tokens.count else { return false }
    for (offset, word) in words.enumerated() {
      let token = tokens[index + offset].text
      let isLast = offset == words.count - 1
      guard token == word || (isLast && isPrefix && token.hasPrefix(word)) else { return false }
    }
    return true
  }
}
