public import EventLog
public import InteractionModel
internal import Synchronization

/// A vault store that lives and dies with its process: for tests and dry runs.
public final class MemoryVaultStore: VaultStore {
  private struct Rows {
    var fingerprint: String?
    var secrets: [String: [UInt8]] = [:]
    var epoch: Int64 = 0
    var rows: [String: SubjectKey] = [:]
    var live: [HiddenSubject: String] = [:]
    var closures: [String: MemoryClosure] = [:]
    var done: Set<String> = []
    var hasGone = false
    var settled = LogCheckpoint.start
    var complete = LogCheckpoint.start
    var identifiers = IdentifierState()
    var noted: Set<IdentifierBatch.Entry> = []
    /// By their sources, in the order in which their imports began.
    var files: [EventID: [ImportedFile]] = [:]
    var versions: [EventID: Int64] = [:]

    func isClosed(_ subject: HiddenSubject) -> Bool {
      closures.values.contains { $0.holds(subject) }
    }
  }

  private let rows = Mutex(Rows())

  /// An empty store.
  public init() {}

  /// The fingerprint of the master key in force; nil when the vault has not been created.
  public func masterFingerprint() throws(StorageFault) -> String? {
    rows.withLock { $0.fingerprint }
  }

  /// Creates the vault; false when it exists already.
  public func create(
    fingerprint: String, secrets: [String: [UInt8]]
  ) throws(StorageFault) -> Bool {
    rows.withLock { rows in
      guard rows.fingerprint == nil else { return false }
      rows.fingerprint = fingerprint
      rows.secrets = secrets
      return true
    }
  }

  /// A wrapped secret; nil when there is none of that name.
  public func secret(_ name: String) throws(StorageFault) -> [UInt8]? {
    rows.withLock { $0.secrets[name] }
  }

  /// A number that is another one after every change.
  public func epoch() throws(StorageFault) -> Int64 {
    rows.withLock { $0.epoch }
  }

  /// Gets or creates the live keys of some subjects.
  public func keys(
    for subjects: [HiddenSubject], wrappedBy fingerprint: String,
    candidate: (Int) throws(StorageFault) -> KeyCandidate
  ) throws(StorageFault) -> [SubjectKey] {
    try rows.withLock { rows throws(StorageFault) in
      guard rows.fingerprint == fingerprint else { throw .masterKeyRotated }
      guard !subjects.contains(where: { rows.isClosed($0) }) else { throw .closedByErasure }
      // Everything that can throw comes first: all or nothing.
      var answer: [SubjectKey] = []
      answer.reserveCapacity(subjects.count)
      for (index, subject) in subjects.enumerated() {
        if let keyID = rows.live[subject], var row = rows.rows[keyID] {
          if row.party == nil { row.party = subject.party }
          answer.append(row)
        } else {
          let key = try candidate(index)
          answer.append(SubjectKey(keyID: key.keyID, subject: subject, wrapped: key.wrapped))
        }
      }
      for row in answer {
        rows.rows[row.keyID] = row
        rows.live[row.subject] = row.keyID
      }
      return answer
    }
  }

  /// The rows of some key ids; ids without a row are left out.
  public func keys(withIDs keyIDs: [String]) throws(StorageFault) -> [SubjectKey] {
    rows.withLock { rows in keyIDs.compactMap { rows.rows[$0] } }
  }

  /// The rows of a party, in the order of their key ids.
  public func keys(ofParty party: String) throws(StorageFault) -> [SubjectKey] {
    rows.withLock { rows in
      rows.rows.values.filter { $0.party == party }.sorted { $0.keyID < $1.keyID }
    }
  }

  /// The rows of a scope, in the order of their key ids.
  public func keys(inScope scope: EntityKey) throws(StorageFault) -> [SubjectKey] {
    rows.withLock { rows in
      rows.rows.values.filter { $0.scope == scope }.sorted { $0.keyID < $1.keyID }
    }
  }

  /// The greatest id of a key, gone ones included; nil when there is none.
  public func newestKey() throws(StorageFault) -> String? { rows.withLock { $0.rows.keys.max() } }

  /// Whether any key is gone.
  public func hasGoneKeys() throws(StorageFault) -> Bool {
    rows.withLock { $0.hasGone }
  }

