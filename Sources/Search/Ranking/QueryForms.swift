/// The other forms of a query's words that an index has, by the word.
package struct QueryForms: Sendable {
  /// How many other forms a word is looked for by, and all words of a query together.
  private static let perWord = 64
  private static let perQuery = 1_024

  private let forms: [String: [String]]
  /// The mark of the kind of text in which the words must stand; nil for any kind.
  private let mark: SearchMark?

  /// No other forms.
  package init() { (forms, mark) = ([:], nil) }

  /// The forms of each word that is stemmed: the most frequent ones, where there are too many.
  /// - Parameters:
  ///   - request: what is looked for, in which kind of text, and by the rules of which languages;
  ///     the forms of what must not be there must not be there either.
  ///   - counts: answers the forms of a family that the index has, with in how many documents each
  ///     stands.
  /// - Throws: what `counts` throws.
  package init(
    of request: SearchRequest, counts: (WordForms) throws -> [String: Int64]
  ) rethrows {
    let words = Set(request.query.allTerms.filter(\.isStemmed).flatMap(\.patterns).flatMap(\.words))
    let limit = min(QueryForms.perWord, QueryForms.perQuery / max(1, words.count))
    var forms: [String: [String]] = [:]
    for word in words.sorted() {
      guard let family = WordForms(of: word, in: request.languages) else { continue }
      forms[word] = try counts(family).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .prefix(limit).map(\.key)
    }
    self.forms = forms
    mark = request.filter.kind.flatMap(SearchMark.init)
  }

  /// What a term is found by: itself in every spelling, and its word's other forms where it is
  /// stemmed.
  /// - Parameter term: of the query.
  /// - Returns: the patterns, each once, the term's own first.
  package func patterns(of term: SearchQuery.Term) -> [SearchPattern] {
    let patterns = shownPatterns(of: term)
    return mark.map { mark in patterns.map { $0.marked(mark) } } ?? patterns
  }

  /// The same as they stand in the text, for highlighting.
  package func shownPatterns(of term: SearchQuery.Term) -> [SearchPattern] {
    var patterns = term.patterns
    guard term.isStemmed else { return patterns }
    for word in patterns.flatMap(\.words) {
      patterns += (forms[word] ?? []).map { SearchPattern(words: [$0]) }
        .filter { !patterns.contains($0) }
    }
    return patterns
  }
}
