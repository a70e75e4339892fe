/// Gives words the forms that they have together with the words behind them: codes and numbers
/// without their separators, and the pairs of characters by which scripts without spaces are found.
struct WordJoiner {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// The words, with forms once it has run.
  private(set) var tokens: [SearchTokenizer.Token]

  /// How many words are joined at most.
  private static let widest = 5
  /// How many bytes a joined word has at most.
  private static let longest = 64
  /// How many digits a number has that can be a telephone's.
  private static let dialled = 7...15

  /// How two words follow one another.
  private enum Link {
    /// By a separator as codes have them, and no space.
    case tight
    /// As groups of digits of one number.
    case loose
  }

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ tokens: [SearchTokenizer.Token]) {
    self.bytes = bytes
    self.tokens = tokens
  }

  /// Adds all forms.
  mutating func run() {
    for first in tokens.indices {
      if tokens[first].kind == .digits { addNational(tokens[first].text, from: first, span: 1) }
      guard first + 1 < tokens.count else { return }
      if tokens[first].kind == .character {
        guard tokens[first + 1].kind == .character,
          tokens[first].bytes.upperBound == tokens[first + 1].bytes.lowerBound
        else { continue }
        tokens[first].add(tokens[first].text + tokens[first + 1].text, span: 2, .pair)
      } else if link(first) != nil {
        join(from: first)
      }
    }
  }

  private mutating func join(from first: Int) {
    var joined = tokens[first].text
    var isTight = true
    var isNumber = tokens[first].kind == .digits
    var last = first
    while last - first + 1 < WordJoiner.widest, let link = link(last) {
      last += 1
      isTight = isTight && link == .tight
      isNumber = isNumber && tokens[last].kind == .digits
      joined += tokens[last].text
      guard isTight || isNumber, joined.utf8.count <= WordJoiner.longest else { return }
      let isDialled = isNumber && WordJoiner.dialled.contains(joined.utf8.count)
      guard isTight || isDialled else { continue }
      let span = last - first + 1
      tokens[first].add(joined, span: span, .spelling)
      if isNumber { addNational(joined, from: first, span: span) }
    }
  }

  // MARK: Separators

  /// How a word and the next one follow one another; nil when they are not written as one.
  private func link(_ index: Int) -> Link? {
    guard index + 1 < tokens.count else { return nil }
    let (left, right) = (tokens[index], tokens[index + 1])
    let gap = bytes[left.bytes.upperBound..<right.bytes.lowerBound]
    let areNumbers = left.kind == .digits && right.kind == .digits
    guard let first = gap.first, gap.count <= 3, areNumbers || first != UInt8(ascii: " ") else {
      return nil
    }
    let areWords = [left, right].allSatisfy { $0.kind == .letters || $0.kind == .digits }
    guard areWords else { return nil }
    switch first {
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "'"), UInt8(ascii: "#"):
      if gap.count == 1 { return .tight }
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "/"), UInt8(ascii: ":"):
      if gap.count == 1, WordScanner.isDigit(bytes[left.bytes.upperBound - 1]),
        WordScanner.isDigit(bytes[right.bytes.lowerBound])
      {
        return .tight
      }
    case 0xE2 where WordJoiner.dashes.contains { gap.elementsEqual($0) }: return .tight
    default: break
    }
    guard areNumbers else { return nil }
    return gap.elementsEqual(WordJoiner.hardSpace) || gap.allSatisfy(WordJoiner.grouping.contains)
      ? .loose : nil
  }

  /// Hyphens, the dashes that are taken for them, and apostrophes.
  private static let dashes = ["‐", "‑", "‒", "–", "‘", "’"].map { Array($0.utf8) }
  private static let hardSpace = Array("\u{A0}".utf8)
  /// What stands between the groups of a number.
  private static let grouping = Set(" -./()".utf8)

  // MARK: Telephone numbers

  /// Adds a number as it is dialled within its country: without the code of that and without zeros
  /// before it.
  private mutating func addNational(_ number: String, from first: Int, span: Int) {
    guard WordJoiner.dialled.contains(number.utf8.count) else { return }
    var digits = Substring(number)
    if isInternational(first) {
      digits = digits.dropFirst(WordJoiner.countryCodeLength(digits))
    } else if digits.hasPrefix("00") {
      let international = digits.dropFirst(2)
      add(international, from: first, span: span)
      digits = international.dropFirst(WordJoiner.countryCodeLength(international))
    }
    add(digits.drop { $0 == "0" }, from: first, span: span)
  }

  private mutating func add(_ number: Substring, from first: Int, span: Int) {
    guard WordJoiner.dialled.contains(number.utf8.count) else { return }
    tokens[first].add(String(number), span: span, .spelling)
  }

  /// Whether a plus stands before a word.
  private func isInternational(_ index: Int) -> Bool {
    let start = tokens[index].bytes.lowerBound
    guard start > 0 else { return false }
    if bytes[start - 1] == UInt8(ascii: "(") {
      return start > 1 && bytes[start - 2] == UInt8(ascii: "+")
    }
    return bytes[start - 1] == UInt8(ascii: "+")
  }

  /// How many digits the code of a country has that a number begins with (ITU-T E.164).
  private static func countryCodeLength(_ digits: Substring) -> Int {
    guard let first = digits.first, first != "1", first != "7" else { return 1 }
    return twoDigitCodes.contains(digits.prefix(2)) ? 2 : 3
  }

  private static let twoDigitCodes: Set<Substring> = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
    "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
  ]
}
