public import Compliance
public import EventLog
internal import Foundation
public import InteractionModel
public import Merkle
internal import Vault

/// Copies a store to a folder while it is used; of what was copied before, only what has come since.
///
/// Neither the master key nor the signing key is ever in a backup, nor are projections and search, which
/// are made anew from the log. See ``BackupManifest`` for what is.
///
/// **Why it is of one moment**: first the records through the log's head are copied, then the vault. A key
/// is durable in the vault before a record names it, so the copy has those of all records; and what an
/// erasure destroys is in the log first, so that where none was registered meanwhile the copy lacks no key
/// but those of which the records say so. Where one was, both are copied again.
public struct BackingUp: Sendable {
  /// How many records a file has at most; it is held in memory while it is written.
  private static let segmentLimit: Int64 = 16_384
  /// How often it begins anew because erasures came in between.
  private static let attempts = 100

  private let store: OpenStore
  private let folder: StaticFolder
  private let clock: LogClock
  private let supervisor: Supervisor

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: the store, open to read, which may be where nothing can be written any more; that there is a
  ///     backup is recorded in its log where that can be.
  ///   - folder: the path of the folder; made when it is not there.
  ///   - clock: what says when it was taken.
  ///   - supervisor: whoever has it done.
  public init(_ store: OpenStore, to folder: String, clock: LogClock, _ supervisor: Supervisor) {
    self.store = store
    self.folder = StaticFolder(path: folder)
    self.clock = clock
    self.supervisor = supervisor
  }

  /// Copies what is missing.
  ///
  /// Interrupted, it goes on from the last file of records that was whole, and what was there before can
  /// still be restored.
  /// - Returns: what was copied.
  /// - Throws: ``BackupError``, ``StaticFolderError``, ``/Merkle/TreeError``, ``/EventLog/StorageFault``, or
  ///   `CancellationError`.
  public func run() async throws -> TakenBackup {
    let lock = try folder.lock()
    defer { lock.unlock() }
    var manifest = try begun()
    var taken = TakenBackup(before: manifest.last)
    let old = manifest.state?.vault
    let state = try copyStill(&manifest, &taken)
    try folder.replace(BackupManifest.checkpointsName, checkpoints(through: state.through))
    manifest.state = state
    // Before anything of the former state goes: whoever restores finds this one or that one.
    try folder.replace(BackupManifest.fileName, manifest.bytes)
    if let old, old != state.vault { unlink(folder.place(old)) }
    taken.finish(manifest, state)
    do {
      taken.recorded = try await record(manifest, state)
    } catch {
      supervisor.tell(.didNotRecord(because: error))
    }
    return taken
  }

  /// The manifest of what is there, which must be of this log.
  private func begun() throws -> BackupManifest {
    let path = folder.place(BackupManifest.fileName)
    guard let bytes = try folder.bytes(BackupManifest.fileName) else {
      if let other = try folder.names().first { throw StaticFolderError.notOurs(path: other) }
      let manifest = BackupManifest(origin: store.events.origin)
      try folder.replace(BackupManifest.fileName, manifest.bytes)
      return manifest
    }
    let manifest = try BackupManifest(bytes, at: path)
    // Copies of keys that a backup left which was killed.
    for name in try folder.names()
    where name.hasPrefix("vault-") && name.hasSuffix(".db") && name != manifest.state?.vault {
      unlink(folder.place(name))
    }
    guard manifest.origin == store.events.origin else {
      throw BackupError.otherLog(
        path: folder.path, origin: manifest.origin, own: store.events.origin)
    }
    // All that was copied, also by a backup that did not come to its end.
    guard let segment = manifest.segments.last else { return manifest }
    guard try store.events.head().position.rawValue >= segment.last,
      try store.events.root(atSize: UInt64(segment.last)) == segment.root
    else { throw BackupError.otherHistory(path: folder.path, through: manifest.last) }
    return manifest
  }

  // MARK: One moment

  private func copyStill(
    _ manifest: inout BackupManifest, _ taken: inout TakenBackup
  ) throws -> BackupManifest.State {
    for _ in 0..<BackingUp.attempts {
      let head = try store.events.head().position
      try supervisor.during(.backingUp) { note in
        try copyRecords(through: head, &manifest, &taken, note)
      }
      let vault = "vault-\(EventID.random()).db"
      let place = folder.place(vault)
      try store.copyVault(to: place)
      var isKept = false
      defer { if !isKept { unlink(place) } }
      guard try ErasureList.registered(in: store.events) <= head else { continue }
      try folder.replace(BackupManifest.erasuresName, ErasureList(of: store.events).bytes)
      isKept = true
      return BackupManifest.State(
        through: head, root: try store.events.root(atSize: UInt64(head.rawValue)),
        taken: clock.now(), vault: vault, digest: try BackupFile(place).digest().description,
        master: try store.keyRows()?.masterFingerprint() ?? "")
    }
    throw BackupError.neverStill
  }

