public import EventLog
public import InteractionModel

/// Where a vault keeps its rows: what a store implements.
///
/// Knows wrapped keys only and never the master key. Calls block their thread, each is one
/// transaction, and what they wrote is durable when they return: a record must never be sealed by
/// a key that a power cut can take away. Several processes may use one store.
public protocol VaultStore: Sendable {
  /// The fingerprint of the master key in force; nil when the vault has not been created.
  func masterFingerprint() throws(StorageFault) -> String?

  /// Creates the vault: the fingerprint and the wrapped secrets by name, in one transaction.
  /// - Parameters:
  ///   - fingerprint: of the master key that wraps the secrets.
  ///   - secrets: the wrapped secrets by name.
  /// - Returns: false, and nothing is written, when the vault exists already.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func create(fingerprint: String, secrets: [String: [UInt8]]) throws(StorageFault) -> Bool

  /// A wrapped secret; nil when there is none of that name.
  /// - Parameter name: for example `id-key`.
  /// - Returns: the wrapped bytes.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func secret(_ name: String) throws(StorageFault) -> [UInt8]?

  /// A number that is another one after every destruction, change of party and rewrapping, by
  /// whatever process. Asked before every batch and every opening, so it must be cheap.
  func epoch() throws(StorageFault) -> Int64

  /// Gets or creates the live keys of some subjects, atomically and durably.
  ///
  /// A subject is its scope and participant; it has at most one live key, and one that is gone
  /// does not count. A live row that knows no party takes the subject's; one that knows a party
  /// keeps it.
  /// - Parameters:
  ///   - subjects: the subjects, each once.
  ///   - fingerprint: of the master key that wraps the candidates.
  ///   - candidate: makes the key for the subject of an index; called only for subjects that have
  ///     no live key.
  /// - Returns: the rows that now hold, in the order of the subjects.
  /// - Throws: ``StorageFault`` with the code `rotated` when another master key is in force,
  ///   with `erasing` when an erasure has closed one of the subjects; nothing was written then.
  func keys(
    for subjects: [HiddenSubject], wrappedBy fingerprint: String,
    candidate: (_ index: Int) throws(StorageFault) -> KeyCandidate
  ) throws(StorageFault) -> [SubjectKey]

  /// The rows of some key ids, destroyed ones included; ids without a row are left out.
  /// - Parameter keyIDs: the ids.
  /// - Returns: the rows that there are, in any order.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func keys(withIDs keyIDs: [String]) throws(StorageFault) -> [SubjectKey]

  /// What opening needs of the rows of some key ids; asked for every key that is not in memory, so
  /// it must be cheap.
  ///
  /// A store that does not say how gets it from ``keys(withIDs:)``.
  /// - Parameter keyIDs: the ids.
  /// - Returns: the rows that there are, destroyed ones included, in any order.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func wrappedKeys(withIDs keyIDs: [String]) throws(StorageFault) -> [WrappedKey]

  /// The rows of a party, destroyed ones included, in the order of their key ids.
  /// - Parameter party: the party.
  /// - Returns: the rows.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func keys(ofParty party: String) throws(StorageFault) -> [SubjectKey]

  /// A row of a party: one whose key is not gone, where it has any.
  ///
  /// Whoever shows something of a party waits for this, so a store must not read all its rows for it;
  /// the default does.
  /// - Parameter party: the party.
  /// - Returns: the row; nil when the party has none.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func anyKey(ofParty party: String) throws(StorageFault) -> SubjectKey?

  /// The rows of a scope, destroyed ones included, in the order of their key ids.
  /// - Parameter scope: a conversation, a case, a party's own stream or a document.
  /// - Returns: the rows.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func keys(inScope scope: EntityKey) throws(StorageFault) -> [SubjectKey]

  /// The greatest id of a key, gone ones included; nil when there is none.
  ///
  /// Ids grow with time: it is that of the key that was made last.
  func newestKey() throws(StorageFault) -> String?

  /// Whether any key is gone; asked whenever a key is made, so it must be cheap.
  func hasGoneKeys() throws(StorageFault) -> Bool

