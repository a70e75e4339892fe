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
  /// Where the vault is and what is wrong with it when there is none; nil when it is there.
  var missingVault: MissingVault? { get }
  /// What a process that was killed may have left of opened text, beside the index.
  var leftovers: any OpenedCopies { get }

  /// The log to append to: ``events``, or where that was opened to read another beside it.
  /// - Throws: ``/EventLog/StorageFault``; `clock` when the clock cannot be right.
  func eventsToAppend() throws(StorageFault) -> any EventStore

  /// The keys.
  /// - Parameter readingOnly: whether nothing of them is written, so that they may be where nothing
  ///   can be.
  /// - Throws: ``/EventLog/StorageFault`` when they cannot be opened.
  func vault(readingOnly: Bool) throws(StorageFault) -> any VaultStore

  /// The builds of the full-text index.
  /// - Throws: ``/EventLog/StorageFault`` when they cannot be opened.
  func indexes() throws(StorageFault) -> any SearchIndexStore
}

/// A vault that must be there and is not.
public struct MissingVault: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where it should be.
  public let place: String
  /// What is wrong with it: “is missing”, “is empty”.
  public let absence: String

  /// A vault that is not there.
  /// - Parameters:
  ///   - place: where it should be.
  ///   - absence: what is wrong with it.
  public init(place: String, absence: String) {
    self.place = place
    self.absence = absence
  }

  /// A vault that is gone must come back from a copy: a new one would open nothing.
  public var description: String {
    """
    \(place) \(absence): without it no sealed text opens and nothing can be appended; restore it \
    from a copy
    """
  }
}
