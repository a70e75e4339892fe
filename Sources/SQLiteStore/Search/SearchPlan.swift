internal import Search

/// A query as an expression of SQLite's full-text search.
///
/// Every pattern stands in quotation marks, and its words have nothing but letters and digits as far
/// as ASCII goes, so nothing that somebody typed can be anything else than words.
struct SearchPlan {
  /// A word with its forms, a phrase, or a beginning: what is scored as one.
  struct Group {
    /// The expression that finds it alone.
    let expression: String
    let patterns: [SearchPattern]
    /// The same as they stand in the text.
    let shown: [SearchPattern]

    /// The word that it looks for, when it is a single one.
    var plainWord: String? {
      guard patterns.count == 1, !patterns[0].isPrefix, patterns[0].words.count == 1 else {
        return nil
      }
      return patterns[0].words[0]
    }
  }

  /// The whole expression.
  private(set) var expression = ""
  /// What is scored.
  private(set) var groups: [Group] = []
  /// The group of each phrase, in order; −1 for those that are not scored: they must not be there,
  /// or they are scored elsewhere.
  private(set) var phrases: [Int] = []

  /// A plan.
  /// - Parameters:
  ///   - query: what the text must have.
  ///   - forms: the other forms of its words that the index has.
  init(_ query: SearchQuery, forms: QueryForms) {
    expression = build(query.expression, forms, isWanted: true)
    guard SearchPlan.losesCounts(query.expression) else { return }
    // FTS5 counts a phrase only where the part of the expression it stands in has come to the
    // document: an alternative that does not hold as a whole may count or not. Behind the
    // expression the same words once more, each an alternative of its own, always count.
    phrases = phrases.map { _ in -1 }
    for (index, group) in groups.enumerated() {
      phrases += [Int](repeating: index, count: group.patterns.count)
    }
    let all = groups.map(\.expression).joined(separator: " OR ")
    expression = "(\(expression) AND (\(all)))"
  }

  /// Whether an alternative of OR is more than a term.
  private static func losesCounts(_ part: SearchQuery.Expression, isAlternative: Bool = false)
    -> Bool
  {
    switch part {
    case .term: false
    case .any(let parts): parts.contains { losesCounts($0, isAlternative: true) }
    case .all(let parts): isAlternative || parts.contains { losesCounts($0) }
    case .without(let wanted, _): isAlternative || losesCounts(wanted)
    }
  }

  /// Whether the whole expression is one thing that is scored.
  var isOneGroup: Bool { groups.count == 1 && groups[0].expression == expression }

  /// What was looked for, for highlighting.
  var patterns: [SearchPattern] { groups.flatMap(\.shown) }

  private mutating func build(
    _ part: SearchQuery.Expression, _ forms: QueryForms, isWanted: Bool
  ) -> String {
    switch part {
    case .term(let term): return build(term, forms, isWanted)
    case .all(let parts): return join(parts, "AND", forms, isWanted)
    case .any(let parts): return join(parts, "OR", forms, isWanted)
    case .without(let wanted, let unwanted):
      let left = build(wanted, forms, isWanted: isWanted)
      return "(\(left) NOT \(build(unwanted, forms, isWanted: false)))"
    }
  }

  private mutating func join(
    _ parts: [SearchQuery.Expression], _ operation: String, _ forms: QueryForms,
    _ isWanted: Bool
  ) -> String {
    var expressions: [String] = []
    for part in parts { expressions.append(build(part, forms, isWanted: isWanted)) }
    return "(" + expressions.joined(separator: " \(operation) ") + ")"
  }

  private mutating func build(
    _ term: SearchQuery.Term, _ forms: QueryForms, _ isWanted: Bool
  ) -> String {
    let patterns = forms.patterns(of: term)
    let strings = patterns.map { pattern in
      "\"\(pattern.words.joined(separator: " "))\"" + (pattern.isPrefix ? " *" : "")
    }
    let joined = strings.joined(separator: " OR ")
    let expression = strings.count > 1 ? "(\(joined))" : joined
    // What is written twice is scored once.
    var group = -1
    if isWanted, !groups.contains(where: { $0.patterns == patterns }) {
      group = groups.count
      groups.append(
        Group(
          expression: expression, patterns: patterns, shown: forms.shownPatterns(of: term)))
    }
    phrases += [Int](repeating: group, count: strings.count)
    return expression
  }
}
