internal import EventLog
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import Search

extension SQLiteSearchIndex {
  /// How many other forms a word is looked for by, and all words of a query together.
  private static let formsPerWord = 64
  private static let formsPerQuery = 1_024

  func search(_ request: SearchRequest) throws(StorageFault) -> SearchPage {
    try faulting("search", rebuilding: "search") {
      let position = try state().checkpoint.position
      let forms = try forms(of: request.query, request.languages)
      let plan = SearchPlan(request.query, forms: forms)
      let selection = SearchSelection(request.filter)
      let limit = max(0, request.limit)
      let (total, best) = try ranked(plan, selection, limit)
      let documents = Dictionary(
        try documents(at: best.map { Position($0.position) }).map { ($0.position, $0) },
        uniquingKeysWith: { first, _ in first })
      let hits = best.compactMap { match in
        documents[Position(match.position)].map { SearchHit(document: $0, score: match.score) }
      }
      return SearchPage(
        hits: hits, total: total, position: position,
        patterns: plan.patterns)
    }
  }

  /// The other forms that the index has of each word that is stemmed.
  ///
  /// The most frequent ones, where there are too many; the same ones for every shard.
  private func forms(
    of query: SearchQuery, _ languages: Set<Stemming>
  ) throws -> [String: [String]] {
    let words = Set(
      SQLiteSearchIndex.terms(of: query.expression).filter(\.isStemmed).flatMap(\.pattern.words))
    let limit = min(
      SQLiteSearchIndex.formsPerWord,
      SQLiteSearchIndex.formsPerQuery / max(1, words.count))
    var forms: [String: [String]] = [:]
    for word in words.sorted() {
      guard let family = WordForms(of: word, in: languages) else { continue }
      let counts = try askAll { try SQLiteSearchIndex.forms(family, $0) }
        .reduce(into: [String: Int64]()) { $0.merge($1) { $0 + $1 } }
      forms[word] = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
        .map(\.key)
    }
    return forms
  }

  /// All terms, those that must not be there included: their forms must not be there either.
  private static func terms(of expression: SearchQuery.Expression) -> [SearchQuery.Term] {
    switch expression {
    case .term(let term): [term]
    case .all(let parts), .any(let parts): parts.flatMap { terms(of: $0) }
    case .without(let left, let right): terms(of: left) + terms(of: right)
    }
  }

  private static func forms(
    _ family: WordForms, _ database: Database
  ) throws -> [String: Int64] {
    var forms: [String: Int64] = [:]
    // Up to what is behind everything that begins with it.
    let end = family.prefix + "\u{10FFFF}"
    try SearchTerms.counts(from: family.prefix, before: end, database) { term, documents in
      if family.contains(term) { forms[term] = documents }
    }
    return forms
  }

  private func statistics() throws -> SearchStatistics {
    try askAll { try SearchStatistics(of: $0) }.reduce(SearchStatistics(), +)
  }

  /// What the scores of a plan are made of, over all shards.
  func scoring(of plan: SearchPlan) throws -> SearchScoring {
    let groups = plan.groups
    let counts = try askAll { database in
      let found = try groups.map { try SQLiteSearchIndex.count($0, database) }
      return (statistics: try SearchStatistics(of: database), found: found)
    }
    let statistics = counts.map(\.statistics).reduce(SearchStatistics(), +)
    let weights = groups.indices.map { group in
      SearchScoring.weight(
        documents: statistics.documents,
        found: counts.reduce(0) { $0 + $1.found[group] })
    }
    return SearchScoring(
      weights: weights, groups: plan.phrases, averageLength: statistics.averageLength)
  }

  /// How many documents of a shard have what a group looks for.
  private static func count(_ group: SearchPlan.Group, _ database: Database) throws -> Int64 {
    if let word = group.plainWord, try SearchTerms.areKnown(database) {
      return try SearchTerms.count(of: word, database)
    }
    let statement = try SQLiteStatement(
      database, "SELECT count(*) FROM words WHERE words MATCH ?")
    statement.bind(group.expression, at: 1)
    return try statement.first { $0.integer(0) } ?? 0
  }

  private func ranked(
    _ plan: SearchPlan, _ selection: SearchSelection, _ limit: Int
  ) throws -> (total: Int, best: [SearchMatch]) {
    // Where one thing is looked for, what finds it also counts it, and its weight, which changes no
    // order, can come last.
    let countsItself = selection.isOpen && plan.isOneGroup
    let scoring =
      countsItself
      ? SearchScoring(
        weights: [1], groups: plan.phrases, averageLength: try statistics().averageLength)
      : try scoring(of: plan)
    let found = try askEach { shard, database in
      let collector = SearchCollector(scoring, try shard.lengths(database), limit: limit)
      try collector.run(selection.collecting(plan.expression, database))
      return (total: collector.total, best: collector.best)
    }
    let total = found.reduce(0) { $0 + $1.total }
    var best = Array(found.flatMap(\.best).sorted { $0.precedes($1) }.prefix(limit))
    if countsItself {
      let weight = SearchScoring.weight(
        documents: try statistics().documents, found: Int64(total))
      for index in best.indices { best[index].score *= weight }
    }
    return (total, best)
  }
}
