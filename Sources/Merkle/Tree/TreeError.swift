public import InteractionModel

/// Why something of a tree cannot be had, or does not prove what it should.
public enum TreeError: Error, Remediable, Hashable {
  /// A tree has at most 2^63 leaves.
  case tooLarge(size: UInt64)
  /// The tree ends before that leaf.
  case noSuchLeaf(index: UInt64, size: UInt64)
  /// A tree does not grow smaller.
  case shrinking(old: UInt64, new: UInt64)
  /// Every tree extends the empty one; verifiers disagree about how that is proven.
  case emptyTree
  /// These leaves do not hang from one node.
  case notASubtree(start: UInt64, end: UInt64)
  /// A proof has more or fewer hashes than its tree's form wants.
  case wrongLength(hashes: Int)
  /// The hashes of a proof do not lead to the root.
  case otherRoot
  /// The numbers name no tile of any tree.
  case noSuchTile(level: Int, index: UInt64, width: Int)
  /// The text is not the path of a tile or of a bundle of entries.
  case notATilePath
  /// The store has no such tile.
  case tileMissing(TileID)
  /// The store gave something of another length.
  case tileDamaged(TileID, bytes: Int)
  /// The store failed; the reason is in its words.
  case tileUnavailable(TileID, reason: String)
  /// An entry is too long for a bundle.
  case entryTooLong(bytes: Int)
  /// The bytes are not a bundle of that many entries.
  case notABundle(entries: Int)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .tooLarge(let size): Diagnosis("a tree of \(size) leaves is larger than any can be")
    case .noSuchLeaf(let index, let size):
      Diagnosis("there is no leaf \(index) in a tree of \(size)", "count leaves from 0")
    case .shrinking(let old, let new):
      Diagnosis(
        "a tree of \(new) leaves cannot extend one of \(old)",
        "look for the missing records, or compare the other way round")
    case .emptyTree:
      Diagnosis(
        "every tree extends the empty one, so there is nothing to prove",
        "ask from a size of at least 1")
    case .notASubtree(let start, let end):
      Diagnosis("the leaves from \(start) up to \(end) do not hang from one node")
    case .wrongLength(let hashes):
      Diagnosis(
        "a proof of \(hashes) hashes does not fit the tree", "get the proof again from its source")
    case .otherRoot:
      Diagnosis(
        "the proof does not lead to the root",
        "compare entry, index and size with what was proven; if they agree, it was altered")
    case .noSuchTile(let level, let index, let width):
      Diagnosis("no tree has a tile \(index) on level \(level) with \(width) hashes")
    case .notATilePath: Diagnosis("this is not the path of a tile or of a bundle of entries")
    case .tileMissing(let tile):
      Diagnosis("the tile \(tile) is missing", "run \(.verify) and restore the log from a copy")
    case .tileDamaged(let tile, let bytes):
      Diagnosis(
        "the tile \(tile) has \(bytes) bytes, not \(tile.width * Hash.size)",
        "run \(.verify) and restore the log from a copy")
    case .tileUnavailable(let tile, let reason):
      Diagnosis("the tile \(tile) cannot be read or written", cause: reason)
    case .entryTooLong(let bytes):
      Diagnosis("an entry of \(bytes) bytes is too long for a bundle, 65535 are allowed")
    case .notABundle(let entries):
      Diagnosis(
        "these bytes are not a bundle of \(entries) entries", "get it again from its source")
    }
  }
}
