internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// That the rows of a list have a word somewhere: a filter that somebody wrote.
struct WordCondition: Sendable {
  /// Where a row may have it.
  enum Place: Sendable {
    /// In a column of text.
    case column(String)
    /// Among the texts of a column that is a JSON array.
    case list(String)
    /// Among what is made of the row.
    case texts(@Sendable (OrderedRows.Element) -> [String])

    /// Among what is made of the row's document.
    static func document<Field>(
      _: Field.Type, _ texts: @escaping @Sendable (Document<Field>) -> [String]
    ) -> Place {
      .texts { texts($0.document()) }
    }

    func texts(of row: OrderedRows.Element) -> [String] {
      switch self {
      case .column(let name): row.text(name).map { [$0] } ?? []
      case .list(let name): (row.json(name).array ?? []).compactMap(\.string)
      case .texts(let texts): texts(row)
      }
    }
  }

  /// What the word should be the name of.
  let kind: String
  let word: String
  /// One of them must have it.
  let places: [Place]
  /// The words that are known though no row has them.
  private let vocabulary: [String]
  /// Where else in the store something may be called so.
  private let names: StoreNames?

  init(
    _ kind: String, _ word: String, in places: Place..., vocabulary: [String] = [],
    names: StoreNames? = nil
  ) {
    self.kind = kind
    self.word = word
    self.places = places
    self.vocabulary = vocabulary
    self.names = names
  }

  /// The same for the store; nil when only ``holds(of:)`` can say it.
  var filter: RowFilter? {
    guard places.count == 1 else { return nil }
    switch places[0] {
    case .column(let name): return .equals(column: name, .text(word))
    case .list(let name): return .contains(column: name, word)
    case .texts: return nil
    }
  }

  func holds(of row: OrderedRows.Element) -> Bool {
    places.contains { $0.texts(of: row).contains(word) }
  }

  /// Makes sure that something is called so; asked when a list is empty, for it reads all rows.
  /// - Throws: ``UnknownWord`` when nothing is.
  func requireKnown(in rows: OrderedRows, _ store: OpenStore) throws {
    if vocabulary.contains(word) { return }
    var nearest = NearestWords(to: word)
    vocabulary.forEach { nearest.take($0) }
    var isKnown = false
    func take(_ texts: [String]) -> Bool {
      isKnown = isKnown || texts.contains(word)
      if !isKnown { texts.forEach { nearest.take($0) } }
      return !isKnown
    }
    try rows.walk(where: []) { row in places.allSatisfy { take($0.texts(of: row)) } }
    if !isKnown { try names?.walk(in: store, take) }
    if !isKnown { throw UnknownWord(kind, word, nearest: nearest.words) }
  }
}
