internal import EventLog
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine

extension SQLiteSearchIndex {
  /// How many other forms a word is looked for by, and all words of a query together.
  private static let formsPerWord = 64
  private static let formsPerQuery = 1_024

  private struct Match: Sendable {
    let position: Int64
    let score: Double

    /// Whether it comes before another one.
    func precedes(_ other: Match) -> Bool {
      score != other.score ? score > other.score : position < other.position
    }
  }

  func search(_ request: SearchRequest) throws(StorageFault) -> SearchPage {
    try faulting("search", rebuilding: "search") {
      let position = try state().checkpoint
      let forms = try forms(of: request.query, request.languages)
      let plan = SearchPlan(request.query, forms: forms)
      let scoring = try scoring(of: plan)
      let selection = SearchSelection(request.filter)
      let limit = max(0, request.limit)
      let found = try askAll { database in
        try SQLiteSearchIndex.matches(plan, scoring, selection, limit, database)
      }
      let best = SQLiteSearchIndex.best(found.flatMap(\.best), limit)
      let documents = try documents(at: best.map { Position($0.position) })
      let hits = best.compactMap { match in
        documents[Position(match.position)].map { SearchHit(document: $0, score: match.score) }
      }
      return SearchPage(
        hits: hits, total: found.reduce(0) { $0 + $1.total }, position: position,
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
    let statement = try SQLiteStatement(
      database, "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ?")
    statement.bind(family.prefix, at: 1)
    // Behind everything that begins with it.
    statement.bind(family.prefix + "\u{10FFFF}", at: 2)
    var forms: [String: Int64] = [:]
    try statement.forEachRow { row in
      let term = row.text(0)
      if family.contains(term) { forms[term] = row.integer(1) }
      return true
    }
    return forms
  }

  /// What the scores of a plan are made of, over all shards.
  func scoring(of plan: SearchPlan) throws -> SearchScoring {
    let groups = plan.groups
    let counts = try askAll { database in
      let statement = try SQLiteStatement(
        database, "SELECT count(*) FROM words WHERE words MATCH ?")
      let found = try groups.map { group in
        statement.bind(group.expression, at: 1)
        return try statement.first { $0.integer(0) } ?? 0
      }
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

  private static func matches(
    _ plan: SearchPlan, _ scoring: SearchScoring, _ selection: SearchSelection, _ limit: Int,
    _ database: Database
  ) throws -> (total: Int, best: [Match]) {
    let statement = try selection.matching(
      "words.rowid, relevance(words, ?)", scoring.parameter, plan.expression, database)
    var total = 0
    var best: [Match] = []
    try statement.forEachRow { row in
      total += 1
      best.append(Match(position: row.integer(0), score: row.number(1)))
      // Sorted now and then instead of kept sorted.
      if best.count >= 2 * limit + 1_024 { best = SQLiteSearchIndex.best(best, limit) }
      return true
    }
    return (total, SQLiteSearchIndex.best(best, limit))
  }

  private static func best(_ matches: [Match], _ limit: Int) -> [Match] {
    Array(matches.sorted { $0.precedes($1) }.prefix(limit))
  }

  private func documents(at positions: [Position]) throws -> [Position: SearchDocument] {
    var documents: [Position: SearchDocument] = [:]
    for (shard, positions) in byShard(positions) {
      try reader(shard)?.read { database in
        for position in positions {
          documents[position] = try SearchShard.document(at: position, database)
        }
      }
    }
    return documents
  }
}
