internal import Compliance
internal import EventLog
internal import ProjectionEngine
internal import SQLiteStore
internal import Search
internal import Vault

/// A directory with SQLite files, opened for what is to be done with it.
struct SQLiteBackend: StoreBackend {
  let events: any EventStore
  let models: any ReadModelStore
  let missingVault: MissingVault?
  private let directory: String
  private let access: StoreAccess
  private let settings: StoreSettings

  /// Opens what is there.
  /// - Throws: ``/EventLog/StorageFault`` when it cannot be opened.
  init(
    directory: String, access: StoreAccess, settings: StoreSettings, missingVault: MissingVault?
  ) throws(StorageFault) {
    events =
      try access == .read
      ? SQLiteEventStore(reading: directory)
      : SQLiteEventStore(directory: directory, origin: nil, clock: settings.clock)
    models =
      try access == .project
      ? SQLiteReadModelStore(directory: directory) : SQLiteReadModelStore(reading: directory)
    self.missingVault = missingVault
    self.directory = directory
    self.access = access
    self.settings = settings
  }

  func eventsToAppend() throws(StorageFault) -> any EventStore {
    guard access == .read else { return events }
    // Beside whoever reads already; what it knows of the time has been read, not written.
    if let last = try events.head().recorded {
      try settings.check(against: ClockBounds(recorded: last, written: nil))
    }
    return try SQLiteEventStore(directory: directory, origin: nil, clock: settings.clock)
  }

  func vault(readingOnly: Bool) throws(StorageFault) -> any VaultStore {
    try readingOnly
      ? SQLiteVaultStore(reading: directory) : SQLiteVaultStore(directory: directory)
  }

  func indexes() throws(StorageFault) -> any SearchIndexStore {
    try SQLiteSearchStore(directory: directory)
  }

  var leftovers: any OpenedCopies {
    let directory = directory
    return PurgedBy { _ in try StoreLeftovers(directory: directory).remove() }
  }
}
