public import EventLog
public import ProjectionEngine
public import Search
public import Vault

/// What a kind of store provides: the ports of the log, the read models, the vault and the full-text
/// index, each opened when it is needed.
///
/// Chosen in the module Store, where a URL says which kind is meant.
public protocol StoreBackend: Sendable {
  /// The log, as it was opened.
  var events: any EventStore { get }
  /// The read models.
  var models: any ReadModelStore { get }
  /// Who may keep what was made from the log up to date.
  var leases: any StoreLeases { get }
  /// What others said against the log.
  var alarms: any LogAlarms { get }
  /// How many bytes its files take, and are left for them, by what they are: `log`, `log-wal`, `free`.
  var sizes: [String: Int64] { get }
  /// Where the vault is, for people.
  var vaultPlace: String { get }
  /// What is wrong with a vault that must be there and is not: “is missing”, “is empty”; nil when it
  /// is there.
  var vaultAbsence: String? { get }
  /// What a process that was killed may have left of opened text, beside the index.
  var leftovers: any OpenedCopies { get }

  /// The log to append to: ``events``, or where that was opened to read another beside it.
  /// - Throws: ``/EventLog/StorageFault``; `clock` when the clock cannot be right.
  func eventsToAppend() throws(StorageFault) -> any EventStore

  /// The keys.
  /// - Parameter readingOnly: whether nothing of them is written, so that they may be where nothing
  ///   can be.
  /// - Returns: the vault's store.
  /// - Throws: ``/EventLog/StorageFault`` when they cannot be opened.
  func vault(readingOnly: Bool) throws(StorageFault) -> any VaultStore

  /// Copies the keys as they are at one moment, wrapped as they are; no key is needed.
  /// - Parameter path: where the copy goes; must not exist.
  /// - Throws: ``/EventLog/StorageFault``.
  func copyVault(to path: String) throws(StorageFault)

  /// The builds of the full-text index.
  /// - Throws: ``/EventLog/StorageFault`` when they cannot be opened.
  func indexes() throws(StorageFault) -> any SearchIndexStore

  /// Closes what was opened only to be read, so that nothing of it is left behind.
  func closeWhatIsRead()

  /// Waits until what is written back beside the appends is written.
  func finishWritingBack()

  /// Closes everything; what was appended is where it stays.
  /// - Throws: ``/EventLog/StorageFault`` while something is being read.
  func close() throws(StorageFault)
}