  /// How many keys are gone.
  func goneCount() throws(StorageFault) -> Int

  /// The keys that are gone of subjects that have no live one.
  /// - Parameter subjects: the subjects.
  /// - Returns: for each, in order, the ids of the keys it had; none when it has a live one.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func goneKeys(of subjects: [HiddenSubject]) throws(StorageFault) -> [[String]]

  /// Says which party some subjects are, or that it is not known; nothing is sealed anew.
  /// - Parameters:
  ///   - party: the party; nil when it is not known.
  ///   - subjects: the subjects; those without a row are left out.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails, with the code `erasing` when an
  ///   erasure has closed the party.
  func setParty(_ party: String?, of subjects: [HiddenSubject]) throws(StorageFault)

  /// Destroys keys: the wrapped key is overwritten and gone, the row stays and says so.
  /// - Parameter keyIDs: the ids; unknown and already destroyed ones are left as they are.
  /// - Returns: how many were destroyed by this call.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func destroy(_ keyIDs: [String]) throws(StorageFault) -> Int

  /// Lets nobody get a key of whom a closure covers until ``reopen(_:)``, in one transaction.
  ///
  /// Destroys nothing yet: first the log must say which keys are destroyed, or whoever reads in
  /// between takes them for lost. Closing again adds to what is closed; nothing happens when the
  /// erasure is done.
  /// - Parameter closure: what is closed.
  /// - Returns: the ids of all keys the closure covers, those that are gone included; nil when the
  ///   erasure is done.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func close(_ closure: VaultClosure) throws(StorageFault) -> [String]?

  /// Ends what ``close(_:)`` began, for ever; harmless when it never did.
  /// - Parameter erasure: the erasure.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func reopen(_ erasure: String) throws(StorageFault)

  /// The erasures that keep something closed, sorted.
  func closedErasures() throws(StorageFault) -> [String]

  /// Up to which record of the log every erasure is known to be done; without a leaf when it was
  /// noted before leaves were kept.
  func settledThrough() throws(StorageFault) -> LogCheckpoint

