public import Compliance
internal import EventLog
public import InteractionModel
public import Merkle

/// Writes a log as files that any C2SP tlog-tiles client reads: `checkpoint`, `tile/…` and
/// `tile/entries/…`.
///
/// The checkpoint comes last, so that whoever reads while this writes finds all that it is over. What
/// is there already is not written again: an export that was interrupted goes on, and a later one adds
/// what has come; whether it is still what was written is looked at only when that is asked for. A file that
/// is not what this would write is another's, and is left as it is.
public struct TileExport: Sendable {
  private let events: any EventStore
  private let checkpoint: SignedCheckpoint
  private let folder: StaticFolder
  private let compares: Bool
  private let supervisor: Supervisor

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: the store; nothing of it is written.
  ///   - checkpoint: up to where to write.
  ///   - folder: the path of the folder to write to; made when it is not there.
  ///   - compares: whether to compare every file that is there with what this would write.
  ///   - supervisor: whoever has it done.
  public init(
    _ store: OpenStore, through checkpoint: SignedCheckpoint, to folder: String,
    comparing compares: Bool = false, _ supervisor: Supervisor
  ) {
    self.compares = compares
    events = store.events
    self.checkpoint = checkpoint
    self.folder = StaticFolder(path: folder)
    self.supervisor = supervisor
  }

  private static let checkpointName = "checkpoint"

  /// Writes what is missing, also of what an older export had written.
  /// - Returns: how much was written.
  /// - Throws: ``TileExportError``, ``StaticFolderError``, ``/Merkle/TreeError`` or ``/EventLog/StorageFault``.
  public func run() throws -> ExportedTiles {
    let size = checkpoint.checkpoint.size
    var exported = ExportedTiles(checkpoint: checkpoint.checkpoint)
    let old = try exportedSize()
    return try supervisor.during(.exporting) { note in
      let new = Set(TileID.tiles(in: size, since: old))
      for tile in TileID.tiles(in: size)
      where compares || new.contains(tile) || !isThere(tile) {
        let hashes = try events.hashes(in: tile)
        exported.count(try folder.add("\(TilePath.hashes(tile))", hashes.flatMap(\.bytes)))
        guard tile.level == 0 else { continue }
        let bundle = try EntryBundle(entries(of: tile, hashes)).bytes
        exported.count(try folder.add("\(TilePath.entries(tile))", bundle))
        let last = Position(Int64(tile.index << Tile.height) + Int64(tile.width))
        guard note(WorkProgress(last, of: Position(Int64(size)))) else { throw CancellationError() }
      }
      // Also of as many records: more witnesses may have cosigned it.
      if try folder.bytes(TileExport.checkpointName) != checkpoint.bytes {
        try folder.replace(TileExport.checkpointName, checkpoint.bytes)
      }
      return exported
    }
  }

  /// Whether what an older export has written of a tile still lies there; it is not read again.
  private func isThere(_ tile: TileID) -> Bool {
    folder.has("\(TilePath.hashes(tile))")
      && (tile.level > 0 || folder.has("\(TilePath.entries(tile))"))
  }

  /// The lines of the records below a tile, each of which has its hash.
  private func entries(of tile: TileID, _ hashes: [Hash]) throws -> [[UInt8]] {
    let first = Int64(tile.index << Tile.height)
    let range = ReadRange(after: Position(first), through: Position(first + Int64(tile.width)))
    let lines = try events.records(.all, in: range, limit: tile.width).map(\.line)
    guard lines.map({ Hash.leaf($0) }) == hashes else { throw TileExportError.altered(tile) }
    return lines
  }

  /// How many records the folder has; none where there is no checkpoint.
  private func exportedSize() throws -> UInt64 {
    guard let bytes = try folder.bytes(TileExport.checkpointName) else { return 0 }
    let place = folder.place(TileExport.checkpointName)
    let own = checkpoint.checkpoint
    guard let there = try? SignedCheckpoint(bytes).checkpoint else {
      throw StaticFolderError.notOurs(path: place)
    }
    guard there.origin == own.origin else {
      throw try events.signingKeys().origins.contains(there.origin)
        ? TileExportError.otherEpoch(path: place, origin: there.origin)
        : StaticFolderError.notOurs(path: place)
    }
    guard there.size <= own.size, try events.root(atSize: there.size) == there.root else {
      throw TileExportError.otherHistory(path: place, size: there.size)
    }
    return there.size
  }
}

/// What an export has written.
public struct ExportedTiles: Sendable {
  /// The checkpoint that the files are of.
  public let checkpoint: Checkpoint
  /// How many files of tiles and entries were written.
  public private(set) var written = 0
  /// How many were there already.
  public private(set) var kept = 0

  init(checkpoint: Checkpoint) {
    self.checkpoint = checkpoint
  }

  mutating func count(_ isNew: Bool) {
    if isNew { written += 1 } else { kept += 1 }
  }

  /// What was written as answers have it.
  public var json: JSONObject {
    [
      "origin": .string(checkpoint.origin), "size": .int(Int64(clamping: checkpoint.size)),
      "root": .string(checkpoint.root.base64), "written": .int(Int64(written)),
      "kept": .int(Int64(kept)),
    ]
  }
}

/// Why a log cannot be exported to a folder.
public enum TileExportError: Error, Remediable, Hashable {
  /// The folder has an earlier epoch of the log, and perhaps what it has lost since.
  case otherEpoch(path: String, origin: String)
  /// The folder has another history of the log, or a longer one.
  case otherHistory(path: String, size: UInt64)
  /// The records are not those of the tree.
  case altered(TileID)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .otherEpoch(let path, let origin):
      Diagnosis(
        "\(path) is of the origin “\(origin)”, under which the log signs no more",
        "export to a folder of its own, and keep this one: it may have records that are lost here")
    case .otherHistory(let path, let size):
      Diagnosis(
        "\(path) is of \(size) records that are not the first of this log",
        "run \(.verify): either the log or the folder is not what it was")
    case .altered(let tile):
      Diagnosis("the records are not those of \(tile)", "run \(.verify)")
    }
  }
}
