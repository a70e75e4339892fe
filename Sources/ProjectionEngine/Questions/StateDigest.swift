public import EventLog
internal import InteractionModel
public import Merkle
internal import Projections

/// The state digest of a read model: the RFC 6962 root over its canonical rows in key-byte order.
///
/// The same for the same log and code version, whether the rows were folded live or rebuilt, by
/// whichever store. Each leaf is the canonical JSON of one row; tables follow one another in the
/// order in which the projection declares them.
public enum StateDigest {
  /// Computes the digest.
  /// - Parameter model: a read model that does not change meanwhile, such as a snapshot.
  /// - Returns: the root.
  /// - Throws: ``StorageFault`` when the store fails.
  public static func compute(_ model: any ReadModel) throws(StorageFault) -> Hash {
    var range = CompactRange()
    for table in model.projection.tables {
      var after: String?
      while true {
        let page = try model.rows(table, where: [], after: after, limit: 4_096)
        for row in page { range.append(Hash.leaf(leaf(row, table))) }
        // A key of altered bytes that are no text reads as another one and may not come to an end.
        guard let last = page.last, after?.utf8.elementsEqual(last.key.utf8) != true else { break }
        after = last.key
      }
    }
    return range.root
  }

  /// The canonical bytes of one row.
  static func leaf(_ row: StoredRow, _ table: Table) -> [UInt8] {
    var object: JSONObject = [
      "entity": .string(row.entity), "key": .string(row.key),
      "position": .int(row.position.rawValue), "table": .string(table.name),
    ]
    var values = JSONObject()
    for (column, value) in zip(table.columns, row.values) { values[column.name] = value.json }
    object["values"] = .object(values)
    return object.canonicalBytes
  }
}
