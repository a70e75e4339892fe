internal import EventLog
internal import ProjectionEngine
internal import Search
internal import StoreConformance
internal import Testing
internal import Vault

@testable import SQLiteStore

/// Every promise of a port, kept by its store in SQLite.
@Suite("The stores in SQLite")
struct ConformanceTests {
  // With an index that is merged seldom, and with one that is merged all the time.
  @Test(
    "keep the promises of a log", .guardedAgainstHanging, arguments: LogConformance.checks,
    [LogTuning().recentLimit, 5])
  func log(check: LogCheck, recentLimit: Int) async throws {
    try await check.run(over: SQLiteLogFactory(recentLimit: recentLimit))
  }

  @Test(
    "keep the promises of a vault", .guardedAgainstHanging, arguments: VaultConformance.checks)
  func vault(check: VaultCheck) async throws {
    try await check.run(
      over: DirectoryFactory<any VaultStore>(
        open: { try SQLiteVaultStore(directory: $0) },
        close: { try ($0 as? SQLiteVaultStore)?.close() }))
  }

  @Test(
    "keep the promises of read models", .guardedAgainstHanging,
    arguments: ReadModelConformance.checks)
  func readModels(check: ReadModelCheck) async throws {
    try await check.run(
      over: DirectoryFactory<any ReadModelStore>(
        open: { try SQLiteReadModelStore(directory: $0) },
        close: { try ($0 as? SQLiteReadModelStore)?.close() }))
  }

  // With many shards, and with one.
  @Test(
    "keep the promises of a full-text index", .guardedAgainstHanging,
    arguments: SearchConformance.checks, [7, SQLiteSearchStore.shardSize] as [Int64])
  func search(check: SearchCheck, shardSize: Int64) async throws {
    try await check.run(
      over: DirectoryFactory<any SearchIndexStore>(
        open: { try SQLiteSearchStore(directory: $0, shardSize: shardSize) },
        close: { try ($0 as? SQLiteSearchStore)?.close() }))
  }
}