  /// How many keys are gone.
  public func goneCount() throws(StorageFault) -> Int {
    rows.withLock { $0.rows.values.count(where: \.isGone) }
  }

  /// The keys that are gone of subjects that have no live one.
  public func goneKeys(of subjects: [HiddenSubject]) throws(StorageFault) -> [[String]] {
    rows.withLock { rows in
      let gone = Dictionary(grouping: rows.rows.values.filter(\.isGone), by: \.subject)
      return subjects.map { subject in
        rows.live[subject] == nil ? (gone[subject] ?? []).map(\.keyID).sorted() : []
      }
    }
  }

  /// Says which party some subjects are, or that it is not known.
  public func setParty(_ party: String?, of subjects: [HiddenSubject]) throws(StorageFault) {
    let subjects = Set(subjects)
    try rows.withLock { rows throws(StorageFault) in
      let isClosed = party.map { party in
        rows.closures.values.contains { $0.parties.contains(party) }
      }
      guard isClosed != true else { throw .closedByErasure }
      rows.epoch += 1
      for (keyID, row) in rows.rows where subjects.contains(row.subject) {
        rows.rows[keyID]?.party = party
      }
    }
  }

  /// Destroys keys; their rows stay and say so.
  public func destroy(_ keyIDs: [String]) throws(StorageFault) -> Int {
    rows.withLock { rows in
      rows.epoch += 1
      var count = 0
      for keyID in keyIDs {
        guard let row = rows.rows[keyID], !row.isGone else { continue }
        rows.rows[keyID]?.wrapped = nil
        rows.hasGone = true
        if rows.live[row.subject] == keyID { rows.live[row.subject] = nil }
        count += 1
      }
      rows.noted = rows.noted.filter { rows.rows[$0.place.keyID]?.isGone == false }
      return count
    }
  }

  /// Lets nobody get a key of whom a closure covers.
  public func close(_ closure: VaultClosure) throws(StorageFault) -> [String]? {
    rows.withLock { rows in
      guard !rows.done.contains(closure.erasure) else { return nil }
      rows.epoch += 1
      let covered = rows.rows.values.filter { closure.covers($0) }
      rows.closures[closure.erasure, default: MemoryClosure()]
        .add(closure, subjects: covered.map(\.subject))
      return covered.map(\.keyID).sorted()
    }
  }

  /// Ends what closing began, for ever.
  public func reopen(_ erasure: String) throws(StorageFault) {
    rows.withLock { rows in
      rows.closures[erasure] = nil
      rows.done.insert(erasure)
    }
  }

  /// The erasures that keep something closed, sorted.
  public func closedErasures() throws(StorageFault) -> [String] {
    rows.withLock { $0.closures.keys.sorted() }
  }

  /// Up to which record of the log every erasure is known to be done.
  public func settledThrough() throws(StorageFault) -> LogCheckpoint {
    rows.withLock { $0.settled }
  }

  /// Notes that every erasure up to a record is done.
  public func settle(
    through checkpoint: LogCheckpoint, replacing known: LogCheckpoint?
  ) throws(StorageFault) {
    rows.withLock { rows in
      guard rows.settled == known || checkpoint.position > rows.settled.position else { return }
      rows.settled = checkpoint
    }
  }

  /// Through which record of the log every key that a record names was found to be here.
  public func completeThrough() throws(StorageFault) -> LogCheckpoint {
    rows.withLock { $0.complete }
  }

  /// Notes through which record every key was found to be here.
  public func noteComplete(through checkpoint: LogCheckpoint) throws(StorageFault) {
    rows.withLock { $0.complete = checkpoint }
  }

  /// The files of a source whose import began last, the last first.
  public func importedFiles(
    from source: EventID, limit: Int
  ) throws(StorageFault) -> [ImportedFile] {
    rows.withLock { $0.files[source, default: []].suffix(limit).reversed() }
  }

  /// Whether the import of a file of a source ever began.
  public func hasImported(
    _ file: EventID, from source: EventID
  ) throws(StorageFault) -> Bool {
    rows.withLock { $0.files[source, default: []].contains { $0.id == file } }
  }

  /// Notes that the import of a file begins.
  public func noteBegun(_ file: EventID, from source: EventID) throws(StorageFault) {
    rows.withLock { $0.files[source, default: []].append(ImportedFile(file, isComplete: false)) }
  }

