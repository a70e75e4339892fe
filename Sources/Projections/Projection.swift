public import InteractionModel

/// A value in a column of a read model.
public enum ColumnValue: Sendable, Hashable {
  /// Nothing.
  case null
  /// A whole number.
  case integer(Int64)
  /// A text.
  case text(String)

  /// The value, or nothing.
  public init(_ text: String?) { self = text.map(ColumnValue.text) ?? .null }
  /// The value, or nothing.
  public init(_ integer: Int64?) { self = integer.map(ColumnValue.integer) ?? .null }

  /// The value in JSON.
  public var json: JSONValue {
    switch self {
    case .null: .null
    case .integer(let value): .int(value)
    case .text(let value): .string(value)
    }
  }
}

/// A column of a read model's table.
public struct Column: Sendable, Hashable {
  /// What a column holds.
  public enum Kind: String, Sendable {
    /// A text.
    case text
    /// A whole number.
    case integer
    /// Canonical JSON as text.
    case json
  }

  /// The name: lower-case words joined by underscores.
  public let name: String
  /// What it holds.
  public let kind: Kind
  /// Whether queries select or sort by it.
  public let isIndexed: Bool

  /// A column.
  public init(_ name: String, _ kind: Kind, indexed: Bool = false) {
    self.name = name
    self.kind = kind
    isIndexed = indexed
  }
}

/// A table of a read model, declared as a value: stores derive theirs from it.
///
/// Every row belongs to one entity. Beside the declared columns a store keeps `entity` (the id of
/// the entity it belongs to), `key` (the row's own key, unique in the table) and `position` (of the
/// last record that went into the row; into the entity, unless the row says less).
public struct Table: Sendable, Hashable {
  /// The name: lower-case words joined by underscores.
  public let name: String
  /// The declared columns.
  public let columns: [Column]
  /// How its rows follow one another where they are read page by page; nil for by key alone.
  public let order: Order?

  /// The order of the rows that share something: by a number, then by key, of two keys the shorter
  /// one first, so that keys which end in a number follow one another by that.
  public struct Order: Sendable, Hashable {
    /// The column whose value they share: a text.
    public let shared: String
    /// The column that says the order: a whole number that every row has.
    public let column: String

    /// An order.
    /// - Parameters:
    ///   - column: the column that says the order.
    ///   - shared: the column whose value the rows share.
    public init(by column: String, within shared: String) {
      self.column = column
      self.shared = shared
    }
  }

  /// A table.
  /// - Parameters:
  ///   - name: lower-case words joined by underscores.
  ///   - columns: the declared columns.
  ///   - order: how its rows follow one another where they are read page by page.
  public init(_ name: String, columns: [Column], order: Order? = nil) {
    self.name = name
    self.columns = columns
    self.order = order
  }
}

/// A row that an entity's state emits.
public struct Row: Sendable, Hashable {
  /// The table it goes into.
  public let table: String
  /// Its key, unique in the table; the entity's id when there is one row an entity.
  public let key: String
  /// The values, in the order of the table's columns.
  public let values: [ColumnValue]
  /// The last record that went into it; nil when that is the last one of the entity.
  public let position: Position?

  /// A row.
  /// - Parameters:
  ///   - table: the table it goes into.
  ///   - key: unique in the table.
  ///   - values: in the order of the table's columns.
  ///   - position: the last record that went into it; nil when that is the last one of the entity.
  public init(table: String, key: String, values: [ColumnValue], position: Position? = nil) {
    self.table = table
    self.key = key
    self.values = values
    self.position = position
  }
}

/// Why a fold refuses a record.
///
/// Stops its projection before that position, loudly.
public struct FoldError: Error, Remediable, Hashable {
  /// The record's place.
  public let position: Position
  /// What the fold cannot do with it, without content.
  public let reason: String
  /// What to do about it.
  public let remedy: Remedy?

  /// A refusal.
  /// - Parameters:
  ///   - position: the record's place.
  ///   - reason: what the fold cannot do with it, without content.
  ///   - remedy: what to do about it.
  public init(position: Position, reason: String, remedy: Remedy? = nil) {
    self.position = position
    self.reason = reason
    self.remedy = remedy
  }

  /// The place, the reason, and what to do.
  public var diagnosis: Diagnosis { Diagnosis("position \(position): \(reason)", remedy) }
}

/// Where a conversation belongs under the links in force.
public struct CaseMembership: Sendable, Hashable {
  /// The case: the end of its chain of merges.
  public let id: String
  /// The last of the links that moved it there; nil when only the source says so.
  public let since: Position?

