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
    case .word, .beginning, .quotation, .grouped, .not, .open: true
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
    case .grouped(let text): return try grouped(text)
    case .close where depth == 0: throw .unopenedParenthesis(column: start)
    case .and, .or, .close, nil: throw .missingOperand(column: start)
    }
  }

  private mutating func term(
    _ text: String, isExact: Bool, isPrefix: Bool
  ) throws(SearchQueryError) -> Item {
    let found = SearchTokenizer.tokens(of: text)
    try count(found)
    index += 1
    guard !found.isEmpty else { return .nothing }
    let pattern = SearchPattern(found, isPrefix: isPrefix)
    return .wanted(
      .term(
        SearchQuery.Term(
          [pattern] + (isExact ? [] : SearchQueryParser.spellings(of: found)),
          isStemmed: !isExact && found.count == 1)))
  }

  /// A number or a code of several groups: in every spelling, or its groups wherever they stand.
  private mutating func grouped(_ text: String) throws(SearchQueryError) -> Item {
    let found = SearchTokenizer.tokens(of: text)
    try count(found)
    index += 1
    let pieces = text.split { $0.isWhitespace || $0 == "(" || $0 == ")" }
    let groups = pieces.map { SearchTokenizer.tokens(of: String($0)) }.filter { !$0.isEmpty }
      .map { SearchQuery.Expression.term(SearchQueryParser.group($0)) }
    guard let all = SearchQueryParser.joined(groups, as: { .all($0) }) else { return .nothing }
    var ways = [all]
    let spellings = SearchQueryParser.spellings(of: found)
    if !spellings.isEmpty { ways.append(.term(SearchQuery.Term(spellings))) }
    // A word before a code need not be part of it.
    if let first = pieces.first, let end = pieces.last?.endIndex, !first.contains(where: \.isNumber)
    {
      let rest = SearchTokenizer.tokens(of: String(text[first.endIndex..<end]))
      let spellings = SearchQueryParser.spellings(of: rest)
      if !spellings.isEmpty { ways.append(.all([groups[0], .term(SearchQuery.Term(spellings))])) }
    }
    return SearchQueryParser.joined(ways, as: { .any($0) }).map { .wanted($0) } ?? .nothing
  }

  /// A group by itself: digits as they are, words as they are anywhere.
  private static func group(_ tokens: [SearchTokenizer.Token]) -> SearchQuery.Term {
    let pattern = SearchPattern(tokens)
    guard tokens.contains(where: { $0.kind != .digits }) else { return SearchQuery.Term([pattern]) }
    return SearchQuery.Term([pattern] + spellings(of: tokens), isStemmed: tokens.count == 1)
  }

  /// Notes that more is looked for.
  private mutating func count(
    _ tokens: [SearchTokenizer.Token]
  ) throws(SearchQueryError) {
    // Characters side by side are few words, however many there are.
    words += tokens.count { $0.pair == nil }
    guard words <= SearchQuery.maximumWords else {
      throw .tooManyWords(column: column, limit: SearchQuery.maximumWords)
    }
  }

  /// The other ways to spell all of some words.
  private static func spellings(of tokens: [SearchTokenizer.Token]) -> [SearchPattern] {
    (tokens.first?.forms ?? []).filter { $0.relation == .spelling && $0.span == tokens.count }
      .map { SearchPattern(words: [$0.text]) }
  }

  private static func joined(
    _ parts: [SearchQuery.Expression],
    as join: ([SearchQuery.Expression]) -> SearchQuery.Expression
  ) -> SearchQuery.Expression? {
    parts.count > 1 ? join(parts) : parts.first
  }
}
