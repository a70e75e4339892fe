internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Parties, cases and conversations by their ids, or by the beginning of one.
///
/// Ids are compared by their bytes. A beginning is a place in the order of keys, so a look costs the
/// same however many there are.
struct EntityNames {
  /// How many signs a beginning has at least.
  static let shortest = 4

  /// A table with one row an entity of a kind.
  struct Place {
    let kind: EntityKind
    let table: Table
    let model: any ReadModel

    init(_ entities: Entities) {
      kind = entities.kind
      table = entities.table
      model = entities.model
    }

    /// The table of a kind where a read model of this code serves; nil where none does.
    init?(_ kind: EntityKind, in store: OpenStore) {
      let (projection, table): (Projection, Table)
      switch kind {
      case .party: (projection, table) = (ContinuityHandoff.projection, PartyContinuity.parties)
      case .case: (projection, table) = (CaseState.projection, CaseState.table)
      case .conversation:
        (projection, table) = (
          ConversationArchive.projection, ConversationArchive.conversations
        )
      case .document: return nil
      }
      guard let model = store.dispensable(projection) else { return nil }
      self.kind = kind
      self.table = table
      self.model = model
    }

    /// The row of an id; nil when there is none.
    func row(_ id: String) throws -> OrderedRows.Element? {
      let rows = OrderedRows(model: model, tables: [table], column: nil)
      return try model.row(table, key: id).map { rows.element($0, of: table) }
    }
  }

  let places: [Place]

  /// What a text names.
  struct Match {
    /// Those that it names, or that begin with it: of each kind so many as were asked for at most.
    var entities: [EntityKey] = []
    /// Whether it is only the beginning of them.
    var isBeginning = false

    /// What is meant beyond doubt: whatever has that id, or the only one that begins so.
    var meant: [EntityKey] { isBeginning && entities.count > 1 ? [] : entities }
  }

  /// What a text names.
  /// - Parameters:
  ///   - text: an id, or its beginning.
  ///   - limit: how many of each kind at most.
  /// - Returns: those there are.
  /// - Throws: ``/EventLog/StorageFault`` when a read model cannot be read.
  func match(_ text: String, limit: Int) throws -> Match {
    guard EntityKey.isValid(id: text) else { return Match() }
    let whole = try places.filter { try $0.model.row($0.table, key: text) != nil }
    guard whole.isEmpty else { return Match(entities: whole.map { EntityKey($0.kind, text) }) }
    guard text.utf8.count >= EntityNames.shortest else { return Match() }
    let begun = try places.flatMap { place in
      try place.model.rows(place.table, where: [], after: text, limit: limit)
        .prefix { $0.key.utf8.starts(with: text.utf8) }.map { EntityKey(place.kind, $0.key) }
    }
    return Match(entities: begun, isBeginning: true)
  }
}
