internal import Foundation

/// Splits text into the words that every full-text index has, folded as it folds them.
///
/// A word is a run of letters, digits and the combining marks on them; case is folded, and a Latin
/// letter with diacritics is its letter. These are the rules of SQLite's `unicode61
/// remove_diacritics 2`, so that its tables need no others; a store whose index cannot be told to
/// follow them is given the words. What the index holds decides what is found; what is highlighted,
/// stemmed and compared must agree with it.
public enum SearchTokenizer {
  /// The version of the rules: goes up when an index that was filled before finds other words.
  public static let version = 1

  /// A word of a text.
  public struct Token: Sendable, Hashable {
    /// The word, folded.
    public let text: String
    /// Where it stands.
    public let range: Range<String.Index>
  }

  /// The words of a text, in order.
  /// - Parameter text: any text.
  /// - Returns: the words and where they stand.
  public static func tokens(of text: String) -> [Token] {
    var tokens: [Token] = []
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      guard isWordCharacter(scalars[index]) else {
        index = scalars.index(after: index)
        continue
      }
      let start = index
      var folded = String.UnicodeScalarView()
      while index < scalars.endIndex {
        let scalar = scalars[index]
        if !isMark(scalar) {
          guard isWordCharacter(scalar) else { break }
          folded.append(fold(scalar))
        }
        index = scalars.index(after: index)
      }
      tokens.append(Token(text: String(folded), range: start..<index))
    }
    return tokens
  }

  /// The words of a text, folded, in order.
  /// - Parameter text: any text.
  /// - Returns: the words.
  public static func words(of text: String) -> [String] { tokens(of: text).map(\.text) }

  /// Whether a word can begin with a scalar.
  static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 {
      return switch scalar.value {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: false
      }
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .privateUse:
      return true
    default: return false
    }
  }

  /// The combining marks that belong to the word they stand in and are dropped: those that
  /// canonical decompositions of Latin letters have.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300, scalar.value <= 0x331 else { return false }
    let marks: UInt64 = 0x0003_61F8_0802_9FDF
    return marks >> UInt64(scalar.value - 0x300) & 1 == 1
  }

  /// Lower case, and without diacritics where a letter of ASCII is left then.
  private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.value < 0x80 {
      let isUpper = scalar.value >= 0x41 && scalar.value <= 0x5A
      return isUpper ? Unicode.Scalar(UInt8(scalar.value + 0x20)) : scalar
    }
    // The capital's small letter, because case folding takes variants of a letter for it (σ and ς);
    // but a dotless i is none of i, and the tables of `unicode61` leave out one letter.
    if scalar.value == 0x131 || scalar.value == 0x1E1 { return scalar }
    if scalar.value == 0x1E0 { return "\u{1E1}" }
    let upper = SearchTokenizer.single(scalar.properties.uppercaseMapping) ?? scalar
    let lower = SearchTokenizer.single(upper.properties.lowercaseMapping) ?? upper
    let base = String(lower).decomposedStringWithCanonicalMapping.unicodeScalars
    guard base.count > 1, let first = base.first, first.value < 0x80,
      first.properties.isAlphabetic
    else { return lower }
    return fold(first)
  }

  private static func single(_ mapping: String) -> Unicode.Scalar? {
    let scalars = mapping.unicodeScalars
    return scalars.count == 1 ? scalars.first : nil
  }
}
