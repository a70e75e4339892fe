internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Parties, cases and conversations by their ids, or by the beginning of one, in any spelling.
///
/// An id comes before those that are spelled alike, and these before those that begin so. A beginning
/// is a place in the order of keys, so a look costs the same however many there are.
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
      case .document, .register: return nil
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
    /// Whether it is only the beginning of them, or a spelling of several.
    var isBeginning = false
    /// Whether it has too few signs to be taken for a beginning.
    var isTooShort = false
    /// How many ids it may be the beginning of, as far as they are counted.
    var count = NamedCount()

    /// What is meant beyond doubt: whatever has that id, or the only one that begins so.
    var meant: [EntityKey] { isBeginning && entities.count > 1 ? [] : entities }
  }

  /// What a text names, in whatever spelling.
  /// - Parameters:
  ///   - text: an id, or its beginning.
  ///   - limit: how many of each kind at most.
  /// - Returns: those there are.
  /// - Throws: ``/EventLog/StorageFault`` when a read model cannot be read.
  func match(_ text: String, limit: Int) throws -> Match {
    if EntityKey.isValid(id: text) {
      let whole = try places.filter { try $0.model.row($0.table, key: text) != nil }
      guard whole.isEmpty else { return Match(entities: whole.map { EntityKey($0.kind, text) }) }
    }
    guard let spelled = SpelledIDs(text) else { return Match() }
    let begun = try places.map { place in
      (place.kind, try spelled.ids(in: place, limit: NamedCount.limit + 1))
    }
    func entities(where isMeant: (String) -> Bool) -> [[EntityKey]] {
      begun.map { kind, ids in
        ids.filter(isMeant).prefix(limit).map { EntityKey(kind, $0) }
      }
    }
    let whole = entities(where: spelled.isWhole)
    guard whole.allSatisfy(\.isEmpty) else {
      return Match(
        entities: whole.flatMap(\.self), isBeginning: whole.contains { $0.count > 1 },
        count: NamedCount(whole.joined().count))
    }
    let count = NamedCount(begun.reduce(0) { $0 + $1.1.count })
    guard text.utf8.count >= EntityNames.shortest else {
      return Match(isTooShort: true, count: count)
    }
    let same = entities { $0.utf8.starts(with: text.utf8) }.flatMap(\.self)
    return Match(
      entities: same.isEmpty ? entities { _ in true }.flatMap(\.self) : same, isBeginning: true,
      count: count)
  }
}

/// How many ids a text may be the beginning of, counted up to a limit.
public struct NamedCount: Sendable, Hashable, CustomStringConvertible {
  /// How far they are counted.
  static let limit = 100

  /// How many; one more than are counted where there are more.
  public let number: Int

  init(_ number: Int = 0) { self.number = min(number, NamedCount.limit + 1) }

  /// The number in words: `7`, `more than 100`.
  public var description: String {
    number > NamedCount.limit ? "more than \(NamedCount.limit)" : "\(number)"
  }
}
