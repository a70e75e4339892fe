internal import EventLog
internal import GRDB
internal import InteractionModel
internal import Search

extension SQLiteSearchIndex {
  /// How many words tell a conversation from others.
  private static let tellingWords = 25
  /// How many different words of a conversation are weighed, the most frequent first.
  private static let weighedWords = 1_000

  /// A word of the conversation, and what makes it tell.
  private struct Word {
    let text: String
    /// How often the conversation has it.
    let frequency: Int
    /// How many documents have it, over all shards.
    var documents: Int64 = 0
    var weight = 0.0
  }

  /// A conversation's best document for each word counts, so that long conversations are not alike
  /// to everything; the score is that sum as a share of the most it could be.
  func similar(
    to conversation: String, filter: SearchFilter, limit: Int
  ) throws(StorageFault) -> [SimilarConversation] {
    try faulting("look for similar conversations", rebuilding: "search") {
      let selection = SearchSelection(filter)
      var ownFilter = SearchFilter()
      ownFilter.maskedKeys = filter.maskedKeys
      let own = SearchSelection(ownFilter)
      let texts = try askAll { try own.texts(of: conversation, $0) }.flatMap { $0 }
      let words = try tellingWords(of: texts)
      guard let query = SearchQuery(anyOf: words.map(\.text)) else { return [] }
      let plan = SearchPlan(query, forms: [:])
      let scoring = try scoring(of: plan)
      let found = try askEach { shard, database in
        let collector = SearchCollector(scoring, try shard.lengths(database), limit: 0)
        return try SQLiteSearchIndex.contributions(
          plan, collector, selection, conversation, database)
      }.reduce(into: [String: [Double]]()) { sums, shard in
        sums.merge(shard) { zip($0, $1).map { max($0, $1) } }
      }
      let most = scoring.weights.reduce(0) { $0 + $1 * (SearchScoring.k1 + 1) }
      return found.map { id, sums in
        let shared = sums.indices.filter { sums[$0] > 0 }.sorted {
          (sums[$1], $0) < (sums[$0], $1)
        }
        return SimilarConversation(
          conversation: id, score: sums.reduce(0, +) / most,
          sharedWords: shared.flatMap { plan.groups[$0].patterns.flatMap(\.words) })
      }.sorted { ($1.score, $0.conversation) < ($0.score, $1.conversation) }
        .prefix(max(0, limit)).map { $0 }
    }
  }

  /// The words with the highest frequency × inverse document frequency.
  private func tellingWords(of texts: [String]) throws -> [Word] {
    var frequencies: [String: Int] = [:]
    for text in texts {
      // Shorter words tell nothing, numbers only what they are about.
      for word in SearchTokenizer.words(of: text)
      where word.utf8.count >= 3
        && word.unicodeScalars.contains(where: { $0.properties.isAlphabetic })
      {
        frequencies[word, default: 0] += 1
      }
    }
    var words = frequencies.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .prefix(SQLiteSearchIndex.weighedWords).map { Word(text: $0.key, frequency: $0.value) }
    guard !words.isEmpty else { return [] }
    let texts = words.map(\.text)
    let counts = try askAll { database in
      let found = try texts.map { try SearchTerms.count(of: $0, database) }
      return (statistics: try SearchStatistics(of: database), found: found)
    }
    let documents = counts.reduce(0) { $0 + $1.statistics.documents }
    for index in words.indices {
      words[index].documents = counts.reduce(0) { $0 + $1.found[index] }
      words[index].weight =
        Double(words[index].frequency)
        * SearchScoring.weight(documents: documents, found: words[index].documents)
    }
    // A word that no other document has brings no other conversation, and one that a tenth of them
    // have (half, while there are few) tells nothing, however often it is said.
    let common = max(documents / 10, min(documents / 2, 10))
    return Array(
      words.filter { $0.documents > 1 && $0.documents <= common }
        .sorted { ($1.weight, $0.text) < ($0.weight, $1.text) }
        .prefix(SQLiteSearchIndex.tellingWords))
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
