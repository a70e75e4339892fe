/// Reads a query by recursive descent.
///
/// `query := all (OR all)*`, `all := item (AND? item)*`,
/// `item := (NOT | -) item | "(" query ")" | word | quotation | beginning`.
struct SearchQueryParser {
  /// What has been read: something wanted, something unwanted, or nothing but punctuation.
  private enum Item {
    case wanted(SearchQuery.Expression)
    case unwanted(SearchQuery.Expression, column: Int)
    case nothing
  }

  private let lexemes: [SearchQueryLexer.Placed]
  /// One column behind the end.
  private let end: Int
  private var index = 0
  private var words = 0

  init(_ text: String) throws(SearchQueryError) {
    lexemes = try SearchQueryLexer.lexemes(of: text)
    end = text.count + 1
  }

  private var next: SearchQueryLexer.Lexeme? {
    index < lexemes.count ? lexemes[index].lexeme : nil
  }

  private var column: Int { index < lexemes.count ? lexemes[index].column : end }

  /// The whole query.
  mutating func query() throws(SearchQueryError) -> SearchQuery.Expression {
    guard !lexemes.isEmpty else { throw .noWords }
    let item = try alternatives(depth: 0)
    guard index == lexemes.count else { throw .unopenedParenthesis(column: column) }
    switch item {
    case .wanted(let expression): return expression
    case .unwanted(_, let column): throw .onlyExcluded(column: column)
    case .nothing: throw .noWords
    }
  }

  private mutating func alternatives(depth: Int) throws(SearchQueryError) -> Item {
    var items = [try all(depth: depth)]
    while next == .or {
      index += 1
      items.append(try all(depth: depth))
    }
    guard items.count > 1 else { return items[0] }
    var wanted: [SearchQuery.Expression] = []
    for item in items {
      switch item {
      case .wanted(let expression): wanted.append(expression)
      case .unwanted(_, let column): throw .excludedAlternative(column: column)
      case .nothing: break
      }
    }
    return SearchQueryParser.joined(wanted, as: { .any($0) }).map { .wanted($0) } ?? .nothing
  }

  private mutating func all(depth: Int) throws(SearchQueryError) -> Item {
    var wanted: [SearchQuery.Expression] = []
    var unwanted: [SearchQuery.Expression] = []
    var firstUnwanted: Int?
    var isComplete = false
    while !isComplete || startsItem {
      switch try item(depth: depth) {
      case .wanted(let expression): wanted.append(expression)
      case .unwanted(let expression, let column):
        unwanted.append(expression)
        firstUnwanted = firstUnwanted ?? column
      case .nothing: break
      }
      isComplete = true
      if next == .and {
        index += 1
        isComplete = false
      }
    }
    let excluded = SearchQueryParser.joined(unwanted, as: { .any($0) })
    guard let included = SearchQueryParser.joined(wanted, as: { .all($0) }) else {
      guard let excluded, let firstUnwanted else { return .nothing }
      return .unwanted(excluded, column: firstUnwanted)
    }
    return .wanted(excluded.map { .without(included, $0) } ?? included)
  }

  private var startsItem: Bool {
    switch next {
    case .word, .beginning, .quotation, .not, .open: true
    case .and, .or, .close, nil: false
    }
  }

  private mutating func item(depth: Int) throws(SearchQueryError) -> Item {
    let start = column
    guard depth <= SearchQuery.maximumDepth else {
      throw .tooDeep(column: start, limit: SearchQuery.maximumDepth)
    }
    switch next {
    case .not:
      index += 1
      switch try item(depth: depth + 1) {
      case .wanted(let expression): return .unwanted(expression, column: start)
      case .unwanted(let expression, _): return .wanted(expression)
      case .nothing: return .nothing
      }
    case .open:
      index += 1
      guard next != nil else { throw .unclosedParenthesis(column: start) }
      guard next != .close else { throw .missingOperand(column: column) }
      let inner = try alternatives(depth: depth + 1)
      guard next == .close else {
        throw .unclosedParenthesis(column: start)
      }
      index += 1
      return inner
    case .word(let text): return try term(text, isExact: false, isPrefix: false)
    case .quotation(let text): return try term(text, isExact: true, isPrefix: false)
    case .beginning(let text): return try term(text, isExact: true, isPrefix: true)
    case .close where depth == 0: throw .unopenedParenthesis(column: start)
    case .and, .or, .close, nil: throw .missingOperand(column: start)
    }
  }

  private mutating func term(
    _ text: String, isExact: Bool, isPrefix: Bool
  ) throws(SearchQueryError) -> Item {
    let found = SearchTokenizer.words(of: text)
    words += found.count
    guard words <= SearchQuery.maximumWords else {
      throw .tooManyWords(column: column, limit: SearchQuery.maximumWords)
    }
    index += 1
    guard !found.isEmpty else { return .nothing }
    return .wanted(
      .term(
        SearchQuery.Term(
          pattern: SearchPattern(words: found, isPrefix: isPrefix),
          isStemmed: !isExact && found.count == 1, written: SearchQueryParser.plain(text))))
  }

  /// A text without any ASCII character that could mean something to an index.
  private static func plain(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isKept = scalar.value >= 0x80 || SearchTokenizer.isWordCharacter(scalar)
      if isKept {
        plain.append(scalar)
      } else if plain.last != " ", !plain.isEmpty {
        plain.append(" ")
      }
    }
    if plain.last == " " { plain.removeLast() }
    return String(plain)
  }

  private static func joined(
    _ parts: [SearchQuery.Expression],
    as join: ([SearchQuery.Expression]) -> SearchQuery.Expression
  ) -> SearchQuery.Expression? {
    parts.count > 1 ? join(parts) : parts.first
  }
}
