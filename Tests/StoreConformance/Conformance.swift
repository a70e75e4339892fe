/// The one suite that every store of the log must pass.
///
/// A test target makes a ``StoreFactory`` for its store and runs each of ``checks`` over it:
///
/// ```swift
/// @Test("keeps the promises of a store", .guardedAgainstHanging, arguments: Conformance.checks)
/// func conforms(check: ConformanceCheck) async throws {
///   try await check.run(over: MyFactory())
/// }
/// ```
///
/// A check makes the stores it needs, expects nothing of what is in them at first (a birth record
/// may be there or not), waits for events and never for time. May import EventLog, InteractionModel
/// and Merkle. To add a check, add it to the list of its concern under `Checks`.
public enum Conformance {
  /// Every check.
  public static let checks: [ConformanceCheck] =
    emptiness + order + concurrency + expectations + duplicates + bytes + selectors + times
    + waiting + attachments + destroying + reopening
}