  /// A membership.
  /// - Parameters:
  ///   - id: the case, at the end of its chain of merges.
  ///   - since: the last of the links that moved it there; nil when only the source says so.
  public init(id: String, since: Position?) {
    self.id = id
    self.since = since
  }
}

/// What a state may know beyond its own records when it is turned into rows.
public struct RowContext: Sendable {
  /// The entity's id.
  public let key: String
  /// The entity that this one was merged into, under the links in force; nil when it was not.
  public let mergedInto: String?
  /// Whom a party belongs to under the links in force: itself, or whom it was merged into.
  public let partyRoot: @Sendable (String) -> String
  /// The case that a conversation belongs to, given what the source said; nil when to none.
  ///
  /// A link of the conversation decides, the case of its start among them; where there never was
  /// one, what the source said. Merges are followed.
  public let caseOf: @Sendable (_ conversation: String, _ said: String?) -> CaseMembership?

  /// A context.
  public init(
    key: String, mergedInto: String? = nil,
    partyRoot: @escaping @Sendable (String) -> String = { $0 },
    caseOf: @escaping @Sendable (String, String?) -> CaseMembership? = { _, said in
      said.map { CaseMembership(id: $0, since: nil) }
    }
  ) {
    self.key = key
    self.mergedInto = mergedInto
    self.partyRoot = partyRoot
    self.caseOf = caseOf
  }
}

/// The state of one entity while its records are folded.
///
/// Total on any subset of an entity's records in position order: nothing may be required to have
/// come before. "Latest" compares (effective time, position), see ``Latest``.
public protocol FoldState: Sendable {
  /// The state before any record.
  init()

  /// The state that ``encoded()`` wrote.
  /// - Parameter bytes: what it wrote.
  /// - Throws: when the bytes are not of that form.
  init(decoding bytes: [UInt8]) throws

  /// The complete state: decoding it and folding on equals folding from the start.
  ///
  /// Equal states have equal bytes. They are read by code of the same ``Projection/version`` only,
  /// so that a new form of them is a new version.
  func encoded() -> [UInt8]

  /// Takes one more record.
  /// - Parameter record: belongs to the entity and comes after all that were taken before.
  /// - Throws: ``FoldError`` when the record cannot be understood, for example because its schema
  ///   is newer than the code.
  mutating func apply(_ record: Record) throws(FoldError)

  /// The rows of the entity. None at all when no record was taken and it was not merged.
  /// - Parameter context: who it is and whom parties belong to.
  /// - Returns: the rows, of any of the declared tables.
  func rows(_ context: RowContext) -> [Row]
}

/// A projection: its name, the version of its code, what it folds by and into what.
///
/// It is one or more folds, each over another kind of entity; their rows are of one position.
public struct Projection: Sendable {
  /// The name, as on the command line.
  public let name: String
  /// The version of the code: goes up whenever the same records give other rows, or
  /// states are encoded in another way.
  public let version: Int
  /// The folds, each over another kind of entity; at least one.
  public let folds: [Fold]
  /// The tables of all folds, each once, in the order in which they are declared.
  public let tables: [Table]

  /// A projection of some folds.
  /// - Parameters:
  ///   - name: as on the command line.
  ///   - version: of its code.
  ///   - folds: each over another kind of entity.
  public init(name: String, version: Int, folds: [Fold]) {
    self.name = name
    self.version = version
    self.folds = folds
    tables = folds.flatMap(\.tables).reduce(into: []) { tables, table in
      if !tables.contains(table) { tables.append(table) }
    }
  }

  /// Whether some of its states are kept in parts once they are long.
  public var isParted: Bool { folds.contains(where: \.isParted) }

  /// The fold over a kind of entity; nil when there is none.
  /// - Parameter kind: the kind of entity.
  /// - Returns: the fold; nil when there is none.
  public func fold(over kind: EntityKind) -> Fold? { folds.first { $0.kind == kind } }
}

/// Every projection there is.
public enum ProjectionCatalogue {
  /// The projections, in the order in which they are shown.
  public static let all: [Projection] = [
    CaseState.projection, ContinuityHandoff.projection, ConversationArchive.projection,
    EntityIndex.projection,
  ]

  /// The projection of that name; letters of either case.
  /// - Parameter name: as on the command line.
  /// - Returns: the projection; nil when there is none of that name.
  public static func named(_ name: String) -> Projection? {
    all.first { $0.name.lowercased() == name.lowercased() }
  }
}
