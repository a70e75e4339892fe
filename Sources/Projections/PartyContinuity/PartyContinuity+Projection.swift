internal import InteractionModel

extension PartyContinuity {
  /// The table of parties: one row each.
  ///
  /// `last_at` is an effective time in microseconds from 1970-01-01T00:00:00Z, for sorting;
  /// `findings` counts those that stand.
  public static let parties = Table(
    "party",
    columns: [
      Column("merged_into", .text),
      Column("conversations", .integer),
      Column("cases", .json),
      Column("channels", .json),
      Column("last_at", .integer, indexed: true),
      Column("findings", .integer),
      Column("document", .json),
    ])

  /// The table of what parties told the agency: one row a party and fact.
  ///
  /// Its key is `<party>/<fact>`. `given_position` is the record that gives the value, `given_at`
  /// its effective time. From `stale_after` on, another such time, it may be asked for again;
  /// `stale` is 1 when it might already at the party's last touch, for a fold knows no other now.
  public static let knownFacts = Table(
    "known_fact",
    columns: [
      Column("fact", .text, indexed: true),
      Column("state", .text),
      Column("verified", .integer),
      Column("said_by", .text),
      Column("given_position", .integer),
      Column("given_at", .integer),
      Column("stale_after", .integer),
      Column("stale", .integer),
      Column("document", .json),
    ])

  /// The table of losses of continuity between the conversations and cases of one party.
  public static let findings = Table("party_finding", columns: Finding.columns)

  /// The fold over parties.
  static let fold = Fold(
    over: .party, tables: [parties, knownFacts, findings], state: PartyContinuity.self)
}
