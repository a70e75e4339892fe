/// The words that tell a conversation from others, and how alike others are by them.
package struct TellingWords: Sendable {
  /// How many words tell a conversation from others.
  private static let limit = 25
  /// How many different words of a conversation are weighed, the most frequent first.
  private static let weighed = 1_000

  /// A word of the conversation.
  package struct Candidate: Sendable {
    /// The word, folded.
    package let word: String
    /// How often the conversation has it.
    let frequency: Int
  }

  /// The words, the most telling first.
  package let words: [String]

  /// The words of a conversation that can tell it from others.
  /// - Parameter texts: of its documents.
  /// - Returns: the words, the most frequent first.
  package static func candidates(of texts: [String]) -> [Candidate] {
    var frequencies: [String: Int] = [:]
    for text in texts {
      // Shorter words tell nothing, nor single characters of scripts without spaces, numbers only
      // what they are about.
      for token in SearchTokenizer.tokens(of: text)
      where token.kind != .character || token.pair != nil {
        let word = token.pair ?? token.text
        guard word.utf8.count >= 3,
          word.unicodeScalars.contains(where: { $0.properties.isAlphabetic })
        else { continue }
        frequencies[word, default: 0] += 1
      }
    }
    return frequencies.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .prefix(weighed).map { Candidate(word: $0.key, frequency: $0.value) }
  }

  /// The words with the highest frequency × inverse document frequency.
  /// - Parameters:
  ///   - candidates: the words of the conversation.
  ///   - found: how many documents have each.
  ///   - documents: how many documents there are.
  package init(_ candidates: [Candidate], found: [Int64], documents: Int64) {
    // A word that no other document has brings no other conversation, and one that a tenth of them
    // have (half, while there are few) tells nothing, however often it is said.
    let common = max(documents / 10, min(documents / 2, 10))
    words = zip(candidates, found).filter { $1 > 1 && $1 <= common }
      .map { candidate, found in
        let weight = BM25.weight(documents: documents, found: found)
        return (word: candidate.word, weight: Double(candidate.frequency) * weight)
      }
      .sorted { ($1.weight, $0.word) < ($0.weight, $1.word) }
      .prefix(TellingWords.limit).map(\.word)
  }

  /// How alike conversations are, as a share of the most it could be.
  /// - Parameters:
  ///   - contributions: of each conversation what each word brings to the document it fits best, so
  ///     that long conversations are not alike to everything.
  ///   - weights: of the words.
  ///   - limit: how many at most.
  /// - Returns: the conversations, the most alike first.
  package func ranked(
    _ contributions: [String: [Double]], weights: [Double], limit: Int
  ) -> [SimilarConversation] {
    let most = weights.reduce(0) { $0 + $1 * (BM25.k1 + 1) }
    return contributions.map { id, sums in
      let shared = sums.indices.filter { sums[$0] > 0 }.sorted { (sums[$1], $0) < (sums[$0], $1) }
      return SimilarConversation(
        conversation: id, score: sums.reduce(0, +) / most, sharedWords: shared.map { words[$0] })
    }.sorted { ($1.score, $0.conversation) < ($0.score, $1.conversation) }
      .prefix(max(0, limit)).map { $0 }
  }
}
