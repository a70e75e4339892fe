import StoreConformance
import Testing
import Vault

@Suite("The rows of a vault in memory")
struct VaultConformanceTests {
  @Test(
    "keep the promises of a vault", .guardedAgainstHanging, arguments: VaultConformance.checks)
  func conform(check: VaultCheck) async throws {
    try await check.run(over: MemoryFactory<any VaultStore> { MemoryVaultStore() })
  }
}
