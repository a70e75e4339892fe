internal import Compliance
internal import EventLog
internal import ProjectionEngine
internal import SQLiteStore
internal import Search
internal import Synchronization
internal import Vault

/// A directory with SQLite files, opened for what is to be done with it.
final class SQLiteBackend: StoreBackend {
  let vaultAbsence: String?
  private let log: SQLiteEventStore
  private let readModels: SQLiteReadModelStore
  private let directory: String
  private let access: StoreAccess
  private let settings: StoreSettings
  /// The vault once something of it may be written: one for all who ask.
  private let keys = Mutex<SQLiteVaultStore?>(nil)
  /// Closes each file that was opened only to be read.
  private let closings: Mutex<[@Sendable () -> Void]>

  /// Opens what is there.
  /// - Parameters:
  ///   - directory: where the files are.
  ///   - access: what is to be done with them.
  ///   - settings: what they are opened with.
  ///   - vaultAbsence: what is wrong with the vault when there is none.
  /// - Throws: ``/EventLog/StorageFault`` when something cannot be opened.
  init(
    directory: String, access: StoreAccess, settings: StoreSettings, vaultAbsence: String?
  ) throws(StorageFault) {
    let events =
      try access == .read
      ? SQLiteEventStore(reading: directory)
      : SQLiteEventStore(
        directory: directory, origin: nil, clock: settings.clock, observer: settings.observer)
    let models =
      try access == .project
      ? SQLiteReadModelStore(directory: directory) : SQLiteReadModelStore(reading: directory)
    closings = Mutex([
      { if access != .project { try? models.close() } },
      { if access == .read { try? events.close() } },
    ])
    log = events
    readModels = models
    self.vaultAbsence = vaultAbsence
    self.directory = directory
    self.access = access
    self.settings = settings
  }

  var events: any EventStore { log }
  var leases: any StoreLeases { SQLiteStoreLeases(directory: directory) }
  var alarms: any LogAlarms { AlarmFiles(directory: directory) }
  var models: any ReadModelStore { readModels }
  var sizes: [String: Int64] { StoreFiles(directory: directory).sizes }
  var vaultPlace: String { "\(directory)/vault.db" }

  func eventsToAppend() throws(StorageFault) -> any EventStore {
    guard access == .read else { return events }
    // Beside whoever reads already; what it knows of the time has been read, not written.
    if let last = try events.head().recorded {
      try settings.check(against: ClockBounds(recorded: last, written: nil))
    }
    try alert(by: SigningKeyFile(path: StoreURL.sqlite(directory: directory).defaultSigningKeyFile))
    return try SQLiteEventStore(
      directory: directory, origin: nil, clock: settings.clock, observer: settings.observer)
  }

  /// Looks whether the log goes on from what a key signed last, for whoever appends.
  /// - Parameter key: the key, where it lies beside the store.
  /// - Throws: ``/EventLog/StorageFault`` when log or alarm cannot be read.
  func alert(by key: SigningKeyFile) throws(StorageFault) {
    do {
      try key.alert(alarms, of: log)
    } catch let fault as StorageFault {
      throw fault
    } catch {
      // A tree that cannot be read is for `verify` to say, and for whoever signs.
    }
  }

  func vault(readingOnly: Bool) throws(StorageFault) -> any VaultStore {
    guard readingOnly else {
      return try keys.withLock { keys throws(StorageFault) in
        if let known = keys { return known }
        let vault = try SQLiteVaultStore(directory: directory)
        keys = vault
        return vault
      }
    }
    let vault = try SQLiteVaultStore(reading: directory)
    closings.withLock { $0.append { try? vault.close() } }
    return vault
  }

  func copyVault(to path: String) throws(StorageFault) {
    try SQLiteVaultStore.copy(from: directory, to: path)
  }

  func indexes() throws(StorageFault) -> any SearchIndexStore {
    try SQLiteSearchStore(directory: directory)
  }

  var leftovers: any OpenedCopies {
    let directory = directory
    return PurgedBy { _ in try StoreLeftovers(directory: directory).remove() }
  }

  func closeWhatIsRead() {
    let all = closings.withLock { closings in
      defer { closings = [] }
      return closings
    }
    for close in all { close() }
  }

  func finishWritingBack() {
    log.finishWritingBack()
    keys.withLock { $0 }?.finishWritingBack()
  }

  func close() throws(StorageFault) {
    closeWhatIsRead()
    if access != .read { try log.close() }
    if access == .project { try readModels.close() }
    try keys.withLock { $0 }?.close()
  }
}
