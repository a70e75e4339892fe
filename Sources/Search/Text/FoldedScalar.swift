internal import Foundation
internal import Synchronization

/// What a scalar is to the words of a text.
enum FoldedScalar: Sendable {
  /// Belongs to a word: what it is folded to.
  case letters([Unicode.Scalar])
  /// Belongs to a word as a mark on the letter before: what it is folded to.
  case mark([Unicode.Scalar])
  /// A word of its own, in a script without spaces between words: what it is folded to.
  case character([Unicode.Scalar])
  /// A sign that stands for words (`㎏`, `№`, `㈱`): what each is folded to, characters of scripts
  /// without spaces one by one.
  case sign([[Unicode.Scalar]])
  /// A word of its own.
  case emoji
  /// Is not seen and parts nothing.
  case ignored
  /// Stands between words.
  case other

  /// Letters that no decomposition folds to what they are searched by.
  private static let replacements: [Unicode.Scalar: String] = [
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h",
    "ŧ": "t", "ı": "i", "ς": "σ", "ё": "е", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك",
  ]

  /// What a scalar is.
  init(_ scalar: Unicode.Scalar) {
    let properties = scalar.properties
    if properties.isDefaultIgnorableCodePoint || properties.isEmojiModifier || scalar == "ـ" {
      self = .ignored
    } else if scalar.value >= 0x80, properties.isEmojiPresentation {
      self = .emoji
    } else if FoldedScalar.isMark(scalar) {
      self = .mark(FoldedScalar.folded(scalar))
    } else if !FoldedScalar.isLetterOrNumber(scalar) {
      let words = FoldedScalar.words(of: scalar)
      self = words.isEmpty ? .other : .sign(words)
    } else if let digit = FoldedScalar.digit(scalar) {
      self = .letters([digit])
    } else {
      // Half-width voicing marks are letters of their own, and marks once they are folded.
      let folded = FoldedScalar.folded(scalar)
      if let first = folded.first, FoldedScalar.isMark(first) {
        self = .mark(folded)
      } else if folded.first.map(FoldedScalar.isUnspaced) ?? false {
        self = .character(folded)
      } else {
        self = folded.isEmpty ? .ignored : .letters(folded)
      }
    }
  }

  /// Signs behind a name that are no part of it: `℠` and `™`.
  private static let nameMarks: Set<Unicode.Scalar> = ["\u{2120}", "\u{2122}"]

  /// What a sign stands for, as its decomposition for compatibility says; nothing for most.
  private static func words(of sign: Unicode.Scalar) -> [[Unicode.Scalar]] {
    guard sign.properties.generalCategory == .otherSymbol, !nameMarks.contains(sign) else {
      return []
    }
    let letters = String(sign).decomposedStringWithCompatibilityMapping.unicodeScalars
      .filter { isLetterOrNumber($0) || isMark($0) }
    var words: [[Unicode.Scalar]] = []
    for letter in String(String.UnicodeScalarView(letters)).precomposedStringWithCanonicalMapping
      .unicodeScalars
    {
      let scalars = digit(letter).map { [$0] } ?? folded(letter)
      if let last = words.last?.last, !isUnspaced(last), !scalars.contains(where: isUnspaced) {
        words[words.count - 1] += scalars
      } else {
        words.append(scalars)
      }
    }
    return words
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  private static func isLetterOrNumber(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .privateUse:
      true
    default: false
    }
  }

