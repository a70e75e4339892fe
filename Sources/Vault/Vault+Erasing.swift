public import EventLog
public import InteractionModel
internal import Synchronization

/// What an erasure needs of the vault; see ``/Compliance`` for the protocol as a whole.
extension Vault {
  /// The rows of some key ids, destroyed ones included; ids without a row are left out.
  /// - Parameter keyIDs: the ids.
  /// - Returns: the rows that there are, in any order.
  /// - Throws: ``/EventLog/StorageFault`` when the store cannot be asked.
  public func keys(withIDs keyIDs: [String]) throws(StorageFault) -> [SubjectKey] {
    try store.keys(withIDs: keyIDs)
  }

  /// The rows of a scope, destroyed ones included.
  /// - Parameter scope: a conversation, a case, a party's own stream or a document.
  /// - Returns: the rows in the order of their key ids.
  /// - Throws: ``/EventLog/StorageFault`` when the store cannot be asked.
  public func keys(inScope scope: EntityKey) throws(StorageFault) -> [SubjectKey] {
    try store.keys(inScope: scope)
  }

  /// Lets nobody get a key of whom a closure covers until ``reopen(_:)``, in one transaction, for
  /// every process.
  ///
  /// Between the two no record about the closed subjects can be sealed: who asks for a key is told
  /// to come back. Closing again is harmless, and does nothing once the erasure is done. The keys
  /// are there until ``destroy(_:)``, because the log has to say first that they are destroyed.
  /// - Parameter closure: what is closed.
  /// - Returns: the ids of all keys the closure covers, those that are gone included; nil when the
  ///   erasure is done.
  /// - Throws: ``/EventLog/StorageFault`` when the store refuses.
  public func close(_ closure: VaultClosure) throws(StorageFault) -> [String]? {
    defer { state.withLock { $0.forget() } }
    return try store.close(closure)
  }

  /// Ends what ``close(_:)`` began: whoever was closed may get a fresh key again.
  /// - Parameter erasure: the erasure.
  /// - Throws: ``/EventLog/StorageFault`` when the store refuses.
  public func reopen(_ erasure: String) throws(StorageFault) {
    try store.reopen(erasure)
  }

  /// The erasures that keep something closed, sorted.
  /// - Returns: their ids.
  /// - Throws: ``/EventLog/StorageFault`` when the store cannot be asked.
  public func closedErasures() throws(StorageFault) -> [String] {
    try store.closedErasures()
  }

  /// Up to which record of the log every erasure is known to be done.
  ///
  /// A vault that was restored from an older copy knows less than its log, and shows it here; beside a
  /// log that was restored, the log has another record there, or none.
  /// - Returns: the record; ``/EventLog/LogCheckpoint/start`` at first.
  /// - Throws: ``/EventLog/StorageFault`` when the store cannot be asked.
  public func settledThrough() throws(StorageFault) -> LogCheckpoint {
    try store.settledThrough()
  }

  /// Notes that every erasure up to a record is done.
  /// - Parameters:
  ///   - checkpoint: a record of the log.
  ///   - known: what was noted and is not this log's; nil when it is.
  /// - Throws: ``/EventLog/StorageFault`` when the store refuses.
  public func settle(
    through checkpoint: LogCheckpoint, replacing known: LogCheckpoint? = nil
  ) throws(StorageFault) {
    try store.settle(through: checkpoint, replacing: known)
  }

  /// How many keys are gone.
  /// - Returns: their number.
  /// - Throws: ``/EventLog/StorageFault`` when the store cannot be asked.
  public func goneCount() throws(StorageFault) -> Int { try store.goneCount() }

  /// The subjects that had a key and have none, with the ids of those that are gone.
  func spent(among subjects: [Subject]) throws(StorageFault) -> [Subject: [String]] {
    // In most vaults no key is gone.
    guard try store.hasGoneKeys() else { return [:] }
    let gone = try store.goneKeys(of: subjects.map(hidden))
    return Dictionary(
      zip(subjects, gone).filter { !$1.isEmpty }, uniquingKeysWith: { first, _ in first })
  }
}
