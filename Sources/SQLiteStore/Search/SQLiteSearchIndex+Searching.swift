internal import EventLog
internal import GRDB
internal import InteractionModel
internal import ProjectionEngine
internal import Search

extension SQLiteSearchIndex {
  func search(_ request: SearchRequest) throws(StorageFault) -> SearchPage {
    try faulting("search", rebuilding: "search") {
      let position = try state().checkpoint.position
      let forms = try QueryForms(of: request) { family in
        // All shards together, so that each looks for the same ones.
        try askAll { try SQLiteSearchIndex.forms(family, $0) }
          .reduce(into: [:]) { $0.merge($1) { $0 + $1 } }
      }
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
      BM25.weight(
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
      let weight = BM25.weight(
        documents: try statistics().documents, found: Int64(total))
      for index in best.indices { best[index].score *= weight }
    }
    return (total, best)
  }
}