  /// Notes that the file of a source whose import began last was imported to its end.
  public func noteComplete(_ file: EventID, from source: EventID) throws(StorageFault) {
    rows.withLock { rows in
      guard let place = rows.files[source]?.lastIndex(where: { $0.id == file }) else { return }
      rows.files[source]?[place].isComplete = true
    }
  }

  /// The greatest version that was noted of a row of an export.
  public func importedVersion(ofRow row: EventID) throws(StorageFault) -> Int64? {
    rows.withLock { $0.versions[row] }
  }

  /// Notes which versions some rows have.
  public func note(versions: [EventID: Int64]) throws(StorageFault) {
    rows.withLock { $0.versions.merge(versions) { max($0, $1) } }
  }

  /// How far it is known by what people are known outside.
  public func identifierState() throws(StorageFault) -> IdentifierState {
    rows.withLock { $0.identifiers }
  }

  /// Says by the rules of which region a telephone number without a country is read.
  public func setRegion(_ region: String) throws(StorageFault) {
    rows.withLock { rows in
      rows.identifiers = IdentifierState(
        region: region, rules: rows.identifiers.rules, checkpoint: rows.identifiers.checkpoint)
    }
  }

  /// Notes what some records say of identifiers.
  public func note(_ batch: IdentifierBatch) throws(StorageFault) -> Bool {
    rows.withLock { rows in
      guard rows.identifiers == batch.base else { return false }
      if batch.startsAnew { rows.noted = [] }
      let withdrawn = Set(batch.withdrawn)
      rows.noted = rows.noted.filter { !withdrawn.contains($0.place) }
      rows.noted.formUnion(
        batch.entries.filter { rows.rows[$0.place.keyID]?.isGone == false })
      rows.identifiers = batch.state
      return true
    }
  }

  /// The keys whose parts say some identifiers.
  public func keys(identifiedBy hashes: [IdentifierHash]) throws(StorageFault) -> [IdentifiedKey] {
    rows.withLock { rows in
      hashes.flatMap { hash in
        let entries = rows.noted.filter { $0.hash == hash }
        return Dictionary(grouping: entries, by: \.place.keyID).compactMap { keyID, entries in
          rows.rows[keyID].map { row in
            IdentifiedKey(
              hash: hash, keyID: keyID, scope: row.scope, party: row.party,
              position: entries.map(\.place.position).max() ?? .start)
          }
        }
      }
    }
  }

  /// What the last keys of a party say of identifiers.
  public func identifiers(
    ofParty party: String, limit: Int
  ) throws(StorageFault) -> [IdentifiedKey] {
    rows.withLock { rows in
      let keys = rows.rows.values.filter { $0.party == party && !$0.isGone }.map(\.keyID)
      let last = Set(keys.sorted(by: >).prefix(limit))
      let entries = rows.noted.filter { last.contains($0.place.keyID) }
      let latest = Dictionary(grouping: entries, by: \.hash).values.compactMap { entries in
        entries.max { $0.place.position < $1.place.position }
      }
      return latest.sorted { $0.place.position > $1.place.position }.prefix(limit)
        .compactMap { entry in
          rows.rows[entry.place.keyID].map { row in
            IdentifiedKey(
              hash: entry.hash, keyID: row.keyID, scope: row.scope, party: party,
              position: entry.place.position)
          }
        }
    }
  }

  /// Nothing: names never stood here in clear.
  public func hideParticipants(
    _ hide: (Subject, Bool) -> HiddenSubject
  ) throws(StorageFault) {}

  /// Wraps every key and every secret anew.
  public func rewrap(
    from old: String, to new: String,
    transform: ([UInt8]) throws(StorageFault) -> [UInt8]
  ) throws(StorageFault) {
    try rows.withLock { rows throws(StorageFault) in
      guard rows.fingerprint == old else { throw .masterKeyRotated }
      var next = rows
      for (name, wrapped) in rows.secrets { next.secrets[name] = try transform(wrapped) }
      for (keyID, row) in rows.rows {
        guard let wrapped = row.wrapped else { continue }
        next.rows[keyID]?.wrapped = try transform(wrapped)
      }
      next.fingerprint = new
      next.epoch += 1
      rows = next
    }
  }
}