  private func copyRecords(
    through head: Position, _ manifest: inout BackupManifest, _ taken: inout TakenBackup,
    _ note: (WorkProgress) -> Bool
  ) throws {
    while manifest.last < head.rawValue {
      let first = manifest.last + 1
      let last = min(head.rawValue, manifest.last + BackingUp.segmentLimit)
      var bytes: [UInt8] = []
      var named: Set<String> = []
      let range = ReadRange(after: Position(first - 1), through: Position(last))
      var next = first
      try store.events.scan(in: range) { position, line, leaf in
        guard position.rawValue == next, Hash.leaf(line).bytes.elementsEqual(leaf) else {
          throw BackupError.altered(Position(next))
        }
        next += 1
        bytes.append(contentsOf: line)
        bytes.append(0x0A)
        try named.formUnion(BackingUp.attachments(of: line))
        return true
      }
      guard next == last + 1 else { throw BackupError.altered(Position(next)) }
      try copyAttachments(named, &taken)
      let segment = BackupManifest.Segment(
        first: first, last: last, digest: Hash.content(bytes).description,
        root: try store.events.root(atSize: UInt64(last)))
      // An attempt that was interrupted may have left one of that name, which nothing lists.
      try folder.replace(segment.name, bytes)
      manifest.segments.append(segment)
      try folder.replace(BackupManifest.fileName, manifest.bytes)
      guard note(WorkProgress(Position(last), of: head)) else { throw CancellationError() }
    }
  }

  /// The attachments that a record names; few do, so that few are decoded.
  private static func attachments(of line: UnsafeRawBufferPointer) throws -> [String] {
    guard line.firstRange(of: Array("\"attachments\"".utf8)) != nil else { return [] }
    return try Record(line: Array(line)).sealedParts().flatMap(\.attachments)
  }

  private func copyAttachments(_ names: Set<String>, _ taken: inout TakenBackup) throws {
    for name in names.sorted() where !folder.has("attachments/\(name)") {
      // Whoever is erased has their attachments removed.
      guard let bytes = try store.events.attachment(name) else { continue }
      _ = try folder.add("attachments/\(name)", bytes)
      taken.attachments += 1
    }
  }

  /// The checkpoints that the log keeps of the records that were copied, with their cosignatures.
  private func checkpoints(through: Position) throws -> [UInt8] {
    var notes: [JSONValue] = []
    _ = try store.events.lastCheckpoint(reaching: 0) { signed in
      if signed.checkpoint.size <= UInt64(through.rawValue) {
        notes.append(.string(String(decoding: signed.bytes, as: UTF8.self)))
      }
      return false
    }
    return JSONValue.array(notes.reversed()).canonicalBytes
  }

  // MARK: The record

  /// Says in the log that there is a copy of its keys, by which key they are wrapped.
  private func record(
    _ manifest: BackupManifest, _ state: BackupManifest.State
  ) async throws -> Position? {
    let log = try await store.log()
    var event = NewEvent(id: .random(), stream: .log, type: .backedUp)
    event.actor = store.actor
    event.body = [
      "backup": .string(manifest.id), "through": .int(state.through.rawValue),
      "root": .string(state.root.base64), "masterKey": .string(state.master),
    ]
    return try await log.append([event]).first?.position
  }
}

/// A file of a backup.
struct BackupFile {
  let path: String

  init(_ path: String) {
    self.path = path
  }

  /// SHA-256 of what it holds.
  func digest() throws -> Hash {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw BackupError.damaged(path: path)
    }
    defer { try? file.close() }
    var hasher = ContentHasher()
    while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
      hasher.update(Array(piece))
    }
    return hasher.finish()
  }
}

/// What a backup has copied.
public struct TakenBackup: Sendable {
  /// The folder's id.
  public private(set) var id = ""
  /// The last record that it has.
  public private(set) var through: Position = .start
  /// How many records were copied this time.
  public private(set) var records: Int64 = 0
  /// How many attachments were copied this time.
  public internal(set) var attachments = 0
  /// The root of the tree over the records.
  public private(set) var root: Hash?
  /// The fingerprint of the master key that opens the vault of it.
  public private(set) var master = ""
  /// The record that says so; nil when none could be appended.
  public internal(set) var recorded: Position?
  private let before: Int64

  init(before: Int64) {
    self.before = before
  }

  mutating func finish(_ manifest: BackupManifest, _ state: BackupManifest.State) {
    id = manifest.id
    through = state.through
    records = manifest.last - before
    root = state.root
    master = state.master
  }

  /// What was copied as answers have it.
  public var json: JSONObject {
    [
      "backup": .string(id), "through": .int(through.rawValue), "records": .int(records),
      "attachments": .int(Int64(attachments)), "root": root.map { .string($0.base64) } ?? .null,
      "masterKey": .string(master),
      "position": recorded.map { .int($0.rawValue) } ?? .null,
    ]
  }
}
