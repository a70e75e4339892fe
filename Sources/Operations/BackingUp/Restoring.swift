public import Compliance
internal import EventLog
internal import Foundation
public import InteractionModel
public import Merkle
public import Store
public import Vault

/// Makes a store of a backup: verifies it before anybody can open it, and carries out again the erasures
/// that came after it.
public struct Restoring: Sendable {
  /// How many lines a transaction has.
  private static let batch = 4_096

  private let folder: StaticFolder
  private let url: StoreURL
  private let settings: StoreSettings
  private let key: SigningKeyFile
  private let lists: [ErasureList]
  private let acceptsLoss: Bool
  private let supervisor: Supervisor

  /// Work that has not begun.
  /// - Parameters:
  ///   - folder: the path of the backup's folder.
  ///   - url: the store that is to be made; nothing but keys may be there.
  ///   - settings: what it is opened with; its master key is the one that was in force at the backup.
  ///   - key: where the log's signing key is, beside which is told what it signed, and what was erased,
  ///     since; none needs to be there.
  ///   - lists: lists of erasures that were kept elsewhere, beside those that are found.
  ///   - acceptsLoss: whether to go on without records that the log had signed and the backup lacks.
  ///   - supervisor: whoever has it done.
  public init(
    _ folder: String, to url: StoreURL, _ settings: StoreSettings, key: SigningKeyFile,
    lists: [ErasureList] = [], acceptsLoss: Bool = false, _ supervisor: Supervisor
  ) {
    self.folder = StaticFolder(path: folder)
    self.url = url
    self.settings = settings
    self.key = key
    self.lists = lists
    self.acceptsLoss = acceptsLoss
    self.supervisor = supervisor
  }

  /// Restores, verifies and erases.
  ///
  /// Interrupted, it leaves no store, and begins anew when it is run again; unless what it made was whole,
  /// which is only put to its place then.
  /// - Returns: what was restored; nil when that had been done before and is in its place now.
  /// - Throws: ``BackupError``, ``/Vault/VaultError`` when the master key is another one,
  ///   ``/Vault/SigningKeyError``, ``/EventLog/StorageFault``, or `CancellationError`.
  public func run() async throws -> RestoredStore? {
    if try url.finishRestoring() { return nil }
    let path = folder.place(BackupManifest.fileName)
    guard let bytes = try folder.bytes(BackupManifest.fileName) else {
      throw BackupError.none(path: folder.path)
    }
    let manifest = try BackupManifest(bytes, at: path)
    guard let state = manifest.state else { throw BackupError.none(path: folder.path) }
    if let found = url.obstacleToRestoring {
      throw BackupError.notEmpty(path: url.directory, found: found)
    }
    // Before the work: most that lose something are told at once.
    let size = UInt64(state.through.rawValue)
    if !acceptsLoss, let last = try key.lastSigned()?.checkpoint, last.size > size {
      throw BackupError.loses(signed: last.size, through: size)
    }
    if !key.exists { supervisor.tell(.sawNoSigningKey(path: key.path)) }
    let erasures = try erasures()
    let restoring = try url.restoring(origin: manifest.origin)
    try takeRecords(manifest, state, restoring.log)
    let vault = try restoring.putVault(folder.place(state.vault))
    guard try BackupFile(vault).digest().description == state.digest else {
      throw BackupError.damaged(path: folder.place(state.vault))
    }
    var restored = try await finish(restoring, state, erasures)
    try restoring.publish()
    // Last, and in its place: a key that was replaced cannot be put back, and a process that is killed
    // before leaves a store that says what it lacks, as any other that lost records.
    restored.started = try await startEpoch()
    return restored
  }

  /// The list of the backup, with what is listed elsewhere.
  private func erasures() throws -> ErasureList {
    let path = folder.place(BackupManifest.erasuresName)
    guard let bytes = try folder.bytes(BackupManifest.erasuresName), var list = ErasureList(bytes)
    else { throw BackupError.damaged(path: path) }
    for other in lists { list.add(other) }
    if let kept = try key.erasures() {
      guard let kept = ErasureList(kept) else {
        throw BackupError.damaged(path: key.erasuresPath)
      }
      list.add(kept)
    }
    return list
  }

  // MARK: The log

