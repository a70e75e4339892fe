internal import InteractionModel

extension CaseState {
  /// The projection: one row a case.
  public static let projection = Projection(
    name: "CaseState", version: 8,
    folds: [
      Fold(over: .case, tables: [table], state: CaseState.self).tracing(table, by: CaseTrace.self)
    ])

  /// The table of cases.
  ///
  /// `opened_at` and `last_touch` are effective times in microseconds from 1970-01-01T00:00:00Z,
  /// for sorting; `document` has the times as the sources said them.
  public static let table = Table(
    "case_state",
    columns: [
      Column("status", .text, indexed: true),
      Column("department", .text, indexed: true),
      Column("owner", .text, indexed: true),
      Column("queue", .text),
      Column("priority", .text),
      Column("due", .text),
      Column("service", .text),
      Column("opened", .text),
      Column("opened_at", .integer, indexed: true),
      Column("last_touch", .integer),
      Column("channels", .json),
      Column("sla_state", .text),
      Column("reopens", .integer),
      Column("events", .integer),
      Column("on_time", .text),
      Column("merged_into", .text),
      Column("document", .json),
    ])
}
