internal import Foundation

/// A search by brute force, with a tokeniser and a ranking of its own.
struct SearchOracle {
  /// What is looked for.
  indirect enum Query {
    case word(String)
    case phrase([String])
    case prefix(String)
    case and(Query, Query)
    case or(Query, Query)
    case not(Query, Query)

    /// The query as somebody would type it.
    var text: String {
      switch self {
      case .word(let word): word
      case .phrase(let words): "\"\(words.joined(separator: " "))\""
      case .prefix(let prefix): "\(prefix)*"
      case .and(let left, let right): "(\(left.text) AND \(right.text))"
      case .or(let left, let right): "(\(left.text) OR \(right.text))"
      case .not(let left, let right): "(\(left.text) NOT \(right.text))"
      }
    }

    /// Whether another leaf is spelled otherwise at most.
    func same(as other: Query) -> Bool {
      switch (self, other) {
      case (.prefix, .prefix): SearchOracle.words(of: text) == SearchOracle.words(of: other.text)
      case (.prefix, _), (_, .prefix): false
      default: SearchOracle.words(of: text) == SearchOracle.words(of: other.text)
      }
    }

    /// Every word, phrase and prefix.
    var all: [Query] {
      switch self {
      case .word, .phrase, .prefix: [self]
      case .and(let left, let right), .or(let left, let right), .not(let left, let right):
        left.all + right.all
      }
    }

    /// What is scored, in order.
    var leaves: [Query] {
      switch self {
      case .word, .phrase, .prefix: [self]
      case .and(let left, let right), .or(let left, let right): left.leaves + right.leaves
      case .not(let left, _): left.leaves
      }
    }
  }

  /// Where each word stands in a document.
  private struct Document {
    var length = 0
    var places: [String: [Int]] = [:]
  }

  private let documents: [Document]
  private let averageLength: Double

  init(_ texts: [String]) {
    documents = texts.map { text in
      var document = Document()
      for word in SearchOracle.words(of: text) {
        document.places[word, default: []].append(document.length)
        document.length += 1
      }
      return document
    }
    averageLength = Double(documents.reduce(0) { $0 + $1.length }) / Double(max(1, texts.count))
  }

  /// Runs of letters and numbers, in lower case, without diacritics.
  static func words(of text: String) -> [String] {
    let posix = Locale(identifier: "en_US_POSIX")
    var words: [String] = []
    var word = String.UnicodeScalarView()
    for scalar in text.lowercased().folding(options: .diacriticInsensitive, locale: posix)
      .unicodeScalars
    {
      if isWord(scalar) {
        word.append(scalar)
      } else if !word.isEmpty {
        words.append(String(word))
        word = String.UnicodeScalarView()
      }
    }
    if !word.isEmpty { words.append(String(word)) }
    return words
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
        || ("0"..."9").contains(scalar)
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .privateUse:
      return true
    default: return false
    }
  }

  /// How often something stands in a document.
  private func frequency(_ leaf: Query, in document: Document) -> Int {
    let words = SearchOracle.words(of: leaf.text)
    switch leaf {
    case .prefix:
      return document.places.reduce(0) { $0 + ($1.key.hasPrefix(words[0]) ? $1.value.count : 0) }
    default:
      guard let first = document.places[words[0]] else { return 0 }
      guard words.count > 1 else { return first.count }
      let places = words.map { Set(document.places[$0] ?? []) }
      return first.filter { place in
        places.indices.allSatisfy { places[$0].contains(place + $0) }
      }.count
    }
  }

  /// The documents that a query finds.
  private func matches(_ query: Query, _ counts: [String: [Int]]) -> Set<Int> {
    switch query {
    case .word, .phrase, .prefix:
      let found = counts[query.text] ?? []
      return Set(found.indices.filter { found[$0] > 0 })
    case .and(let left, let right):
      return matches(left, counts).intersection(matches(right, counts))
    case .or(let left, let right): return matches(left, counts).union(matches(right, counts))
    case .not(let left, let right):
      return matches(left, counts).subtracting(matches(right, counts))
    }
  }

  /// What a query finds, from position 1, with BM25 (k1 = 1.2, b = 0.75).
  func search(_ query: Query) -> [Int64: Double] {
    let counts = Dictionary(
      query.all.map { leaf in (leaf.text, documents.map { frequency(leaf, in: $0) }) },
      uniquingKeysWith: { first, _ in first })
    var leaves: [[Int]] = []
    // What is written twice counts once.
    var seen: [Query] = []
    for leaf in query.leaves where !seen.contains(where: { $0.same(as: leaf) }) {
      seen.append(leaf)
      leaves.append(counts[leaf.text] ?? [])
    }
    let weights = leaves.map { leaf in
      let count = Double(leaf.count { $0 > 0 })
      let weight = log((Double(documents.count) - count + 0.5) / (count + 0.5))
      return weight > 0 ? weight : 1e-6
    }
    return matches(query, counts).reduce(into: [:]) { scores, index in
      let norm = 1 - 0.75 + 0.75 * Double(documents[index].length) / averageLength
      scores[Int64(index + 1)] = zip(leaves, weights).reduce(0) { sum, leaf in
        let count = Double(leaf.0[index])
        return sum + leaf.1 * count * (1.2 + 1) / (count + 1.2 * norm)
      }
    }
  }
}
