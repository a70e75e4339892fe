/// The suite that every store of the log must pass.
///
/// A test target makes a ``LogFactory`` for its store and runs each of ``checks`` over it:
///
/// ```swift
/// @Test("keeps the promises of a log", .guardedAgainstHanging, arguments: LogConformance.checks)
/// func conforms(check: LogCheck) async throws {
///   try await check.run(over: MyFactory())
/// }
/// ```
///
/// A check makes the stores it needs, expects nothing of what is in them at first (a birth record
/// may be there or not), waits for events and never for time. To add a check, add it to the list of
/// its concern under `Checks/Log`.
public enum LogConformance {
  /// Every check.
  public static let checks: [LogCheck] =
    emptiness + order + concurrency + expectations + duplicates + bytes + tree + selectors
    + amendments + times + waiting + attachments + destroying + reopening
}
