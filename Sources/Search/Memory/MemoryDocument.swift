/// A document of a ``MemorySearchIndex`` with the places of its words.
struct MemoryDocument: Sendable {
  var document: SearchDocument
  let text: String
  let keys: Set<String>
  /// How many words it has.
  let length: Int
  /// The places of each word and each further form.
  private let places: [String: [Int]]

  init(_ entry: SearchEntry) {
    document = entry.document
    text = entry.text
    keys = Set(entry.keys)
    let tokens = SearchTokenizer.tokens(of: text)
    length = tokens.count
    places = tokens.indices.reduce(into: [:]) { places, index in
      places[tokens[index].text, default: []].append(index)
      for form in tokens[index].forms { places[form.text, default: []].append(index) }
    }
  }

  /// The different words it has, with their further forms.
  var words: some Collection<String> { places.keys }

  func has(_ word: String) -> Bool { places[word] != nil }

  /// How often any of some patterns stands in it.
  func frequency(of patterns: [SearchPattern]) -> Int {
    patterns.reduce(0) { $0 + frequency(of: $1) }
  }

  private func frequency(of pattern: SearchPattern) -> Int {
    guard let last = pattern.words.last else { return 0 }
    // Several forms at one place are found there once.
    let ends =
      pattern.isPrefix
      ? Set(places.filter { $0.key.utf8.starts(with: last.utf8) }.flatMap(\.value))
      : Set(places[last] ?? [])
    let before = pattern.words.dropLast().reversed().map { Set(places[$0] ?? []) }
    return ends.count { end in
      before.indices.allSatisfy { before[$0].contains(end - 1 - $0) }
    }
  }

  /// Whether a filter lets it through.
  func passes(_ filter: SearchFilter) -> Bool { filter.means(document) && !isMasked(by: filter) }

  /// Whether it may be there although nobody may read it.
  func isMasked(by filter: SearchFilter) -> Bool {
    filter.maskedTexts.contains(document.textPosition)
      || !keys.isDisjoint(with: filter.maskedKeys)
  }
}
