/// Splits a query into words, quotations, operators and parentheses.
struct SearchQueryLexer {
  /// A piece of a query.
  enum Lexeme: Equatable {
    case word(String)
    /// A word or quotation whose last word is only the beginning of one.
    case beginning(String)
    case quotation(String)
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
    guard SearchTokenizer.words(of: text).isEmpty == false else {
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
