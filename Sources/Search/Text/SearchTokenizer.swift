/// Splits text into the words that every full-text index has, folded as it folds them.
///
/// A word is a run of letters and digits with the marks on them. Case, compatibility forms (full
/// width, ligatures) and the diacritics of Latin, Greek, Arabic and Hebrew letters are folded away,
/// and so are letters that a keyboard of another country has not (`ß` is `ss`, `ł` is `l`); what is
/// not seen (soft hyphens, joiners) is left out. Scripts that put no spaces between words have a
/// word for each character, each emoji is one, and a sign that stands for words is these (`㎏` is
/// `kg`).
///
/// Where the same thing is written in several ways, the word where it begins has further forms,
/// which stand at its place: see ``Form``. So a code is one word in every spelling: the groups of
/// `GB82 WEST 1234 5698 7654 32` and of `bxy-991` also stand there as one. Groups that spaces part are
/// taken for one code when each behind the first has a digit, or is a few letters between such groups
/// (or behind one like `AB12`), and when there are three digits in all, or two where a group has letters
/// and digits; eight groups at most. What the index holds decides what is found; what is
/// highlighted, stemmed and compared goes by the same words.
public enum SearchTokenizer {
  /// The version of the rules: goes up when an index that was filled before finds other words.
  public static let version = 6

  /// What a word is made of.
  enum Kind: Sendable {
    /// Letters, with or without digits.
    case letters
    /// Digits only.
    case digits
    /// One character of a script without spaces between words.
    case character
    /// One emoji.
    case emoji
  }

  /// Another word that stands at the place of a word.
  public struct Form: Sendable, Hashable {
    /// What it is to the words it stands for.
    enum Relation: Sendable {
      /// The same in another spelling: without separators (`617-555-0142`, `re-inspection`),
      /// without the code of the country (`+49 …`), with letters for marks (`ü`, `ue`), as one word
      /// with a sign beside it (`8㎏`).
      case spelling
      /// A part of the word: `gateway` of `paymentGateway`, `30` of `30am`.
      case part
      /// Two characters side by side, of a script without spaces between words.
      case pair
      /// The same behind the mark of its text; see ``SearchMark``.
      case marked
    }

    /// The word, folded.
    public let text: String
    /// How many words it covers, from the one on at whose place it stands.
    let span: Int
    let relation: Relation
  }

  /// A word of a text.
  public struct Token: Sendable, Hashable {
    /// The word, folded.
    public let text: String
    /// The further forms at its place, each once.
    public internal(set) var forms: [Form] = []
    let kind: Kind
    /// Where it stands in the UTF-8 of the text.
    let bytes: Range<Int>

    init(_ text: String, _ kind: Kind, _ bytes: Range<Int>) {
      self.text = text
      self.kind = kind
      self.bytes = bytes
    }

    /// The pair of characters that begins here.
    var pair: String? { forms.first { $0.relation == .pair }?.text }

    /// Where it stands.
    /// - Parameter text: the text that it is a word of.
    /// - Returns: the place.
    public func range(in text: String) -> Range<String.Index> {
      let start = text.utf8.index(text.startIndex, offsetBy: bytes.lowerBound)
      return start..<text.utf8.index(start, offsetBy: bytes.count)
    }

    mutating func add(_ form: String, span: Int = 1, _ relation: Form.Relation) {
      guard form != text, !forms.contains(where: { $0.text == form }) else { return }
      forms.append(Form(text: form, span: span, relation: relation))
    }
  }

  /// The words of a text, in order.
  /// - Parameter text: any text.
  /// - Returns: the words and where they stand.
  public static func tokens(of text: String) -> [Token] {
    var text = text
    return text.withUTF8 { bytes in
      var scanner = WordScanner(bytes)
      scanner.run()
      var joiner = WordJoiner(bytes, scanner.tokens)
      joiner.run()
      var tokens = joiner.tokens
      SearchMark.add(to: &tokens, in: bytes)
      return tokens
    }
  }

  /// The words of a text, folded, in order, without further forms.
  /// - Parameter text: any text.
  /// - Returns: the words.
  public static func words(of text: String) -> [String] { tokens(of: text).map(\.text) }

  /// Whether a word can end with a scalar.
  static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch FoldedScalar(scalar) {
    case .letters, .character, .sign, .emoji, .mark: true
    case .ignored, .other: false
    }
  }
}
