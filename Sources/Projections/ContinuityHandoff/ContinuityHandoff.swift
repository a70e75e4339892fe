internal import InteractionModel

/// What passes from one to the next: every hand-off with its packet, what is known, and where
/// continuity was lost.
///
/// One state serves a case and a conversation that belongs to no case; see ``MatterHistory``.
public enum ContinuityHandoff {
  /// The projection: hand-offs and findings of matters, known facts and broken chains of parties.
  public static let projection = projection(pagesOf: TouchPages.size)

  /// The projection with another idea of what is long.
  /// - Parameter size: how many touches a page of a matter has; with the first full page it is kept
  ///   in parts.
  /// - Returns: the projection.
  package static func projection(pagesOf size: Int) -> Projection {
    Projection(
      name: "ContinuityHandoff", version: 12,
      folds: [
        fold(CaseMatter.self, reach: .all, pagesOf: size),
        fold(ConversationMatter.self, reach: .withoutCase, pagesOf: size),
        PartyContinuity.fold,
      ])
  }

  private static func fold<Home: MatterHome>(
    _ home: Home.Type, reach: Fold.Reach, pagesOf size: Int
  ) -> Fold {
    Fold(
      over: Home.kind, reach: reach, tables: [Home.table, handoffs, findings, steps, outcomes],
      initial: MatterContinuity<Home>(pagesOf: size)
    ) { bytes in
      try MatterContinuity<Home>(decoding: bytes, pagesOf: size)
    }.tracing(handoffs, by: HandoffTrace<Home>.self)
  }

  /// The table of cases: one row each.
  public static let cases = Table("case_continuity", columns: matterColumns)

  /// The table of conversations that belong to no case: one row each.
  public static let conversations = Table("conversation_continuity", columns: matterColumns)

  /// How often what was found, and how long the chain is; `document` has the chain itself, what is
  /// known and what was promised.
  private static let matterColumns =
    [
      Column("legs", .integer),
      Column("handoffs", .integer),
      Column("open_handoffs", .integer, indexed: true),
      Column("findings", .integer, indexed: true),
    ] + countedKinds.map { Column($0.rawValue, .integer) } + [
      Column("last_touch", .integer),
      Column("merged_into", .text),
      Column("document", .json),
    ]

  /// The findings that a matter shows by itself; the others need the whole party.
  static let countedKinds: [Finding.Kind] = [
    .repeatAsk, .blindHandoff, .contextMissing, .pingPong, .chainLength,
  ]

  /// The table of what became of promises that are not of their own matter: one row each, keyed by
  /// the position.
  ///
  /// `promise` is what the record names: the event id of the promise, or what `source` calls it. A call
  /// back is often made in a conversation of its own, which nobody linked to the matter; whoever shows
  /// a promise looks here for what its matter does not know. `at` is the effective time in
  /// microseconds from 1970-01-01T00:00:00Z.
  public static let outcomes = Table(
    "promise_outcome",
    columns: [
      Column("promise", .text, indexed: true),
      Column("kind", .text),
      Column("source", .text),
      Column("at", .integer),
      Column("document", .json),
    ])

  /// The table of hand-offs: one row each, keyed by the event id of its request, else of its
  /// packet's preparation.
  ///
  /// `status` is `open`, `viewed`, `acknowledged`, `completed`, `rejected`, `failed` or `returned`.
  /// `matter` is the case, or the conversation when it belongs to none; `matter_kind` says which.
  /// `requested_at` is the effective time in microseconds from 1970-01-01T00:00:00Z, for sorting.
  public static let handoffs = Table(
    "handoff",
    columns: [
      Column("status", .text, indexed: true),
      Column("kind", .text),
      Column("matter_kind", .text),
      Column("matter", .text, indexed: true),
      Column("conversation", .text),
      Column("party", .text, indexed: true),
      Column("from_department", .text, indexed: true),
      Column("from_queue", .text),
      Column("from_agent", .text),
      Column("from_channel", .text),
      Column("to_department", .text, indexed: true),
      Column("to_queue", .text),
      Column("to_agent", .text),
      Column("to_channel", .text),
      Column("requested_at", .integer, indexed: true),
      Column("findings", .json),
      Column("document", .json),
    ])

  /// The table of what was lost in a matter: one row a finding.
  public static let findings = Table("finding", columns: Finding.columns)
}
