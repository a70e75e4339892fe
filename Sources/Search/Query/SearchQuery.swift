/// What somebody looks for in the text of conversations.
///
/// Words, `"phrases"`, beginnings of words with a star (`pay*`), `AND`, `OR` and `NOT` in upper
/// case, `-word` for what must not be there, and parentheses; words side by side must all be
/// there. AND binds closer than OR. Punctuation inside a word splits it as it splits text
/// (`e-mail` is the phrase `"e mail"`), but it is also found in its other spellings (`email`), as a
/// number of several groups is. A single word also finds its other forms (``WordForms``); in
/// quotation marks it finds only itself.
public struct SearchQuery: Sendable, Hashable {
  /// The most words of a query.
  public static let maximumWords = 64
  /// The most characters of a query.
  public static let maximumLength = 4_096
  /// How deep parentheses nest.
  public static let maximumDepth = 32

  /// What a text must have.
  public indirect enum Expression: Sendable, Hashable {
    /// A word, a phrase or the beginning of one.
    case term(Term)
    /// All of some; at least two.
    case all([Expression])
    /// One of some; at least two.
    case any([Expression])
    /// One thing without another.
    case without(Expression, Expression)
  }

  /// Words that follow one another.
  public struct Term: Sendable, Hashable {
    /// What it is found by: the words, folded, at least one, as they were written; then other
    /// spellings of them.
    public let patterns: [SearchPattern]
    /// Whether other forms of the word are looked for as well: one word, neither quoted nor the
    /// beginning of one.
    public let isStemmed: Bool

    init(_ patterns: [SearchPattern], isStemmed: Bool = false) {
      self.patterns = patterns
      self.isStemmed = isStemmed
    }
  }

  /// What a text must have.
  public let expression: Expression

  /// Reads a query.
  /// - Parameter text: as somebody typed it.
  /// - Throws: ``SearchQueryError``.
  public init(_ text: String) throws(SearchQueryError) {
    var parser = try SearchQueryParser(text)
    expression = try parser.query()
  }

  /// A query for any of some words as they are.
  /// - Parameter words: folded by ``SearchTokenizer``; nil comes back when there is none.
  public init?(anyOf words: [String]) {
    let terms = words.map { Expression.term(Term([SearchPattern(words: [$0])])) }
    guard let first = terms.first else { return nil }
    expression = terms.count == 1 ? first : .any(terms)
  }

  /// A query for any of some patterns.
  /// - Parameter patterns: nil comes back when there is none.
  init?(anyOf patterns: [SearchPattern]) {
    guard !patterns.isEmpty else { return nil }
    expression = .term(Term(patterns))
  }

  /// The terms that a text is found by, in the order in which they were written; not those that
  /// must not be there.
  public var terms: [Term] { SearchQuery.terms(of: expression) }

  /// The same, those that must not be there included.
  package var allTerms: [Term] { SearchQuery.terms(of: expression, includingUnwanted: true) }

  private static func terms(
    of expression: Expression, includingUnwanted: Bool = false
  ) -> [Term] {
    func terms(of expression: Expression) -> [Term] {
      switch expression {
      case .term(let term): [term]
      case .all(let parts), .any(let parts): parts.flatMap { terms(of: $0) }
      case .without(let wanted, let unwanted):
        terms(of: wanted) + (includingUnwanted ? terms(of: unwanted) : [])
      }
    }
    return terms(of: expression)
  }
}
