import EventLog
import Foundation
import InteractionModel
import Testing

@_spi(Opening) @testable import Vault

/// A log in memory with its vault, freshly created.
struct Fixture {
  let rows: MemoryVaultStore
  let vault: Vault
  let store: MemoryEventStore
  let log: InteractionLog

  init(origin: String = "city-hall", master: MasterKey = .random()) async throws {
    rows = MemoryVaultStore()
    vault = try Vault.create(rows, master: master)
    store = MemoryEventStore(
      origin: origin, clock: LogClock { Instant(microseconds: 1_700_000_000_000_000) })
    log = try await InteractionLog.create(store: store, vault: vault)
  }

  /// Appends one event and answers its record.
  func record(_ event: NewEvent) async throws -> Record {
    let placements = try await log.append([event])
    let place = try #require(placements.first)
    return try #require(try store.record(at: place.position)).decoded()
  }

  /// Destroys keys as an erasure does: the log says so first.
  func erase(_ keys: [String]) async throws {
    try await mark(keys)
    try vault.destroy(keys)
  }

  /// Lets the log say that keys are destroyed.
  func mark(_ keys: [String]) async throws {
    let id = EventID.random()
    var event = NewEvent(id: id, stream: .erasures, type: .erasureRequested)
    event.body = ["erasure": .string(id.description), "subjects": .int(Int64(keys.count))]
    _ = try await log.append([event], destroying: KeyDestruction(keys))
  }

  /// What a record's parts are now.
  func results(_ record: Record) throws -> [Opening] {
    try log.open(record).map(\.result)
  }
}

let alice = Subject(scope: .conversation("c-1"), participant: "party:p-1", party: "p-1")
let bob = Subject(scope: .conversation("c-1"), participant: "agent:a-7")

func message(
  _ content: JSONObject = ["text": "My bin was not emptied."], subject: Subject = alice,
  id: EventID = .random()
) -> NewEvent {
  var event = NewEvent(
    id: id, stream: StreamID(.conversation("c-1")), type: .messageReceived,
    occurred: Timestamp("2026-03-01T09:30:00+01:00"), body: ["mediaType": "text/plain"])
  event.channel = .chat
  event.direction = .inbound
  event.personal = [PersonalPart(subject: subject, content: content)]
  return event
}

extension Record {
  /// The same record after a change to its JSON.
  static func altered(_ stored: StoredRecord, _ change: (inout JSONObject) -> Void) throws -> Record
  {
    var line = try #require(try JSONValue(parsing: stored.line).object)
    change(&line)
    return try Record(line: line.canonicalBytes)
  }
}

extension JSONObject {
  /// Changes one sealed part of a record line.
  mutating func alterPart(_ index: Int = 0, _ change: (inout JSONObject) -> Void) {
    var parts = self["sealed"]?.array ?? []
    guard var part = parts[index].object else { return }
    change(&part)
    parts[index] = .object(part)
    self["sealed"] = .array(parts)
  }
}

