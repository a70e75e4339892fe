public import InteractionModel
public import Projections

/// What a fold keeps of one entity between batches.
public struct StoredState: Sendable, Hashable {
  /// The last record that went into it.
  public let position: Position
  /// What ``FoldState/encoded()`` wrote, or ``PartedState/encodedHead()`` of a state in parts.
  public let bytes: [UInt8]

  /// A stored state.
  public init(position: Position, bytes: [UInt8]) {
    self.position = position
    self.bytes = bytes
  }
}

/// A part of an entity's state as a read model stores it; see ``PartedState``.
public struct StoredPart: Sendable, Hashable {
  /// The name of the entity, as it is stored.
  public let entity: String
  /// The part.
  public let part: StatePart

  /// A stored part.
  public init(entity: String, part: StatePart) {
    self.entity = entity
    self.part = part
  }
}

/// A row as a read model stores it.
public struct StoredRow: Sendable, Hashable {
  /// Its key within the table.
  public let key: String
  /// The name of the entity it belongs to, as it is stored.
  public let entity: String
  /// The last record that went into the row; into the entity, unless the row says less.
  public let position: Position
  /// The values in the order of the table's columns.
  public let values: [ColumnValue]

  /// A stored row.
  public init(key: String, entity: String, position: Position, values: [ColumnValue]) {
    self.key = key
    self.entity = entity
    self.position = position
    self.values = values
  }
}

extension StoredRow {
  /// What a row says in the column that its table is ordered by; nil when it says nothing there.
  package func order(in table: Table) -> Int64? {
    guard let order = table.order,
      let index = table.columns.firstIndex(where: { $0.name == order.column }),
      case .integer(let value) = values[index]
    else { return nil }
    return value
  }
}
