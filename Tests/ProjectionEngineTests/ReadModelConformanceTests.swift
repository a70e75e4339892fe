import ProjectionEngine
import StoreConformance
import Testing

@Suite("Read models in memory")
struct ReadModelConformanceTests {
  @Test(
    "keep the promises of read models", .guardedAgainstHanging,
    arguments: ReadModelConformance.checks)
  func conform(check: ReadModelCheck) async throws {
    try await check.run(over: MemoryFactory<any ReadModelStore> { MemoryReadModelStore() })
  }
}
