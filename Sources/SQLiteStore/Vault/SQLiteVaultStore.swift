public import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import Migrations
internal import Synchronization
public import Vault

/// The vault's rows in one SQLite file, every commit synced before it is acknowledged.
public final class SQLiteVaultStore: VaultStore {
  let pool: DatabasePool
  private let path: String
  /// For the questions that appends ask: a reader of the pool looks at the schema each time, which
  /// costs several times what a question does.
  private let glances: Mutex<any DatabaseReader>
  /// Nil when it was opened for reading only.
  private let checkpointer: WALCheckpointer?

  /// Opens the vault's file of a directory, or creates it.
  /// - Parameter directory: the store's directory; must exist.
  /// - Throws: ``StorageFault``.
  public convenience init(directory: String) throws(StorageFault) {
    try self.init(directory: directory, walFrames: WALCheckpointer.frameLimit)
  }

  /// Opens the vault's file of a directory, or creates it, and writes it back as often as is wanted.
  /// - Parameters:
  ///   - directory: the store's directory; must exist.
  ///   - walFrames: how many pages the WAL has when it is written back.
  /// - Throws: ``StorageFault``.
  init(directory: String, walFrames: Int) throws(StorageFault) {
    let path = "\(directory)/vault.db"
    let checkpointer = WALCheckpointer(path: path, limit: walFrames)
    self.path = path
    self.checkpointer = checkpointer
    let opened = try faulting("open \(path)") {
      try SQLiteVaultStore.makePrivate(path)
      // Records that stand near each other need keys that do: few pages serve a reader.
      let pool = try SQLiteFile.open(
        path, migrations: Migration.sqliteVault, durability: .full, readerCache: 4_096)
      // A destroyed key must not survive in a free page.
      try pool.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA secure_delete = ON")
        checkpointer.install(on: database)
      }
      return (pool, try SQLiteFile.openToGlance(path))
    }
    pool = opened.0
    glances = Mutex(opened.1 as any DatabaseReader)
  }

  /// Opens the vault's file of a directory for reading only: it stays as it is, of whatever form, and
  /// so do its mode and the files beside it.
  ///
  /// Works where nothing can be written, and reads also what stands only in the WAL; see
  /// <doc:ReadingOnly>.
  /// - Parameter directory: the store's directory.
  /// - Throws: ``StorageFault`` when there is no vault, or it cannot be opened.
  public init(reading directory: String) throws(StorageFault) {
    let path = "\(directory)/vault.db"
    self.path = path
    checkpointer = nil
    pool = try faulting("open \(path)") {
      let pool = try SQLiteFile.openToRead(path)
      try SQLiteFile.requireKnownForm(pool, Migration.sqliteVault, path)
      return pool
    }
    glances = Mutex(pool)
  }

  /// Whether it was opened for reading only.
  var isReading: Bool { checkpointer == nil }

  /// Makes the file readable by its owner only before anything is in it: SQLite gives the files
  /// beside it (`-wal`, `-shm`) the mode that it finds when it makes them.
  ///
  /// The file itself is never opened here: closing it would drop the locks that other connections
  /// of this process have on it (POSIX). A new one is made under another name and linked.
  private static func makePrivate(_ path: String) throws {
    try StoreFile.requireDatabase(path)
    if access(path, F_OK) != 0 {
      let scratch = "\(path).\(UUID().uuidString)"
      let descriptor = Foundation.open(scratch, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor >= 0 { Foundation.close(descriptor) }
      // Another process may have been faster.
      link(scratch, path)
      unlink(scratch)
    }
    let isPrivate = ["", "-wal", "-shm"].allSatisfy { suffix in
      chmod(path + suffix, 0o600) == 0 || (errno == ENOENT && !suffix.isEmpty)
    }
    guard isPrivate else {
      throw StorageFault(
        code: .permission,
        message: "cannot make \(path) private; check that the folder exists and who owns it")
    }
  }

  /// Closes the vault's file; nothing can be read or written afterwards.
  /// - Throws: ``StorageFault`` `busy` while something is being read; the vault stays open then.
  public func close() throws(StorageFault) {
    checkpointer?.close()
    try faulting("close the vault") {
      guard !isReading else { return try SQLiteFile.close(pool) }
      // First: whoever closes last writes the WAL back, which is not for one that only reads.
      try glances.withLock { try $0.close() }
      do {
        try SQLiteFile.close(pool)
      } catch {
        try glances.withLock { $0 = try SQLiteFile.openToGlance(path) }
        throw error
      }
    }
  }

  /// Reads little.
  func glance<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try glances.withLock { $0 }.unsafeRead(body)
  }

  /// Waits until what is being written back from the WAL into the file beside the commits is written;
  /// for whoever measures what appends cost.
  public func finishWritingBack() { checkpointer?.wait() }

  /// Runs a body in a transaction.
  func commit<Value>(_ body: (Database) throws -> Value) throws -> Value {
    guard let checkpointer else {
      throw StorageFault(code: .permission, message: "the vault was opened for reading only")
    }
    return try pool.writeWithoutTransaction { database in
      let value = try database.immediately { try body(database) }
      checkpointer.committed(database)
      return value
    }
  }

  /// The fingerprint of the master key in force; nil when the vault has not been created.
  public func masterFingerprint() throws(StorageFault) -> String? {
    try faulting("read the vault") { try pool.read(SQLiteVaultStore.fingerprint) }
  }

  private static func fingerprint(_ database: Database) throws -> String? {
    try SQLiteStatement(database, "SELECT fingerprint FROM master").first { $0.text(0) }
  }

  /// Creates the vault: the fingerprint and the wrapped secrets by name, in one transaction.
  public func create(
    fingerprint: String, secrets: [String: [UInt8]]
  ) throws(StorageFault) -> Bool {
    try faulting("create the vault") {
      try commit { database in
        guard try SQLiteVaultStore.fingerprint(database) == nil else { return false }
        try database.execute(
          sql: "INSERT INTO master (id, fingerprint, epoch) VALUES (1, ?, 0)",
          arguments: [fingerprint])
        for (name, wrapped) in secrets {
          try database.execute(
            sql: "INSERT INTO secret (name, wrapped) VALUES (?, ?)",
            arguments: [name, Data(wrapped)])
        }
        return true
      }
    }
  }

  /// A wrapped secret; nil when there is none of that name.
  public func secret(_ name: String) throws(StorageFault) -> [UInt8]? {
    try faulting("read the vault") {
      try pool.read { database in
        let statement = try SQLiteStatement(database, "SELECT wrapped FROM secret WHERE name = ?")
        statement.bind(name, at: 1)
        return try statement.first { $0.blob(0) }
      }
    }
  }

  /// A number that is another one after every destruction, change of party and rewrapping.
  public func epoch() throws(StorageFault) -> Int64 {
    try faulting("read the vault") {
      try glance { database in
        try SQLiteStatement(database, "SELECT epoch FROM master").first { $0.integer(0) } ?? 0
      }
    }
  }

  // MARK: Keys of subjects

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
        code: .corrupt,
        message: "the vault holds a key of a scope it does not know; restore vault.db from a copy")
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
      statement.bind(subject.scope.description, at: 1)
      statement.bind(subject.participant, at: 2)
      return try statement.first(row)
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
    let statement = try SQLiteStatement(database, "UPDATE subject_key SET party = ? WHERE key = ?")
    statement.bind(party, at: 1)
    statement.bind(Hex.bytes(key.keyID) ?? [], at: 2)
    try statement.run()
    var adopted = key
    adopted.party = party
    return adopted
  }

  /// The rows of some key ids, destroyed ones included; ids without a row are left out.
  public func keys(withIDs keyIDs: [String]) throws(StorageFault) -> [SubjectKey] {
    try faulting("read the vault") {
      try pool.read { try SQLiteVaultStore.keys(withIDs: keyIDs, $0) }
    }
  }

  static func keys(withIDs keyIDs: [String], _ database: Database) throws -> [SubjectKey] {
    let statement = try SQLiteStatement(
      database, "SELECT \(columns) FROM subject_key WHERE key = ?")
    return try keyIDs.compactMap { keyID in
      statement.bind(Hex.bytes(keyID) ?? [], at: 1)
      return try statement.first(row)
    }
  }

  /// What opening needs of the rows of some key ids: no text is made of whose they are.
  public func wrappedKeys(withIDs keyIDs: [String]) throws(StorageFault) -> [WrappedKey] {
    try faulting("read the vault") {
      try pool.read { database in
        let statement = try SQLiteStatement(
          database, "SELECT wrapped FROM subject_key WHERE key = ?")
        return try keyIDs.compactMap { keyID in
          statement.bind(Hex.bytes(keyID) ?? [], at: 1)
          return try statement.first { row in
            WrappedKey(keyID: keyID, wrapped: row.isNull(0) ? nil : row.blob(0))
          }
        }
      }
    }
  }

  /// The rows of a party, destroyed ones included, in the order of their key ids.
  public func keys(ofParty party: String) throws(StorageFault) -> [SubjectKey] {
    try faulting("read the vault") {
      try pool.read { try SQLiteVaultStore.keys(ofParty: party, $0) }
    }
  }

  static func keys(ofParty party: String, _ database: Database) throws -> [SubjectKey] {
    let statement = try SQLiteStatement(
      database, "SELECT \(columns) FROM subject_key WHERE party = ? ORDER BY key")
    statement.bind(party, at: 1)
    var keys: [SubjectKey] = []
    try statement.forEachRow { row in
      keys.append(try SQLiteVaultStore.row(row))
      return true
    }
    return keys
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
        statement.bind(party, at: 1)
        statement.bind(subject.scope.description, at: 2)
        statement.bind(subject.participant, at: 3)
        try statement.run()
      }
    }
  }

  /// Destroys keys: the wrapped key is overwritten and gone, the row stays and says so.
  ///
  /// Older copies of its page go with the WAL. When that is kept from being cut, the keys are
  /// destroyed all the same, and the fault says to ask again.
  public func destroy(_ keyIDs: [String]) throws(StorageFault) -> Int {
    let count = try write("destroy keys") { database in
      let statement = try SQLiteStatement(
        database,
        "UPDATE subject_key SET wrapped = NULL WHERE key = ? AND wrapped IS NOT NULL")
      var count = 0
      for keyID in keyIDs {
        statement.bind(Hex.bytes(keyID) ?? [], at: 1)
        try statement.run()
        count += database.changesCount
      }
      return count
    }
    try removeTraces("the keys are destroyed")
    return count
  }

  /// Removes older copies of what has been overwritten since.
  func removeTraces(_ done: String) throws(StorageFault) {
    do {
      try pool.writeWithoutTransaction { try SQLiteVaultStore.removeTraces($0) }
    } catch {
      let fault = SQLiteFile.fault(error, doing: "remove what the vault's files still hold")
      throw StorageFault(
        code: fault.code,
        message: "\(done), but the vault's files still hold what they were; run it again",
        cause: fault.cause)
    }
  }

  /// Writes the file anew, because a page that was split may keep copies of rows where
  /// `secure_delete` does not look, and cuts the WAL, which holds older pages.
  private static func removeTraces(_ database: Database) throws {
    try SQLiteFile.waitingWhileBusy { try database.execute(sql: "VACUUM") }
    _ = try SQLiteFile.waitingWhileBusy { try database.checkpoint(.truncate) }
  }

  /// Wraps every key and every secret anew, in one transaction.
  public func rewrap(
    from old: String, to new: String,
    transform: (_ wrapped: [UInt8]) throws(StorageFault) -> [UInt8]
  ) throws(StorageFault) {
    try write("wrap the vault's keys anew") { database in
      guard try SQLiteVaultStore.fingerprint(database) == old else {
        throw StorageFault.masterKeyRotated
      }
      for (table, id) in [("secret", "name"), ("subject_key", "number")] {
        try SQLiteVaultStore.rewrap(table, id, database, transform)
      }
      try database.execute(sql: "UPDATE master SET fingerprint = ?", arguments: [new])
    }
    // What the old master key opens must not stay behind. The new one is in force already, so this
    // may not fail: a WAL that cannot be cut now is cut by the next checkpoint that finds no reader.
    try? pool.writeWithoutTransaction { try SQLiteVaultStore.removeTraces($0) }
  }

  private static func rewrap(
    _ table: String, _ id: String, _ database: Database,
    _ transform: (_ wrapped: [UInt8]) throws(StorageFault) -> [UInt8]
  ) throws {
    let select = try SQLiteStatement(
      database, "SELECT \(id), wrapped FROM \(table) WHERE wrapped IS NOT NULL")
    let update = try SQLiteStatement(database, "UPDATE \(table) SET wrapped = ? WHERE \(id) = ?")
    // The ids first: a table must not change under the statement that walks over it.
    var rows: [(id: String, wrapped: [UInt8])] = []
    try select.forEachRow { row in
      rows.append((row.text(0), row.blob(1)))
      return true
    }
    for row in rows {
      update.bind(try transform(row.wrapped), at: 1)
      update.bind(row.id, at: 2)
      try update.run()
    }
  }

  /// Runs a transaction that makes keys in memory stale.
  func write<Value>(
    _ action: String, _ body: (Database) throws -> Value
  ) throws(StorageFault) -> Value {
    try faulting(action) {
      try commit { database in
        try database.execute(sql: "UPDATE master SET epoch = epoch + 1")
        return try body(database)
      }
    }
  }
}