  /// Notes that every erasure up to a record is done; goes back only from what is another log's.
  /// - Parameters:
  ///   - checkpoint: a record of the log.
  ///   - known: what was noted and is not this log's, which is replaced even where it is further; nil
  ///     when it is.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func settle(
    through checkpoint: LogCheckpoint, replacing known: LogCheckpoint?
  ) throws(StorageFault)

  /// Through which record of the log every key that a record names was found to be here; see
  /// ``InteractionLog/requireCurrentVault()``.
  func completeThrough() throws(StorageFault) -> LogCheckpoint

  /// Notes through which record every key was found to be here; replaces what was noted.
  /// - Parameter checkpoint: a record of the log.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func noteComplete(through checkpoint: LogCheckpoint) throws(StorageFault)

  /// How far it is known by what people are known outside, and by which rules; of the standard region
  /// and nothing noted at first.
  func identifierState() throws(StorageFault) -> IdentifierState

  /// Says by the rules of which region a telephone number without a country is read.
  ///
  /// What was noted stays as it is; whoever notes finds that it was by other rules.
  /// - Parameter region: ISO 3166-1, two letters.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func setRegion(_ region: String) throws(StorageFault)

  /// Notes what some records say of identifiers, in one transaction.
  ///
  /// Of a key that is gone nothing is kept, whenever it was opened: an erasure that comes in between
  /// wins. ``destroy(_:)`` takes what was noted of its keys within its own transaction.
  /// - Parameter batch: what they say.
  /// - Returns: false, and nothing is written, when the state is another one than the batch goes on
  ///   from.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func note(_ batch: IdentifierBatch) throws(StorageFault) -> Bool

  /// The keys whose parts say some identifiers; asked for by whoever waits for an answer.
  /// - Parameter hashes: the identifiers, each once.
  /// - Returns: each key once for each of them it says, in any order.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func keys(identifiedBy hashes: [IdentifierHash]) throws(StorageFault) -> [IdentifiedKey]

  /// What the last keys of a party say of identifiers.
  /// - Parameters:
  ///   - party: the party.
  ///   - limit: how many identifiers at most, and how many keys are looked at.
  /// - Returns: each identifier once with the key and the last record that say it, the last first.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func identifiers(ofParty party: String, limit: Int) throws(StorageFault) -> [IdentifiedKey]

  /// Takes the names of participants out of rows from when they stood there in clear, so that
  /// nothing the store keeps holds any when this returns; costs a look when that was done before,
  /// and nothing in a store that is younger than that. A store that was opened for reading only
  /// leaves them: it finds keys by their ids, and no subject by its name.
  /// - Parameter hide: the subject of a row without its name; is told the subject by its name, and
  ///   whether the row's key is gone.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails: ask again then.
  func hideParticipants(
    _ hide: (_ subject: Subject, _ isGone: Bool) -> HiddenSubject
  ) throws(StorageFault)

  /// The files of a source whose import began last, the last first; a file is there each time.
  /// - Parameters:
  ///   - source: the id of the source.
  ///   - limit: how many at most.
  /// - Returns: the files.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func importedFiles(from source: EventID, limit: Int) throws(StorageFault) -> [ImportedFile]

  /// Whether the import of a file of a source ever began.
  /// - Parameters:
  ///   - file: the id of its content.
  ///   - source: the id of the source.
  /// - Returns: whether it did.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func hasImported(_ file: EventID, from source: EventID) throws(StorageFault) -> Bool

  /// Notes that the import of a file begins: it is the last of its source from now on.
  /// - Parameters:
  ///   - file: the id of its content.
  ///   - source: the id of the source.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func noteBegun(_ file: EventID, from source: EventID) throws(StorageFault)

  /// Notes that the file of a source whose import began last was imported to its end.
  /// - Parameters:
  ///   - file: the id of its content.
  ///   - source: the id of the source.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func noteComplete(_ file: EventID, from source: EventID) throws(StorageFault)

  /// The greatest version that was noted of a row of an export; asked for each row, so it must be
  /// cheap.
  /// - Parameter row: the id of the row.
  /// - Returns: its version; nil when none was noted.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func importedVersion(ofRow row: EventID) throws(StorageFault) -> Int64?

  /// Notes which versions some rows have, in one transaction; a version that is not greater than what
  /// was noted changes nothing.
  /// - Parameter versions: the versions by the ids of the rows.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  func note(versions: [EventID: Int64]) throws(StorageFault)

  /// Wraps every key and every secret anew, in one transaction.
  /// - Parameters:
  ///   - old: the fingerprint that must be in force.
  ///   - new: the fingerprint that is in force afterwards.
  ///   - transform: unwraps with the old master key and wraps with the new one.
  /// - Throws: ``StorageFault`` with the code `rotated` when `old` is not in force, or whatever
  ///   `transform` throws; nothing was written then.
  func rewrap(
    from old: String, to new: String,
    transform: (_ wrapped: [UInt8]) throws(StorageFault) -> [UInt8]
  ) throws(StorageFault)
}

extension VaultStore {
  /// A row of a party: one whose key is not gone, where it has any.
  public func anyKey(ofParty party: String) throws(StorageFault) -> SubjectKey? {
    let rows = try keys(ofParty: party)
    return rows.first { !$0.isGone } ?? rows.first
  }

  /// What opening needs of the rows of some key ids.
  public func wrappedKeys(withIDs keyIDs: [String]) throws(StorageFault) -> [WrappedKey] {
    try keys(withIDs: keyIDs).map { row in
      WrappedKey(keyID: row.keyID, wrapped: row.wrapped)
    }
  }
}

extension StorageFault {
  /// The fault of a store that is asked for a key of whom an erasure has closed.
  public static let closedByErasure = StorageFault(
    code: .erasing, reason: "somebody the data is about is being erased",
    remedy: "try again when it is done")

  /// The fault of a store in which another master key is in force than the caller has.
  public static let masterKeyRotated = StorageFault(
    code: .rotated, reason: "the vault's master key was changed by another process",
    remedy: "start this program again with the new key")
}
