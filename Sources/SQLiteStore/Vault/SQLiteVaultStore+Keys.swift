public import EventLog
internal import GRDB
internal import InteractionModel
public import Vault

/// The keys of subjects.
extension SQLiteVaultStore {
  static let columns = "key, scope, participant, kind, party, wrapped"

  static func row(_ row: SQLiteRow) throws -> SubjectKey {
    SubjectKey(
      keyID: Hex.string(row.blob(0)),
      subject: HiddenSubject(
        scope: try scope(row.text(1)), participant: row.text(2), kind: row.text(3),
        party: row.isNull(4) ? nil : row.text(4)),
      wrapped: row.isNull(5) ? nil : row.blob(5))
  }

  static func scope(_ text: String) throws -> EntityKey {
    guard let scope = StreamID(rawValue: text).entity else {
      throw StorageFault(
        code: .corrupt, reason: "the vault holds a key of a scope it does not know",
        remedy: "restore vault.db from a copy")
    }
    return scope
  }

  /// Gets or creates the live keys of some subjects, atomically and durably.
  public func keys(
    for subjects: [HiddenSubject], wrappedBy fingerprint: String,
    candidate: (_ index: Int) throws(StorageFault) -> KeyCandidate
  ) throws(StorageFault) -> [SubjectKey] {
    try faulting("write the vault") {
      // Those who have keys never wait for whoever writes.
      let known = try glance { database in
        try database.atOnce {
          try SQLiteVaultStore.check(subjects, wrappedBy: fingerprint, database)
          return try SQLiteVaultStore.liveKeys(subjects, database)
        }
      }
      let isComplete = zip(subjects, known).allSatisfy { subject, key in
        key.map { $0.party != nil || subject.party == nil } ?? false
      }
      if isComplete { return known.compactMap { $0 } }
      return try commit { database in
        try SQLiteVaultStore.check(subjects, wrappedBy: fingerprint, database)
        let live = try SQLiteVaultStore.liveKeys(subjects, database)
        return try zip(subjects.indices, live).map { index, key in
          guard let key else {
            return try SQLiteVaultStore.insert(subjects[index], try candidate(index), database)
          }
          guard key.party == nil, let party = subjects[index].party else { return key }
          return try SQLiteVaultStore.adopt(key, by: party, database)
        }
      }
    }
  }

  private static func check(
    _ subjects: [HiddenSubject], wrappedBy fingerprint: String, _ database: Database
  ) throws {
    guard try SQLiteVaultStore.fingerprint(database) == fingerprint else {
      throw StorageFault.masterKeyRotated
    }
    try checkOpen(subjects, database)
  }

  private static func liveKeys(
    _ subjects: [HiddenSubject], _ database: Database
  ) throws -> [SubjectKey?] {
    let statement = try SQLiteStatement(
      database,
      """
      SELECT \(columns) FROM subject_key
      WHERE scope = ? AND participant = ? AND wrapped IS NOT NULL
      """)
    return try subjects.map { subject in
      return try statement.bind(subject.scope.description, subject.participant).first(row)
    }
  }

  private static func insert(
    _ subject: HiddenSubject, _ candidate: KeyCandidate, _ database: Database
  ) throws -> SubjectKey {
    let statement = try SQLiteStatement(
      database,
      """
      INSERT INTO subject_key (key, scope, participant, kind, party, wrapped)
      VALUES (?, ?, ?, ?, ?, ?)
      """)
    statement.bind(Hex.bytes(candidate.keyID) ?? [], at: 1)
    statement.bind(subject.scope.description, at: 2)
    statement.bind(subject.participant, at: 3)
    statement.bind(subject.kind, at: 4)
    statement.bind(subject.party, at: 5)
    statement.bind(candidate.wrapped, at: 6)
    try statement.run()
    return SubjectKey(keyID: candidate.keyID, subject: subject, wrapped: candidate.wrapped)
  }

  private static func adopt(
    _ key: SubjectKey, by party: String, _ database: Database
  ) throws -> SubjectKey {
    try SQLiteStatement(database, "UPDATE subject_key SET party = ? WHERE key = ?")
      .bind(party, Hex.bytes(key.keyID) ?? []).run()
    var adopted = key
    adopted.party = party
    return adopted
  }

  /// The rows of some key ids, destroyed ones included; ids without a row are left out.
  public func keys(withIDs keyIDs: [String]) throws(StorageFault) -> [SubjectKey] {
    try read { try SQLiteVaultStore.keys(withIDs: keyIDs, $0) }
  }

  static func keys(withIDs keyIDs: [String], _ database: Database) throws -> [SubjectKey] {
    let statement = try SQLiteStatement(
      database, "SELECT \(columns) FROM subject_key WHERE key = ?")
    return try keyIDs.compactMap { keyID in
      return try statement.bind(Hex.bytes(keyID) ?? []).first(row)
    }
  }

  /// What opening needs of the rows of some key ids: no text is made of whose they are.
  public func wrappedKeys(withIDs keyIDs: [String]) throws(StorageFault) -> [WrappedKey] {
    try read { database in
      let statement = try SQLiteStatement(
        database, "SELECT wrapped FROM subject_key WHERE key = ?")
      return try keyIDs.compactMap { keyID in
        return try statement.bind(Hex.bytes(keyID) ?? []).first { row in
          WrappedKey(keyID: keyID, wrapped: row.isNull(0) ? nil : row.blob(0))
        }
      }
    }
  }

  /// The rows of a party, destroyed ones included, in the order of their key ids.
  public func keys(ofParty party: String) throws(StorageFault) -> [SubjectKey] {
    try read { try SQLiteVaultStore.keys(ofParty: party, $0) }
  }

  /// A row of a party: one whose key is not gone, where it has any.
  public func anyKey(ofParty party: String) throws(StorageFault) -> SubjectKey? {
    try read { database in
      for state in ["NOT NULL", "NULL"] {
        let row = try SQLiteStatement(
          database,
          """
          SELECT \(SQLiteVaultStore.columns) FROM subject_key WHERE party = ? AND wrapped IS \(state)
          LIMIT 1
          """
        ).bind(party).first(SQLiteVaultStore.row)
        if let row { return row }
      }
      return nil
    }
  }

  static func keys(ofParty party: String, _ database: Database) throws -> [SubjectKey] {
    try SQLiteStatement(
      database, "SELECT \(columns) FROM subject_key WHERE party = ? ORDER BY key"
    ).bind(party).all(row)
  }

  /// Says which party some subjects are, or that it is not known; nothing is sealed anew.
  public func setParty(_ party: String?, of subjects: [HiddenSubject]) throws(StorageFault) {
    try write("write the vault") { database in
      if try SQLiteVaultStore.isClosed(party: party, database) {
        throw StorageFault.closedByErasure
      }
      let statement = try SQLiteStatement(
        database, "UPDATE subject_key SET party = ? WHERE scope = ? AND participant = ?")
      for subject in subjects {
        try statement.bind(party, subject.scope.description, subject.participant).run()
      }
    }
  }
}
