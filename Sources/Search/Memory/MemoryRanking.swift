/// Ranks the documents of a ``MemorySearchIndex`` by looking at each; made for one question.
struct MemoryRanking {
  let documents: [MemoryDocument]
  private let averageLength: Double
  /// How often each document has a group, of those that were asked for.
  private var known: [[SearchPattern]: [Int]] = [:]

  init(_ documents: [MemoryDocument]) {
    self.documents = documents
    let words = documents.reduce(0) { $0 + $1.length }
    averageLength =
      documents.isEmpty ? 1 : max(Double(words) / Double(documents.count), 1e-9)
  }

  /// The forms of a query's words that the documents have.
  func forms(of request: SearchRequest) -> QueryForms {
    QueryForms(of: request) { family in
      documents.reduce(into: [:]) { counts, document in
        for word in document.words
        where word.utf8.starts(with: family.prefix.utf8) && family.contains(word) {
          counts[word, default: 0] += 1
        }
      }
    }
  }

  /// The words that tell a conversation of some texts from others.
  func tellingWords(of texts: [String]) -> TellingWords {
    let candidates = TellingWords.candidates(of: texts)
    let found = candidates.map { candidate in
      Int64(documents.count { $0.has(candidate.word) })
    }
    return TellingWords(candidates, found: found, documents: Int64(documents.count))
  }

  /// How often each document has a group.
  private mutating func frequencies(of group: [SearchPattern]) -> [Int] {
    if let frequencies = known[group] { return frequencies }
    let frequencies = documents.map { $0.frequency(of: group) }
    known[group] = frequencies
    return frequencies
  }

  /// Of each document, whether it has what an expression asks for.
  mutating func matches(_ expression: SearchQuery.Expression, _ forms: QueryForms) -> [Bool] {
    switch expression {
    case .term(let term):
      return frequencies(of: forms.patterns(of: term)).map { $0 > 0 }
    case .all(let parts):
      return parts.reduce(into: documents.map { _ in true }) { found, part in
        found = zip(found, matches(part, forms)).map { $0 && $1 }
      }
    case .any(let parts):
      return parts.reduce(into: documents.map { _ in false }) { found, part in
        found = zip(found, matches(part, forms)).map { $0 || $1 }
      }
    case .without(let wanted, let unwanted):
      return zip(matches(wanted, forms), matches(unwanted, forms)).map { $0 && !$1 }
    }
  }

  /// How much each group weighs over all documents, whatever a filter leaves out.
  mutating func weights(of groups: [[SearchPattern]]) -> [Double] {
    groups.map { group in
      let found = frequencies(of: group).count { $0 > 0 }
      return BM25.weight(documents: Int64(documents.count), found: Int64(found))
    }
  }

  /// What each group brings to each document that is wanted.
  /// - Parameters:
  ///   - groups: what is looked for.
  ///   - isWanted: of each document, whether it is.
  /// - Returns: the documents that are wanted.
  mutating func contributions(
    of groups: [[SearchPattern]], where isWanted: [Bool]
  ) -> [(document: SearchDocument, contributions: [Double])] {
    let weights = weights(of: groups)
    let counts = groups.map { frequencies(of: $0) }
    return documents.indices.filter { isWanted[$0] }.map { index in
      let saturation = BM25.saturation(
        length: documents[index].length, averageLength: averageLength)
      let contributions = groups.indices.map { group in
        BM25.score(
          Double(counts[group][index]), weight: weights[group], saturation: saturation)
      }
      return (documents[index].document, contributions)
    }
  }
}