  /// Digits of every script are those of ASCII.
  private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard scalar.properties.generalCategory == .decimalNumber,
      let value = scalar.properties.numericValue
    else { return nil }
    return Unicode.Scalar(UInt8(ascii: "0") + UInt8(value))
  }

  /// Whether a letter is of a script that puts no spaces between words: Thai, Lao, Burmese, Khmer,
  /// Hangul (whose words carry their particles), kana and Han.
  static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xE00...0xEFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x3005...0x3007,
      0x3041...0x318F, 0x31F0...0x31FF, 0xAC00...0xD7FF:
      true
    default: scalar.properties.isIdeographic
    }
  }

  /// Lower case, decomposed for compatibility, without the marks that are dropped.
  private static func folded(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    // A syllable of Hangul stays one.
    if (0xAC00...0xD7A3).contains(scalar.value) { return [scalar] }
    let lower = scalar.properties.lowercaseMapping
    var word = FoldedWord()
    for scalar in lower.decomposedStringWithCompatibilityMapping.unicodeScalars {
      // Case once more: a letter of mathematics is a capital only when it is decomposed.
      for scalar in scalar.properties.lowercaseMapping.unicodeScalars {
        guard isLetterOrNumber(scalar) || isMark(scalar) else { return Array(lower.unicodeScalars) }
        if isMark(scalar) {
          word.mark(scalar)
        } else {
          word.scalars.append(scalar)
        }
      }
    }
    return word.scalars.flatMap { replacements[$0].map { Array($0.unicodeScalars) } ?? [$0] }
  }

  // MARK: Looking up

  /// What 256 scalars are; looked up once a process, since their properties are slow to ask for.
  typealias Page = [FoldedScalar]

  private static let pages = Mutex<[UInt32: Page]>([:])

  /// What the scalars are whose numbers begin with a number of a page.
  static func page(_ number: UInt32) -> Page {
    if let page = pages.withLock({ $0[number] }) { return page }
    let page = (number << 8..<(number + 1) << 8).map { value in
      Unicode.Scalar(value).map(FoldedScalar.init) ?? .other
    }
    pages.withLock { $0[number] = page }
    return page
  }
}

/// A word while its scalars are put together.
struct FoldedWord {
  var scalars: [Unicode.Scalar]
  /// Behind which scalars an umlaut was lost.
  private(set) var umlauts: [Int] = []

  /// The word.
  var text: String { FoldedWord.text(scalars) }

  /// The word, its letters and marks composed.
  var composed: String {
    scalars.count > 1 ? text.precomposedStringWithCanonicalMapping : text
  }

  /// The word with an `e` for each umlaut, as it is written without them; nil where it has none.
  var transcription: String? {
    guard !umlauts.isEmpty else { return nil }
    var spelled = scalars
    for place in umlauts.reversed() { spelled.insert("e", at: place) }
    return FoldedWord.text(spelled)
  }

  /// What stands before and behind the one place where digits meet letters; nothing where they meet
  /// at none or several.
  var parts: [[Unicode.Scalar]] {
    let borders = scalars.indices.dropFirst().filter {
      scalars[$0].isASCIIDigit != scalars[$0 - 1].isASCIIDigit
    }
    guard borders.count == 1, let border = borders.first else { return [] }
    return [Array(scalars[..<border]), Array(scalars[border...])]
  }

  private static func text(_ scalars: [Unicode.Scalar]) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  /// A word that begins with some scalars.
  init(scalars: [Unicode.Scalar] = []) { self.scalars = scalars }

  /// Notes that the last scalar has lost an umlaut.
  mutating func noteUmlaut() { umlauts.append(scalars.count) }

  /// Puts a mark on the last letter: dropped from letters that are found without, composed with
  /// letters that are others with it (`й`, `が`), and kept where it is a vowel or a tone.
  mutating func mark(_ mark: Unicode.Scalar) {
    guard let base = scalars.last else { return scalars.append(mark) }
    if FoldedWord.isFoundWithoutMarks(base) {
      if mark == "\u{308}", ["a", "o", "u"].contains(base) { noteUmlaut() }
      return
    }
    let isAccent = (0x300...0x36F).contains(mark.value)
    guard isAccent || mark == "\u{3099}" || mark == "\u{309A}" else { return scalars.append(mark) }
    let composed = FoldedWord.text([base, mark]).precomposedStringWithCanonicalMapping
      .unicodeScalars
    if composed.count == 1, let letter = composed.first {
      scalars[scalars.count - 1] = letter == "ё" ? "е" : letter
    } else if !isAccent {
      scalars.append(mark)
    }
  }

  /// Latin, Greek, Hebrew and Arabic.
  private static func isFoundWithoutMarks(_ base: Unicode.Scalar) -> Bool {
    switch base.value {
    case 0...0x24F, 0x370...0x3FF, 0x590...0x6FF, 0x1E00...0x1FFF: true
    default: false
    }
  }
}

extension Unicode.Scalar {
  /// Whether it is a digit as folding leaves it.
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
