public import InteractionModel

extension EntityIndex {
  /// The projection: one row an entity, of every kind that there is.
  public static let projection = Projection(
    name: "EntityIndex", version: 3,
    folds: EntityKind.allCases.map { kind in
      Fold(
        over: kind, reach: kind.mergeLink == nil ? .all : .withMoves, tables: [table(of: kind)],
        initial: EntityIndex(kind)
      ) { bytes in
        var index = try EntityIndex(decoding: bytes)
        index.kind = kind
        return index
      }
    })

  /// The table of the entities of a kind.
  ///
  /// `root` is in base64; one that was merged into another has no records, `merged_into` says whose
  /// they are.
  /// - Parameter kind: the kind.
  /// - Returns: the table.
  public static func table(of kind: EntityKind) -> Table {
    Table(
      "\(kind.rawValue)_index",
      columns: [
        Column("records", .integer), Column("root", .text), Column("merged_into", .text),
      ])
  }
}
