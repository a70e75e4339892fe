/// Limit L4: the tables of EntityIndex by plain SQL.
///
/// Left out, which favours the limit: the roots, for which SQLite has no hash (the greatest id stands for
/// each), and that a record which moved something counts where it moved it, too.
enum PlainEntityIndex {
  /// One row an entity of each kind.
  static let fills: [(table: String, sql: String)] = [
    (
      "case_index",
      fill(
        "case", by: "case_id",
        into: "(SELECT into_id FROM merged WHERE kind = 'case' AND merged.id = case_id)")
    ),
    ("conversation_index", fill("conversation", by: "conversation")),
    (
      "party_index",
      fill(
        "party", by: "party",
        into: "(SELECT into_id FROM merged WHERE kind = 'party' AND merged.id = party)")
    ),
    (
      "document_index",
      fill(
        "document", by: "document",
        of: """
          (SELECT position, id, body ->> '$.response' AS document FROM event
          WHERE type IN ('response.codified', 'response.approved', 'response.retired',
            'response.owner_changed'))
          """)
    ),
    (
      "register_index",
      fill(
        "register", by: "register",
        of: """
          (SELECT position, id, CASE
            WHEN type LIKE 'hold.%' THEN 'hold-register'
            WHEN type LIKE 'erasure.%' OR type = 'party.erased' THEN 'erasure-register'
            WHEN type = 'record.disclosed' THEN 'disclosure-register' END AS register FROM event)
          """)
    ),
  ]

  private static func fill(
    _ kind: String, by column: String, of source: String = "event", into target: String = "NULL"
  ) -> String {
    """
    INSERT INTO \(kind)_index
    SELECT \(column), '\(kind)-' || \(column), max(position), count(*), max(event.id), \(target)
    FROM \(source) AS event WHERE \(column) IS NOT NULL GROUP BY \(column);
    """
  }
}
