/// Gives words the forms that they have together with the words behind them: codes and numbers
/// without their separators, and the pairs of characters by which scripts without spaces are found.
struct WordJoiner {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// The words, with forms once it has run.
  private(set) var tokens: [SearchTokenizer.Token]

  /// How many words are joined at most.
  private static let widest = 8
  /// How many bytes a joined word has at most, and one that may be no code.
  private static let longest = 64
  private static let longestGuess = 32
  /// How many digits a number has that can be a telephone's, and one in groups of four.
  private static let dialled = 7...15
  private static let grouped = 16...24
  /// How many digits a number has at most that is sure to be without the code of a country.
  private static let longestNational = 10
  /// How many digits a code has at least whose groups have spaces between them, and one of which a
  /// group has letters and digits: `BXY 991`, and `SW1A 1AA`.
  private static let (spaced, mixed) = (3, 2)
  /// How many letters stand between the groups of a code that have digits, and behind its last one.
  private static let (within, behind) = (1...4, 1...3)

  /// How two words follow one another, the closest first.
  private enum Link: Int, Comparable {
    /// By a separator as compounds and codes have them.
    case tight
    /// By one that stands between the groups of a code, and between words as well.
    case code
    /// By spaces or several signs, as groups of a number or a code.
    case loose

    static func < (left: Link, right: Link) -> Bool { left.rawValue < right.rawValue }
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
          // Those that a sign stands for have one place.
          tokens[first].bytes.upperBound >= tokens[first + 1].bytes.lowerBound
        else { continue }
        tokens[first].add(tokens[first].text + tokens[first + 1].text, span: 2, .pair)
      } else if link(first) != nil {
        join(from: first)
      }
    }
  }

  private mutating func join(from first: Int) {
    var run = Run(tokens[first])
    var last = first
    while last - first + 1 < WordJoiner.widest, let link = link(last) {
      last += 1
      run.add(tokens[last], link)
      guard run.goesOn else { return }
      let isWhole = last - first + 1 == WordJoiner.widest || self.link(last) == nil
      guard run.isOne(isWhole: isWhole) else { continue }
      let span = last - first + 1
      tokens[first].add(run.text, span: span, .spelling)
      if run.isNumber { addNational(run.text, from: first, span: span) }
    }
  }

  /// Words that follow one another, joined.
  private struct Run {
    private(set) var text: String
    private(set) var isNumber: Bool
    private var digits: Int
    /// Whether a group has letters and digits.
    private var isMixed: Bool
    /// Whether all groups but the last have four digits.
    private var isOfFours: Bool
    private var isOfFoursSoFar: Bool
    /// The loosest of the links.
    private var link = Link.tight

    init(_ token: SearchTokenizer.Token) {
      text = token.text
      isNumber = token.kind == .digits
      digits = text.utf8.count(where: WordScanner.isDigit)
      isMixed = WordJoiner.isMixed(text)
      isOfFours = isNumber
      isOfFoursSoFar = text.utf8.count == 4
    }

    mutating func add(_ token: SearchTokenizer.Token, _ link: Link) {
      text += token.text
      isNumber = isNumber && token.kind == .digits
      digits += token.text.utf8.count(where: WordScanner.isDigit)
      isMixed = isMixed || WordJoiner.isMixed(token.text)
      isOfFours = isOfFours && isOfFoursSoFar
      isOfFoursSoFar = token.text.utf8.count == 4
      self.link = max(self.link, link)
    }

    /// Whether more words can make one of it.
    var goesOn: Bool {
      text.utf8.count
        <= (link == .tight || isNumber ? WordJoiner.longest : WordJoiner.longestGuess)
    }

    /// Whether it is one word in another spelling, nothing going on behind it when it `isWhole`.
    func isOne(isWhole: Bool) -> Bool {
      if link == .tight { return true }
      guard link == .loose else { return digits > 0 }
      guard isNumber else { return WordJoiner.isCode(digits: digits, isMixed: isMixed) }
      // Six digits are no telephone's, and two groups of one often enough.
      return WordJoiner.dialled.contains(digits)
        || isOfFours && WordJoiner.grouped.contains(digits)
        || isWhole && digits == WordJoiner.dialled.lowerBound - 1
    }
  }

  // MARK: Separators

  /// How a word and the next one follow one another; nil when they are not written as one.
  private func link(_ index: Int) -> Link? {
    guard index + 1 < tokens.count else { return nil }
    let (end, next) = (tokens[index].bytes.upperBound, tokens[index + 1].bytes.lowerBound)
    // Nothing parts a word from that of a sign: `№5`.
    guard end < next else { return isWord(index) && isWord(index + 1) ? .tight : nil }
    let gap = bytes[end..<next]
    // Nearly all words are parted by a space from one without digits.
    if gap.count == 1, gap.first == UInt8(ascii: " ") {
      return isWord(index) && isWord(index + 1) && goesOn(index) ? .loose : nil
    }
    guard isWord(index), isWord(index + 1), let signs = WordJoiner.signs(gap) else { return nil }
    let areNumbers = tokens[index].kind == .digits && tokens[index + 1].kind == .digits
    if let sign = signs.first, signs.count == 1 {
      if WordJoiner.joining.contains(sign) { return .tight }
      let meetDigits =
        tokens[index].text.utf8.last.map(WordScanner.isDigit) == true
        && tokens[index + 1].text.utf8.first.map(WordScanner.isDigit) == true
      if meetDigits, WordJoiner.figures.contains(sign) { return .tight }
      if WordJoiner.dividing.contains(sign) { return .code }
    }
    let grouping = areNumbers ? WordJoiner.grouping : WordJoiner.codeGrouping
    guard goesOn(index), signs.allSatisfy(grouping.contains) else { return nil }
    return .loose
  }

  /// Whether a code may go on with the next word, with no more than a space between them.
  private func goesOn(_ index: Int) -> Bool {
    if hasDigit(index + 1) { return true }
    // Nearly no word has a digit.
    guard hasDigit(index) else { return false }
    let next = index + 2 < tokens.count && isWord(index + 2) ? tokens[index + 2].text : ""
    let earlier = index > 0 && isWord(index - 1) ? tokens[index - 1].text : ""
    return WordJoiner.isGroup(
      tokens[index + 1].text, between: tokens[index].text, next, behind: earlier)
  }

  // MARK: Groups of codes

  /// Whether so many digits are a code whose groups have spaces between them, where one of them has
  /// letters and digits or none has.
  static func isCode(digits: Int, isMixed: Bool) -> Bool {
    digits >= (isMixed ? mixed : spaced)
  }

  /// Whether letters by themselves are a group of a code: a few of them between groups with digits
  /// (`GB82 WEST 1234`), fewer behind one with letters before its digits (`AB12 CDE`), or a single one
  /// behind two of digits (`QQ 12 34 56 C`).
  ///
  /// Words of a sentence may be both. That joins what nobody would write as one word, and so nobody
  /// finds.
  static func isGroup(
    _ letters: String, between before: String, _ next: String, behind earlier: String
  ) -> Bool {
    guard within.contains(letters.utf8.count), letters.utf8.allSatisfy(isLetter),
      before.utf8.contains(where: WordScanner.isDigit)
    else { return false }
    return next.utf8.contains(where: WordScanner.isDigit)
      || letters.utf8.count == 1 && [earlier, before].allSatisfy(isNumber)
      || behind.contains(letters.utf8.count) && before.utf8.first.map(isLetter) == true
        && before.utf8.last.map(WordScanner.isDigit) == true
  }

  /// Whether a word has letters and digits.
  static func isMixed(_ word: String) -> Bool {
    word.utf8.contains(where: WordScanner.isDigit)
      && word.utf8.contains { !WordScanner.isDigit($0) }
  }

  private static func isNumber(_ word: String) -> Bool {
    !word.isEmpty && word.utf8.allSatisfy(WordScanner.isDigit)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    WordScanner.isWord(byte) && !WordScanner.isDigit(byte)
  }

  private func isWord(_ index: Int) -> Bool {
    tokens[index].kind == .letters || tokens[index].kind == .digits
  }

  private func hasDigit(_ index: Int) -> Bool {
    tokens[index].kind == .digits || tokens[index].text.utf8.contains(where: WordScanner.isDigit)
  }

  /// What joins the parts of a word as well as the groups of a code.
  private static let joining = Set("-_'#".utf8)
  /// What stands within figures: dates, times, amounts.
  private static let figures = Set(".,/:".utf8)
  /// What stands between the groups of a code, of which one has a digit.
  private static let dividing = Set("./:\\|".utf8)
  /// What stands between the groups of a number, and between those of a code.
  private static let grouping = Set(" -./()".utf8)
  private static let codeGrouping = Set(" -/_#".utf8)

  /// The signs between two words, each as a keyboard has it; nil when they are others than codes and
  /// numbers have, or more than three.
  private static func signs(_ gap: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8]? {
    guard !gap.isEmpty, gap.count <= 9 else { return nil }
    var signs: [UInt8] = []
    for scalar in String(decoding: gap, as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0x21...0x7E, 0x20: signs.append(UInt8(scalar.value))
      case 0xFF01...0xFF5E: signs.append(UInt8(scalar.value - 0xFEE0))
      case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63: signs.append(UInt8(ascii: "-"))
      case 0x2018, 0x2019, 0x02BC: signs.append(UInt8(ascii: "'"))
      case 0xA0, 0x2007, 0x2009, 0x202F, 0x3000: signs.append(UInt8(ascii: " "))
      case 0xAD, 0x200B...0x200D, 0x2060, 0xFEFF: break
      default: return nil
      }
    }
    return (1...3).contains(signs.count) ? signs : nil
  }

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
    } else if digits.utf8.count > WordJoiner.longestNational, !digits.hasPrefix("0") {
      digits = digits.dropFirst(WordJoiner.countryCodeLength(digits))
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
