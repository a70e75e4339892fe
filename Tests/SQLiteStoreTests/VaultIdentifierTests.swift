internal import EventLog
internal import GRDB
internal import InteractionModel
internal import StoreConformance
internal import Testing
internal import Vault

@testable import SQLiteStore

@Suite("By what people are known, in SQLite")
struct VaultIdentifierTests {
  @Test("Looking somebody up, taking out and erasing never scan")
  func plans() throws {
    let directory = try TestDirectory()
    let store = try SQLiteVaultStore(directory: directory.path)
    let lookUp = try details(SQLiteVaultStore.identifiedKeys, store)
    #expect(lookUp.contains("SEARCH identifier USING PRIMARY KEY (hash=?)"), "\(lookUp)")
    #expect(
      lookUp.contains("SEARCH subject_key USING INTEGER PRIMARY KEY (rowid=?)"), "\(lookUp)")
    for sql in [
      "DELETE FROM identifier WHERE key = (SELECT number FROM subject_key WHERE key = ?)",
      """
      DELETE FROM identifier
      WHERE key = (SELECT number FROM subject_key WHERE key = ?) AND position = ?
      """,
    ] {
      let steps = try details(sql, store)
      #expect(!steps.contains { $0.hasPrefix("SCAN") }, "\(steps)")
    }
  }

  private func details(_ sql: String, _ store: SQLiteVaultStore) throws -> [String] {
    try store.pool.read { database in
      try Row.fetchAll(
        database, sql: "EXPLAIN QUERY PLAN \(sql.replacing("?", with: "x'00'"))"
      ).map { $0["detail"] }
    }
  }
}
