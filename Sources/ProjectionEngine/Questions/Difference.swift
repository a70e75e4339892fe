public import InteractionModel

/// One thing in which two read models that should be equal are not.
public struct Difference: Sendable, Hashable {
  /// The table, or what read models keep beside the rows: `entity_state`,
  /// `entity_part`, `link`, `naming` or `meta`.
  public let table: String
  /// The entity the row belongs to, as `kind-id`; for `link` what is moved, for `meta` the
  /// projection.
  public let entity: String
  /// The row's key; for `link` its number, for `naming` what is named, for `entity_part`
  /// the name of the part in hexadecimal.
  public let key: String
  /// The column, or the field within a JSON column; `row` when the whole row is on one side only.
  public let field: String
  /// What the live read model has; nil when it has nothing.
  public let live: JSONValue?
  /// What folding the log again gives; nil when it gives nothing.
  public let replayed: JSONValue?
  /// The last record that went into the live row.
  public let livePosition: Position?
  /// The last record that went into the replayed row.
  public let replayedPosition: Position?

  /// The difference in the form of the command line.
  public var json: JSONObject {
    let owner = table == "link" || table == "meta" ? nil : EntityKey(parsing: entity)
    var object: JSONObject = [
      "table": .string(table), "entity": .string(owner?.id ?? entity), "key": .string(key),
      "field": .string(field),
    ]
    object["kind"] = owner.map { .string($0.kind.rawValue) }
    object["live"] = live ?? .null
    object["replayed"] = replayed ?? .null
    object["livePosition"] = livePosition.map { .int($0.rawValue) } ?? .null
    object["replayedPosition"] = replayedPosition.map { .int($0.rawValue) } ?? .null
    return object
  }
}
