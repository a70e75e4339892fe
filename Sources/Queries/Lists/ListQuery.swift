internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// The rows of a list, all of whose conditions hold.
struct ListQuery: Sendable {
  let rows: OrderedRows
  let store: OpenStore
  /// What was written.
  var words: [WordCondition] = []
  /// What the store can tell beside the words.
  var filters: [RowFilter] = []
  /// What only a look at the row can tell.
  var isWanted: @Sendable (OrderedRows.Element) -> Bool = { _ in true }

  /// Adds that a column of time is within some times.
  mutating func require(_ column: String, from: Instant?, before: Instant?) {
    if let from { filters.append(.atLeast(column: column, .integer(from.microseconds))) }
    if let before { filters.append(.below(column: column, .integer(before.microseconds))) }
  }

  /// A page; see ``OrderedRows/page(where:after:limit:_:)``.
  /// - Throws: ``UnknownWord`` when nothing is called by a word of the conditions.
  func page(
    after: String?, limit: Int
  ) throws -> (rows: [OrderedRows.Element], next: String?) {
    let page = try rows.page(where: storedFilters, after: after, limit: limit, passes)
    if page.rows.isEmpty { try requireKnownWords() }
    return page
  }

  /// Every row, in no order that people would know.
  /// - Throws: ``UnknownWord`` when nothing is called by a word of the conditions.
  func forEach(_ body: (OrderedRows.Element) throws -> Void) throws {
    var isEmpty = true
    try rows.forEach(where: storedFilters) { row in
      guard passes(row) else { return }
      isEmpty = false
      try body(row)
    }
    if isEmpty { try requireKnownWords() }
  }

  /// Makes sure that all words are known.
  ///
  /// Those of a list that has a row are, so it is asked of empty ones.
  func requireKnownWords() throws {
    for word in words { try word.requireKnown(in: rows, store) }
  }

  private var storedFilters: [RowFilter] { filters + words.compactMap(\.filter) }

  private func passes(_ row: OrderedRows.Element) -> Bool {
    words.allSatisfy { $0.filter != nil || $0.holds(of: row) } && isWanted(row)
  }
}