/// The error of an append; nil when it succeeded.
func appendError(
  _ body: () async throws(AppendError) -> [Placement]
) async -> AppendError? {
  do throws(AppendError) {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}

/// The error of a call of the vault; nil when it succeeded.
func vaultError<Value>(_ body: () throws(VaultError) -> Value) -> VaultError? {
  do throws(VaultError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}

/// Another first character, so that base64 and hexadecimal stay well formed.
func flipped(_ text: String) -> String {
  (text.hasPrefix("A") ? "B" : "A") + text.dropFirst()
}

/// A directory that is removed afterwards.
final class TemporaryDirectory {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "vault-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ bytes: [UInt8], mode: Int = 0o600) throws -> String {
    let file = "\(path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    return file
  }
}

/// A store whose rows come back changed, as after damage; nil takes a row away.
final class DamagedVaultStore: VaultStore {
  private let base: MemoryVaultStore
  private let damage: @Sendable (SubjectKey) -> SubjectKey?

  init(_ base: MemoryVaultStore, damage: @escaping @Sendable (SubjectKey) -> SubjectKey?) {
    self.base = base
    self.damage = damage
  }

  func masterFingerprint() throws(StorageFault) -> String? { try base.masterFingerprint() }
  func create(
    fingerprint: String, secrets: [String: [UInt8]]
  ) throws(StorageFault) -> Bool {
    try base.create(fingerprint: fingerprint, secrets: secrets)
  }
  func secret(_ name: String) throws(StorageFault) -> [UInt8]? { try base.secret(name) }
  func epoch() throws(StorageFault) -> Int64 { try base.epoch() }
  func keys(
    for subjects: [HiddenSubject], wrappedBy fingerprint: String,
    candidate: (Int) throws(StorageFault) -> KeyCandidate
  ) throws(StorageFault) -> [SubjectKey] {
    throw StorageFault(code: .full, reason: "the disk is full; make room")
  }
  func keys(withIDs keyIDs: [String]) throws(StorageFault) -> [SubjectKey] {
    try base.keys(withIDs: keyIDs).compactMap(damage)
  }
  func keys(ofParty party: String) throws(StorageFault) -> [SubjectKey] {
    try base.keys(ofParty: party)
  }
  func keys(inScope scope: EntityKey) throws(StorageFault) -> [SubjectKey] {
    try base.keys(inScope: scope)
  }
  func newestKey() throws(StorageFault) -> String? { try base.newestKey() }
  func hasGoneKeys() throws(StorageFault) -> Bool { try base.hasGoneKeys() }
  func goneCount() throws(StorageFault) -> Int { try base.goneCount() }
  func goneKeys(of subjects: [HiddenSubject]) throws(StorageFault) -> [[String]] {
    try base.goneKeys(of: subjects)
  }
  func close(_ closure: VaultClosure) throws(StorageFault) -> [String]? {
    try base.close(closure)
  }
  func hideParticipants(_ hide: (Subject, Bool) -> HiddenSubject) throws(StorageFault) {
    try base.hideParticipants(hide)
  }
  func reopen(_ erasure: String) throws(StorageFault) { try base.reopen(erasure) }
  func closedErasures() throws(StorageFault) -> [String] { try base.closedErasures() }
  func settledThrough() throws(StorageFault) -> LogCheckpoint { try base.settledThrough() }
  func settle(
    through checkpoint: LogCheckpoint, replacing known: LogCheckpoint?
  ) throws(StorageFault) {
    try base.settle(through: checkpoint, replacing: known)
  }
  func importedFiles(from source: EventID, limit: Int) throws(StorageFault) -> [ImportedFile] {
    try base.importedFiles(from: source, limit: limit)
  }
  func hasImported(_ file: EventID, from source: EventID) throws(StorageFault) -> Bool {
    try base.hasImported(file, from: source)
  }
  func noteBegun(_ file: EventID, from source: EventID) throws(StorageFault) {
    try base.noteBegun(file, from: source)
  }
  func noteComplete(_ file: EventID, from source: EventID) throws(StorageFault) {
    try base.noteComplete(file, from: source)
  }
  func importedVersion(ofRow row: EventID) throws(StorageFault) -> Int64? {
    try base.importedVersion(ofRow: row)
  }
  func note(versions: [EventID: Int64]) throws(StorageFault) { try base.note(versions: versions) }
  func completeThrough() throws(StorageFault) -> LogCheckpoint { try base.completeThrough() }
  func noteComplete(through checkpoint: LogCheckpoint) throws(StorageFault) {
    try base.noteComplete(through: checkpoint)
  }
  func identifierState() throws(StorageFault) -> IdentifierState { try base.identifierState() }
  func setRegion(_ region: String) throws(StorageFault) { try base.setRegion(region) }
  func note(_ batch: IdentifierBatch) throws(StorageFault) -> Bool { try base.note(batch) }
  func keys(identifiedBy hashes: [IdentifierHash]) throws(StorageFault) -> [IdentifiedKey] {
    try base.keys(identifiedBy: hashes)
  }
  func identifiers(ofParty party: String, limit: Int) throws(StorageFault) -> [IdentifiedKey] {
    try base.identifiers(ofParty: party, limit: limit)
  }
  func setParty(_ party: String?, of subjects: [HiddenSubject]) throws(StorageFault) {
    try base.setParty(party, of: subjects)
  }
  func destroy(_ keyIDs: [String]) throws(StorageFault) -> Int { try base.destroy(keyIDs) }
  func rewrap(
    from old: String, to new: String, transform: ([UInt8]) throws(StorageFault) -> [UInt8]
  ) throws(StorageFault) {
    try base.rewrap(from: old, to: new, transform: transform)
  }
}

extension Vault {
  /// Opens the sealed parts of a record; asks no log which keys erasures have destroyed.
  func open(
    _ record: Record, origin: String,
    attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(StorageFault) -> [OpenedPart] {
    guard record.sealedCount > 0 else { return [] }
    var batch = PartBatch(capacity: record.sealedCount)
    try batch.add(record)
    var opener = Opener(origin: origin)
    return try opener.open(
      record, batch.parts.indices, of: batch, with: try keys(of: batch), attachments: attachments)
  }
}
