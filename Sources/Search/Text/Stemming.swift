/// Finds the words that are forms of one word, in the languages that are stemmed.
public enum Stemming: String, Sendable, Hashable, CaseIterable {
  /// English.
  case english
  /// Spanish.
  case spanish

  /// Shorter words are only themselves.
  static let minimumLength = 3

  /// The stem of a word.
  /// - Parameter word: folded by ``SearchTokenizer``.
  /// - Returns: the stem; the word itself when it is not written in the letters a to z.
  public func stem(_ word: String) -> String {
    let bytes = Array(word.utf8)
    guard bytes.count >= Stemming.minimumLength,
      bytes.allSatisfy({ $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") })
    else { return word }
    let stem =
      switch self {
      case .english: EnglishStemmer.stem(bytes)
      case .spanish: SpanishStemmer.stem(bytes)
      }
    return String(decoding: stem, as: UTF8.self)
  }
}

/// The forms of one word among the words of an index.
public struct WordForms: Sendable {
  private let word: String
  private let stems: [(language: Stemming, stem: String)]
  /// What every form begins with.
  public let prefix: String

  /// The forms of a word; nil when it is not stemmed.
  /// - Parameters:
  ///   - word: folded by ``SearchTokenizer``.
  ///   - languages: whose rules to use.
  public init?(of word: String, in languages: Set<Stemming>) {
    guard word.utf8.count >= Stemming.minimumLength, !languages.isEmpty,
      word.utf8.allSatisfy({ $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") })
    else { return nil }
    self.word = word
    stems = Stemming.allCases.filter(languages.contains).map { ($0, $0.stem(word)) }
    // Rules exchange at most the last two letters of what the forms of a word have in common.
    let shortest = stems.map(\.stem.utf8.count).min() ?? 0
    prefix = String(word.prefix(max(Stemming.minimumLength, min(shortest - 2, word.count))))
  }

  /// Whether a word is another form.
  /// - Parameter other: folded by ``SearchTokenizer``.
  /// - Returns: true when it has a stem in common; false for the word itself.
  public func contains(_ other: String) -> Bool {
    other != word && stems.contains { $0.language.stem(other) == $0.stem }
  }
}
