/// Splits a query into words, quotations, operators and parentheses.
struct SearchQueryLexer {
  /// A piece of a query.
  enum Lexeme: Equatable {
    case word(String)
    /// A word or quotation whose last word is only the beginning of one.
    case beginning(String)
    case quotation(String)
    /// A number or a code of several groups with spaces or parentheses between them.
    case grouped(String)
    case and
    case or
    case not
    case open
    case close
  }

  /// A piece and the column where it begins, from 1.
  struct Placed {
    let lexeme: Lexeme
    let column: Int
  }

  private static let quotes: Set<Unicode.Scalar> = ["\"", "“", "”", "„"]

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var lexemes: [Placed] = []

  private init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// The pieces of a query, in order.
  static func lexemes(of text: String) throws(SearchQueryError) -> [Placed] {
    guard text.unicodeScalars.count <= SearchQuery.maximumLength else {
      throw .tooLong(limit: SearchQuery.maximumLength)
    }
    var lexer = SearchQueryLexer(text)
    try lexer.run()
    return lexer.lexemes
  }

  /// The column of a scalar as people count: by characters.
  private func column(_ index: Int) -> Int {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[..<index])
    return String(text).count + 1
  }

  private mutating func add(_ lexeme: Lexeme, at start: Int) {
    lexemes.append(Placed(lexeme: lexeme, column: column(start)))
  }

  private mutating func run() throws(SearchQueryError) {
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar.properties.isWhitespace {
        index += 1
      } else if lexemes.last?.lexeme != .not, let end = numberEnd() ?? codeEnd() {
        add(.grouped(string(index..<end)), at: index)
        index = end
      } else if scalar == "(" || scalar == ")" {
        add(scalar == "(" ? .open : .close, at: index)
        index += 1
      } else if SearchQueryLexer.quotes.contains(scalar) {
        try quotation()
      } else if scalar == "-", isMinus {
        add(.not, at: index)
        index += 1
      } else {
        try word()
      }
    }
  }

  /// Whether the dash here says that what follows must not be there: something follows at once, and
  /// it is no second dash.
  private var isMinus: Bool {
    guard index + 1 < scalars.count else { return false }
    let next = scalars[index + 1]
    return !next.properties.isWhitespace && next != "-" && next != ")"
  }

  /// Where a number ends that begins here and is written as telephone numbers are: groups of digits
  /// with spaces, points, dashes and parentheses; nil when there is none, or none of several words.
  private func numberEnd() -> Int? {
    var digits = 0
    var gap = 0
    var isOpen = false
    var isSpaced = false
    var end: Int?
    scan: for place in index..<scalars.count {
      let scalar = scalars[place]
      switch scalar {
      case "0"..."9":
        digits += 1
        gap = 0
        end = place + 1
      case "+" where place == index: break
      case "(" where !isOpen, ")" where isOpen:
        isOpen = scalar == "("
        isSpaced = true
        gap += 1
      case " " where digits > 0:
        // What stands behind the last group parts nothing.
        gap += 1
      case "-", ".", "/":
        guard digits > 0 else { return nil }
        gap += 1
      default: break scan
      }
      guard gap <= 3 else { break }
    }
    guard let end, !isOpen, (6...24).contains(digits),
      isSpaced || scalars[index..<end].contains(" "),
      end == scalars.count || endsWord(scalars[end])
    else { return nil }
    return end
  }

  /// Where a code ends that begins here and is written with spaces between its groups, as
  /// ``SearchTokenizer`` takes them for one; nil when there is none.
  private func codeEnd() -> Int? {
    guard var group = group(from: index) else { return nil }
    var words = group.words
    var count = 1
    while let next = groupStart(behind: group.end).flatMap({ self.group(from: $0) }),
      goesOn(words, with: next)
    {
      words += next.words
      count += 1
      group = next
    }
    let digits = words.reduce(0) { $0 + $1.utf8.count(where: WordScanner.isDigit) }
    let isNumber = words.allSatisfy { $0.utf8.allSatisfy(WordScanner.isDigit) }
    let isMixed = words.contains(where: WordJoiner.isMixed)
    guard count > 1,
      isNumber ? digits >= 4 : WordJoiner.isCode(digits: digits, isMixed: isMixed)
    else { return nil }
    return group.end
  }

  /// Whether a code goes on with a group behind some words.
  private func goesOn(_ words: [String], with group: (words: [String], end: Int)) -> Bool {
    guard let first = group.words.first, let last = words.last else { return false }
    if first.utf8.contains(where: WordScanner.isDigit) { return true }
    let next =
      group.words.count > 1
      ? group.words[1]
      : groupStart(behind: group.end).flatMap { self.group(from: $0) }?.words.first
    return WordJoiner.isGroup(
      first, between: last, next ?? "", behind: words.dropLast().last ?? "")
  }

  /// The words of the group of a code that begins somewhere, and where it ends; nil when something else
  /// does.
  private func group(from start: Int) -> (words: [String], end: Int)? {
    groupEnd(from: start).map { (SearchTokenizer.words(of: string(start..<$0)), $0) }
  }

  /// Where the next group of a code can begin: behind a space, or two and a sign between them.
  private func groupStart(behind end: Int) -> Int? {
    func isSpace(_ place: Int) -> Bool {
      place < scalars.count && scalars[place].properties.isWhitespace
    }
    guard isSpace(end), end + 1 < scalars.count else { return nil }
    let sign = scalars[end + 1]
    let isParted =
      isSpace(end + 2) && !SearchTokenizer.isWordCharacter(sign) && !endsWord(sign)
    return isParted ? end + 3 : end + 1
  }

  /// Where a group of a code ends: letters, digits and what stands between them; nil when what
  /// begins there is something else, an operator too.
  private func groupEnd(from start: Int) -> Int? {
    guard start < scalars.count else { return nil }
    let end = scalars[start...].firstIndex(where: endsWord) ?? scalars.count
    let word = string(start..<end)
    guard let first = word.unicodeScalars.first, SearchTokenizer.isWordCharacter(first),
      !["AND", "OR", "NOT"].contains(word), !word.contains("*")
    else { return nil }
    return end
  }

  private mutating func quotation() throws(SearchQueryError) {
    let start = index
    index += 1
    let first = index
    while index < scalars.count, !SearchQueryLexer.quotes.contains(scalars[index]) { index += 1 }
    guard index < scalars.count else { throw .unclosedQuotation(column: column(start)) }
    let text = string(first..<index)
    index += 1
    guard index < scalars.count, scalars[index] == "*" else {
      return add(.quotation(text), at: start)
    }
    guard !SearchTokenizer.tokens(of: text).isEmpty else {
      throw .misplacedStar(column: column(index))
    }
    index += 1
    add(.beginning(text), at: start)
  }

  private mutating func word() throws(SearchQueryError) {
    let start = index
    while index < scalars.count, !endsWord(scalars[index]) { index += 1 }
    let text = string(start..<index)
    switch text {
    case "AND": return add(.and, at: start)
    case "OR": return add(.or, at: start)
    case "NOT": return add(.not, at: start)
    default: break
    }
    guard let star = (start..<index).first(where: { scalars[$0] == "*" }) else {
      return add(.word(text), at: start)
    }
    guard star == index - 1, star > start, SearchTokenizer.isWordCharacter(scalars[star - 1])
    else { throw .misplacedStar(column: column(star)) }
    add(.beginning(string(start..<star)), at: start)
  }

  private func endsWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar == "(" || scalar == ")"
      || SearchQueryLexer.quotes.contains(scalar)
  }

  private func string(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }
}
