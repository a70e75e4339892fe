internal import EventLog
internal import StoreConformance
internal import Testing

/// Every promise of a store, kept by the store in SQLite.
@Suite("The log in SQLite")
struct ConformanceTests {
  @Test("keeps the promises of a store", .timeLimit(Tier.limit), arguments: Conformance.checks)
  func conforms(check: ConformanceCheck) async throws {
    try await check.run(over: SQLiteFactory())
  }
}
