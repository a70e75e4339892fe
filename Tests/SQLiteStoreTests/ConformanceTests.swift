internal import EventLog
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

/// Every promise of a store, kept by the store in SQLite: with an index that is merged seldom, and
/// with one that is merged all the time.
@Suite("The log in SQLite")
struct ConformanceTests {
  @Test(
    "keeps the promises of a store", .guardedAgainstHanging, arguments: Conformance.checks,
    [LogTuning().recentLimit, 5])
  func conforms(check: ConformanceCheck, recentLimit: Int) async throws {
    try await check.run(over: SQLiteFactory(recentLimit: recentLimit))
  }
}
