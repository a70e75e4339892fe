internal import EventLog
public import InteractionModel
public import Merkle

/// What a folder of backups holds: `backup.json`, which is written last, so that whatever it names is
/// there, whole.
///
/// `records/…jsonl` has the records in files of their own, each written once: their canonical lines,
/// which are what the tree is over. `vault-….db` is the vault as it was at the last backup, keys wrapped
/// as they were; `checkpoints.json` the checkpoints that the log kept, `erasures.jsonl` a
/// ``/Compliance/ErasureList``, `attachments/` the sealed attachments.
public struct BackupManifest: Sendable, Hashable {
  static let fileName = "backup.json"
  static let checkpointsName = "checkpoints.json"
  static let erasuresName = "erasures.jsonl"
  private static let format: Int64 = 1

  /// A file with records.
  struct Segment: Sendable, Hashable {
    let first: Int64
    let last: Int64
    /// SHA-256 of the file, in hexadecimal.
    let digest: String
    /// The root of the tree over all records through the last one.
    let root: Hash

    var name: String {
      "records/\(Segment.digits(first))-\(Segment.digits(last)).jsonl"
    }

    /// Of one length, so that the names stand in the order of the records.
    private static func digits(_ number: Int64) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, 12 - text.count)) + text
    }
  }

  /// The state of a store at a moment, which can be brought back.
  public struct State: Sendable, Hashable {
    /// The last record.
    public let through: Position
    /// The root of the tree over the records.
    public let root: Hash
    /// When it was taken.
    public let taken: Instant
    /// The file of the vault.
    let vault: String
    /// SHA-256 of that file, in hexadecimal.
    let digest: String
    /// The fingerprint of the master key by which the keys are wrapped; nil when it is not known.
    public let master: String
  }

  /// The folder's id, by which the log knows it.
  public let id: String
  /// The name of the log.
  public let origin: String
  /// The files with records, in their order, from the first record on without a gap.
  var segments: [Segment] = []
  /// What can be brought back; nil when no backup has come to its end.
  public internal(set) var state: State?

  /// Of a folder that has nothing yet.
  init(origin: String) {
    id = EventID.random().description
    self.origin = origin
  }

  /// The last record that has been copied.
  var last: Int64 { segments.last?.last ?? 0 }

  // MARK: Bytes

  var bytes: [UInt8] {
    var object: JSONObject = [
      "format": .int(BackupManifest.format), "id": .string(id), "origin": .string(origin),
      "segments": .array(
        segments.map {
          .object([
            "first": .int($0.first), "last": .int($0.last), "sha256": .string($0.digest),
            "file": .string($0.name), "root": .string($0.root.base64),
          ])
        }),
    ]
    object["state"] = state.map {
      .object([
        "through": .int($0.through.rawValue), "root": .string($0.root.base64),
        "taken": .string($0.taken.description), "vault": .string($0.vault),
        "vaultSHA256": .string($0.digest), "master": .string($0.master),
      ])
    }
    return JSONValue.object(object).canonicalBytes + [0x0A]
  }

  /// Reads a manifest.
  /// - Parameters:
  ///   - bytes: what the file holds.
  ///   - path: where it is, for the error.
  /// - Throws: ``BackupError/unreadable(path:)`` or ``BackupError/otherFormat(_:path:)``.
  init(_ bytes: [UInt8], at path: String) throws(BackupError) {
    let object = (try? JSONValue(parsing: bytes))?.object ?? [:]
    guard let format = object["format"]?.int else { throw .unreadable(path: path) }
    guard format == BackupManifest.format else { throw .otherFormat(format, path: path) }
    guard let id = object["id"]?.string, let origin = object["origin"]?.string,
      let listed = object["segments"]?.array
    else { throw .unreadable(path: path) }
    self.id = id
    self.origin = origin
    for entry in listed {
      guard let entry = entry.object, let first = entry["first"]?.int, first == last + 1,
        let last = entry["last"]?.int, last >= first, let digest = entry["sha256"]?.string,
        let root = entry["root"]?.string.flatMap({ Hash(base64: $0.utf8) })
      else { throw .unreadable(path: path) }
      segments.append(Segment(first: first, last: last, digest: digest, root: root))
    }
    guard let state = object["state"]?.object else { return }
    guard let through = state["through"]?.int,
      let root = state["root"]?.string.flatMap({ Hash(base64: $0.utf8) }),
      let taken = state["taken"]?.string.flatMap({ Timestamp($0)?.instant }),
      let vault = state["vault"]?.string,
      !vault.contains("/"), let digest = state["vaultSHA256"]?.string,
      let master = state["master"]?.string
    else { throw .unreadable(path: path) }
    self.state = State(
      through: Position(through), root: root, taken: taken, vault: vault, digest: digest,
      master: master)
    // A backup ends where a file does.
    guard through == 0 || segments.contains(where: { $0.last == through }) else {
      throw .unreadable(path: path)
    }
  }
}
