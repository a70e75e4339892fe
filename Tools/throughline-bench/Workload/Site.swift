internal import EventLog
internal import Foundation
internal import InteractionModel
internal import SQLiteStore
internal import Vault

/// A store in a directory, durable as always, with a vault of its own whose key lies beside it, so
/// that a child process can open it too.
struct Site {
  let directory: String
  let log: InteractionLog
  let store: SQLiteEventStore
  private let vaultStore: SQLiteVaultStore

  static let clock = LogClock { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }

  private static func keyFile(_ directory: String) -> MasterKeyFile {
    MasterKeyFile(path: "\(directory)/master.key")
  }

  /// Makes an empty store where nothing is.
  static func create(_ directory: String) async throws -> Site {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let vaultStore = try SQLiteVaultStore(directory: directory)
    let vault = try Vault.create(vaultStore, master: try keyFile(directory).create())
    let store = try SQLiteEventStore(
      directory: directory, origin: "bench.example/log", clock: clock)
    let log = try await InteractionLog.create(store: store, vault: vault)
    return Site(directory: directory, log: log, store: store, vaultStore: vaultStore)
  }

  /// Opens a store that was made before.
  static func open(_ directory: String) throws -> Site {
    let vaultStore = try SQLiteVaultStore(directory: directory)
    let vault = try Vault.open(vaultStore, master: try keyFile(directory).read(for: vaultStore))
    let store = try SQLiteEventStore(directory: directory, origin: nil, clock: clock)
    let log = try InteractionLog.open(store: store, vault: vault)
    return Site(directory: directory, log: log, store: store, vaultStore: vaultStore)
  }

  private init(
    directory: String, log: InteractionLog, store: SQLiteEventStore, vaultStore: SQLiteVaultStore
  ) {
    self.directory = directory
    self.log = log
    self.store = store
    self.vaultStore = vaultStore
  }

  /// Writes everything into the files, so that nothing written is left out of an account.
  func settle() throws {
    try store.checkpoint()
    try RawSQLite("\(directory)/vault.db").checkpoint()
  }

  /// Waits until what is being written back beside the appends is written.
  func finishWritingBack() {
    store.finishWritingBack()
    vaultStore.finishWritingBack()
  }

  /// Closes the files; what their WALs hold is written into them.
  func close() throws {
    try store.close()
    try vaultStore.close()
  }

  /// The size of what cannot be rebuilt, in bytes: records, indexes, attachments and keys.
  func storedBytes() throws -> Double {
    let others = ["catalogue", "master.key", "projections", "search", "scratch"]
    let manager = FileManager.default
    guard let files = manager.enumerator(atPath: directory) else { return 0 }
    var sum = 0.0
    for case let name as String in files where !others.contains(where: name.hasPrefix) {
      let attributes = try manager.attributesOfItem(atPath: "\(directory)/\(name)")
      guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
      sum += Double((attributes[.size] as? Int64) ?? 0)
    }
    return sum
  }

  // MARK: Reading

  /// The records behind a position as the limits store them.
  func limitRows(after position: Position) throws -> [LimitRow] {
    var rows: [LimitRow] = []
    try store.scan(in: ReadRange(after: position)) { _, line, _ in
      let record = try Record(line: line)
      rows.append(
        LimitRow(
          id: record.id.description, stream: record.stream.rawValue, version: record.version,
          line: Array(line)))
      return true
    }
    return rows
  }

  /// Borrows each line of the whole log.
  func forEachLine(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try store.scan(in: ReadRange()) { _, line, _ in
      try body(line)
      return true
    }
  }

  /// Reads the whole log page by page, decoded and as bytes.
  ///
  /// The body may ask the store, which must not be asked within its own scan.
  func forEachPage(_ body: (_ records: [Record], _ lines: [[UInt8]]) throws -> Void) throws {
    var range = ReadRange()
    var records: [Record] = []
    var lines: [[UInt8]] = []
    while true {
      records.removeAll(keepingCapacity: true)
      lines.removeAll(keepingCapacity: true)
      try store.scan(in: range) { position, line, _ in
        records.append(try Record(line: line))
        lines.append(Array(line))
        range.after = position
        return records.count < 1_024
      }
      guard !records.isEmpty else { return }
      try body(records, lines)
    }
  }
}
