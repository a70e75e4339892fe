public import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
public import Vault

/// By what people are known outside.
extension SQLiteVaultStore {
  /// How far it is known by what people are known outside, and by which rules; nothing in a vault of
  /// before that was opened for reading only.
  public func identifierState() throws(StorageFault) -> IdentifierState {
    try faulting("read the vault") { try pool.read(SQLiteVaultStore.identifierState) }
  }

  private static func identifierState(_ database: Database) throws -> IdentifierState {
    guard try database.tableExists("identifiers") else { return IdentifierState() }
    let statement = try SQLiteStatement(
      database, "SELECT region, rules, position, leaf FROM identifiers")
    return try statement.first { row in
      IdentifierState(
        region: row.text(0), rules: row.text(1),
        checkpoint: LogCheckpoint(position: Position(row.integer(2)), leaf: row.blob(3)))
    } ?? IdentifierState()
  }

  /// Says by the rules of which region a telephone number without a country is read.
  public func setRegion(_ region: String) throws(StorageFault) {
    try faulting("write the vault") {
      try commit { database in
        try database.execute(sql: "UPDATE identifiers SET region = ?", arguments: [region])
      }
    }
  }

  /// Notes what some records say of identifiers, in one transaction.
  public func note(_ batch: IdentifierBatch) throws(StorageFault) -> Bool {
    try faulting("write the vault") {
      try commit { database in
        guard try SQLiteVaultStore.identifierState(database) == batch.base else { return false }
        if batch.startsAnew { try database.execute(sql: "DELETE FROM identifier") }
        try SQLiteVaultStore.withdraw(batch.withdrawn, database)
        try SQLiteVaultStore.insert(batch.entries, database)
        try database.execute(
          sql: "UPDATE identifiers SET region = ?, rules = ?, position = ?, leaf = ?",
          arguments: [
            batch.state.region, batch.state.rules, batch.state.checkpoint.position.rawValue,
            Data(batch.state.checkpoint.leaf),
          ])
        return true
      }
    }
  }

  private static func withdraw(_ places: [IdentifierBatch.Place], _ database: Database) throws {
    let statement = try SQLiteStatement(
      database,
      """
      DELETE FROM identifier
      WHERE key = (SELECT number FROM subject_key WHERE key = ?) AND position = ?
      """)
    for place in places {
      statement.bind(Hex.bytes(place.keyID) ?? [], at: 1)
      statement.bind(place.position.rawValue, at: 2)
      try statement.run()
    }
  }

  /// Of keys that are gone nothing, though they were there when the records were opened.
  private static func insert(_ entries: [IdentifierBatch.Entry], _ database: Database) throws {
    let statement = try SQLiteStatement(
      database,
      """
      INSERT OR IGNORE INTO identifier (hash, key, position)
      SELECT ?, number, ? FROM subject_key WHERE key = ? AND wrapped IS NOT NULL
      """)
    for entry in entries {
      statement.bind(entry.hash.bytes, at: 1)
      statement.bind(entry.place.position.rawValue, at: 2)
      statement.bind(Hex.bytes(entry.place.keyID) ?? [], at: 3)
      try statement.run()
    }
  }

  /// The keys whose parts say some identifiers: one look into the table of hashes, and one for each
  /// key.
  public func keys(
    identifiedBy hashes: [IdentifierHash]
  ) throws(StorageFault) -> [IdentifiedKey] {
    try faulting("read the vault") {
      try pool.read { database in
        let statement = try SQLiteStatement(database, SQLiteVaultStore.identifiedKeys)
        var keys: [IdentifiedKey] = []
        for hash in hashes {
          statement.bind(hash.bytes, at: 1)
          try statement.forEachRow { row in
            keys.append(try SQLiteVaultStore.identifiedKey(row))
            return true
          }
        }
        return keys
      }
    }
  }

  static let identifiedKeys = """
    SELECT hash, subject_key.key, scope, party, last
    FROM (
      SELECT hash, key AS number, max(position) AS last FROM identifier WHERE hash = ? GROUP BY key
    ) JOIN subject_key USING (number)
    """

  /// What the last keys of a party say of identifiers: as many looks as keys.
  public func identifiers(
    ofParty party: String, limit: Int
  ) throws(StorageFault) -> [IdentifiedKey] {
    try faulting("read the vault") {
      try pool.read { database in
        let statement = try SQLiteStatement(database, SQLiteVaultStore.partyIdentifiers)
        statement.bind(party, at: 1)
        for place: Int32 in [2, 3] { statement.bind(Int64(limit), at: place) }
        var keys: [IdentifiedKey] = []
        try statement.forEachRow { row in
          keys.append(try SQLiteVaultStore.identifiedKey(row))
          return true
        }
        return keys
      }
    }
  }

  // Of a group SQLite answers the row that has the greatest value, where one is asked for.
  static let partyIdentifiers = """
    SELECT hash, mine.key, scope, party, max(position) AS last
    FROM (
      SELECT number, key, scope, party FROM subject_key
      WHERE party = ? AND wrapped IS NOT NULL ORDER BY number DESC LIMIT ?
    ) AS mine CROSS JOIN identifier ON identifier.key = mine.number
    GROUP BY hash ORDER BY last DESC LIMIT ?
    """

  private static func identifiedKey(_ row: SQLiteRow) throws -> IdentifiedKey {
    IdentifiedKey(
      hash: IdentifierHash(row.blob(0)), keyID: Hex.string(row.blob(1)),
      scope: try scope(row.text(2)), party: row.isNull(3) ? nil : row.text(3),
      position: Position(row.integer(4)))
  }
}
