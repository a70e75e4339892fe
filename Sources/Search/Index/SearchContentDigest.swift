internal import InteractionModel
public import Merkle

/// The content digest of an index: the RFC 6962 root over (key of the entry, text), in key-byte
/// order.
///
/// It covers opened text, so it is never stored: it exists to compare an index that followed the
/// log with one that was filled at once, or one before a purge with one after.
public enum SearchContentDigest {
  /// Computes the digest; holds a hash for each document meanwhile.
  /// - Parameter index: does not change meanwhile.
  /// - Returns: the root.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  public static func compute(_ index: any SearchIndex) throws -> Hash {
    var leaves: [(key: [UInt8], leaf: Hash)] = []
    try index.forEachText { document, text in
      let content: JSONValue = ["key": .string(document.key), "text": .string(text)]
      leaves.append((Array(document.key.utf8), Hash.leaf(content.canonicalBytes)))
    }
    leaves.sort { $0.key.lexicographicallyPrecedes($1.key) }
    var range = CompactRange()
    for (_, leaf) in leaves { range.append(leaf) }
    return range.root
  }
}
