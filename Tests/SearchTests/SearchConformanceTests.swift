internal import Search
internal import StoreConformance
internal import Testing

@Suite("The full-text index in memory")
struct SearchConformanceTests {
  @Test(
    "keeps the promises of a full-text index", .guardedAgainstHanging,
    arguments: SearchConformance.checks)
  func conforms(check: SearchCheck) async throws {
    try await check.run(over: MemoryFactory<any SearchIndexStore> { MemorySearchStore() })
  }
}
