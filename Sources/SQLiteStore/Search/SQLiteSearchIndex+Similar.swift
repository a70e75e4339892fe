internal import EventLog
internal import GRDB
internal import InteractionModel
internal import Search

extension SQLiteSearchIndex {
  /// A conversation's best document for each word counts, so that long conversations are not alike
  /// to everything; the score is that sum as a share of the most it could be.
  func similar(
    to conversation: String, filter: SearchFilter, limit: Int
  ) throws(StorageFault) -> [SimilarConversation] {
    try faulting("look for similar conversations", rebuilding: "search") {
      let selection = SearchSelection(filter, onlyEntries: true)
      var ownFilter = SearchFilter()
      ownFilter.maskedKeys = filter.maskedKeys
      ownFilter.maskedTexts = filter.maskedTexts
      let own = SearchSelection(ownFilter, onlyEntries: true)
      let texts = try askAll { try own.texts(of: conversation, $0) }.flatMap { $0 }
      let telling = try tellingWords(of: texts.map(SearchText.said(of:)))
      guard let query = SearchQuery(anyOf: telling.words) else { return [] }
      let plan = SearchPlan(query, forms: QueryForms())
      let scoring = try scoring(of: plan)
      let found = try askEach { shard, database in
        let collector = SearchCollector(scoring, try shard.lengths(database), limit: 0)
        return try SQLiteSearchIndex.contributions(
          plan, collector, selection, conversation, database)
      }.reduce(into: [String: [Double]]()) { sums, shard in
        sums.merge(shard) { zip($0, $1).map { max($0, $1) } }
      }
      return telling.ranked(found, weights: scoring.weights, limit: limit)
    }
  }

  private func tellingWords(of texts: [String]) throws -> TellingWords {
    let candidates = TellingWords.candidates(of: texts)
    guard !candidates.isEmpty else { return TellingWords(candidates, found: [], documents: 0) }
    let words = candidates.map(\.word)
    let counts = try askAll { database in
      let found = try words.map { try SearchTerms.count(of: $0, database) }
      return (documents: try SearchStatistics(of: database).documents, found: found)
    }
    return TellingWords(
      candidates, found: words.indices.map { word in counts.reduce(0) { $0 + $1.found[word] } },
      documents: counts.reduce(0) { $0 + $1.documents })
  }

  /// The best contribution of each word, by conversation.
  private static func contributions(
    _ plan: SearchPlan, _ collector: SearchCollector, _ selection: SearchSelection,
    _ conversation: String, _ database: Database
  ) throws -> [String: [Double]] {
    let statement = try selection.matching(
      "document.conversation, contributions(words, ?)", plan.expression, database)
    let count = plan.groups.count
    var sums: [String: [Double]] = [:]
    try collector.run(statement) { row in
      let id = row.text(0)
      guard id != conversation else { return }
      let bytes = row.borrowed(1)
      guard bytes.count == count * MemoryLayout<Double>.size else { return }
      var best = sums[id] ?? [Double](repeating: 0, count: count)
      for index in 0..<count {
        let value = bytes.loadUnaligned(
          fromByteOffset: index * MemoryLayout<Double>.size, as: Double.self)
        best[index] = max(best[index], value)
      }
      sums[id] = best
    }
    return sums
  }
}
