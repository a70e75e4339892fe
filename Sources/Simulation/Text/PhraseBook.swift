/// Some templates that say the same thing: a range of the phrases of a ``PhraseBook``.
struct Wording: Sendable {
  let first: Int32
  let count: Int32

  /// One of them, each as likely as any other.
  func any(_ random: inout RandomSource) -> Int { Int(first) + random.below(Int(count)) }

  /// One of them, the first ones far more often than the last, as words are in speech.
  ///
  /// A rank below a rank drawn evenly: rank r comes with a chance that falls like log(n/r), close
  /// to Zipf's law in the middle of the list, and every word comes some time.
  func frequent(_ random: inout RandomSource) -> Int {
    Int(first) + random.below(random.below(Int(count)) + 1)
  }
}

/// All templates, taken to pieces once, so that writing a text is copying bytes.
///
/// A template is text with `%` and a letter for what ``World/write(_:as:)`` fills in.
struct PhraseBook: Sendable {
  /// Text, then a slot; the slot is 0 where there is none.
  struct Piece: Sendable {
    let start: Int32
    let length: Int32
    let slot: UInt8
  }

  private(set) var bytes: [UInt8] = []
  private(set) var pieces: [Piece] = []
  /// Where the pieces of each phrase begin; one more at the end.
  private(set) var starts: [Int32] = [0]

  /// Adds templates.
  mutating func add(_ templates: [String]) -> Wording {
    let first = starts.count - 1
    for template in templates { add(template) }
    return Wording(first: Int32(first), count: Int32(templates.count))
  }

  /// Adds words that are written with spaces between them, and `_` for a space inside of one.
  mutating func addWords(_ text: String) -> Wording {
    add(PhraseBook.words(text))
  }

  /// Adds sentences that are written one a line.
  mutating func addLines(_ text: String) -> Wording {
    add(text.split(separator: "\n").map(String.init))
  }

  /// The words of a text, `_` standing for a space inside of one.
  static func words(_ text: String) -> [String] {
    text.split(whereSeparator: { $0 == " " || $0 == "\n" })
      .map { String($0.map { $0 == "_" ? " " : $0 }) }
  }

  private mutating func add(_ template: String) {
    var start = bytes.count
    var isSlot = false
    for byte in template.utf8 {
      if isSlot {
        isSlot = false
        pieces.append(
          Piece(start: Int32(start), length: Int32(bytes.count - start), slot: byte))
        start = bytes.count
      } else if byte == UInt8(ascii: "%") {
        isSlot = true
      } else {
        bytes.append(byte)
      }
    }
    if bytes.count > start {
      pieces.append(Piece(start: Int32(start), length: Int32(bytes.count - start), slot: 0))
    }
    starts.append(Int32(pieces.count))
  }
}