  private func takeRecords(
    _ manifest: BackupManifest, _ state: BackupManifest.State, _ log: any LogRestore
  ) throws {
    try supervisor.during(.restoring) { note in
      for segment in manifest.segments where segment.last <= state.through.rawValue {
        let place = folder.place(segment.name)
        guard let bytes = try folder.bytes(segment.name),
          Hash.content(bytes).description == segment.digest
        else { throw BackupError.damaged(path: place) }
        let lines = bytes.split(separator: 0x0A).map(Array.init)
        guard lines.count == segment.last - segment.first + 1 else {
          throw BackupError.damaged(path: place)
        }
        for start in stride(from: 0, to: lines.count, by: Restoring.batch) {
          try log.add(Array(lines[start..<min(lines.count, start + Restoring.batch)]))
        }
        guard note(WorkProgress(Position(segment.last), of: state.through)) else {
          throw CancellationError()
        }
      }
    }
    guard try log.finish() == state.root else {
      throw BackupError.damaged(path: folder.place("records"))
    }
  }

  // MARK: The store

  private func finish(
    _ restoring: RestoringStore, _ state: BackupManifest.State, _ erasures: ErasureList
  ) async throws -> RestoredStore {
    let store = try OpenStore(restoring.url, to: .append, settings)
    defer { try? store.close() }
    try keepCheckpoints(in: store)
    try copyAttachments(to: store)
    let own = try await markDestroyed(erasures, in: store)
    try verify(restoring.url)
    if !acceptsLoss, let last = try key.lastSigned(),
      try store.events.owes(last, trusting: key.read().verifier)
    {
      throw BackupError.loses(
        signed: last.checkpoint.size, through: UInt64(state.through.rawValue))
    }
    let log = try await store.log()
    let eraser = store.eraser(log)
    var again: [ErasureCertificate] = []
    for entry in erasures.entries where !own.contains(entry.erasure) {
      if let certificate = try await eraser.carryOutAgain(entry) { again.append(certificate) }
    }
    return RestoredStore(
      origin: store.events.origin, through: state.through, root: state.root, taken: state.taken,
      erasedAgain: again)
  }

  private func keepCheckpoints(in store: OpenStore) throws {
    let path = folder.place(BackupManifest.checkpointsName)
    guard let bytes = try folder.bytes(BackupManifest.checkpointsName),
      let notes = (try? JSONValue(parsing: bytes))?.array
    else { throw BackupError.damaged(path: path) }
    for note in notes {
      guard let signed = note.string.flatMap({ try? SignedCheckpoint(Array($0.utf8)) }) else {
        throw BackupError.damaged(path: path)
      }
      try store.events.keep(signed)
    }
  }

  private func copyAttachments(to store: OpenStore) throws {
    guard folder.has("attachments") else { return }
    for name in try StaticFolder(path: folder.place("attachments")).names() {
      guard let bytes = try folder.bytes("attachments/\(name)"),
        Hash.content(bytes).description == name
      else { throw BackupError.damaged(path: folder.place("attachments/\(name)")) }
      try store.events.putAttachment(name, bytes)
    }
  }

  /// Marks as destroyed what the records that were copied destroyed.
  /// - Returns: the erasures that the log knows.
  private func markDestroyed(_ list: ErasureList, in store: OpenStore) async throws -> Set<String> {
    var known: Set<String> = []
    for entry in list.entries {
      let position = entry.record.position
      guard let there = try store.events.record(at: position), try there.decoded() == entry.record
      else { continue }
      try await store.events.destroy(entry.keys, by: position)
      known.insert(entry.erasure)
    }
    return known
  }

  private func verify(_ url: StoreURL) throws {
    let found = try Verifying(url, settings, limit: 1, supervisor).run()
    guard let problem = found.problems.first else { return }
    throw BackupError.unsound("\(problem)")
  }

  /// Goes on without records that are lost for good, where the log had signed them.
  private func startEpoch() async throws -> StartedEpoch? {
    let store = try OpenStore(url, to: .append, settings)
    defer { try? store.close() }
    try key.alert(store.alarms, of: store.events)
    guard try store.alarms.unmet() != nil else { return nil }
    return try await EpochStarting(store, key: key).run()
  }
}

/// What was made of a backup.
public struct RestoredStore: Sendable {
  /// The name of the log.
  public let origin: String
  /// The last record that the backup had.
  public let through: Position
  /// The root of the tree over its records.
  public let root: Hash
  /// When the backup was taken.
  public let taken: Instant
  /// How the log goes on without records that are lost; nil when none that it had signed are.
  public internal(set) var started: StartedEpoch?
  /// The erasures that were carried out again.
  public let erasedAgain: [ErasureCertificate]

  /// What was restored as answers have it.
  public var json: JSONObject {
    [
      "origin": .string(origin), "through": .int(through.rawValue), "root": .string(root.base64),
      "taken": .string(taken.description),
      "epoch": started.map { .object($0.json) } ?? .null,
      "erasedAgain": .array(erasedAgain.map { .object($0.json) }),
    ]
  }
}
