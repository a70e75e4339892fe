internal import EventLog
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
  /// - Parameters:
  ///   - model: a read model that does not change meanwhile, such as a snapshot.
  ///   - stop: asked at every page of rows.
  /// - Returns: the root.
  /// - Throws: ``StorageFault`` when the store fails; `CancellationError` when it is to stop.
  public static func compute(
    _ model: any ReadModel, stop: StopRequest = .never
  ) throws -> Hash {
    var range = CompactRange()
    try forEachLeaf(of: model, stop) { range.append($0) }
    return range.root
  }

  /// Walks over the leaves of all rows, in their order.
  static func forEachLeaf(
    of model: any ReadModel, _ stop: StopRequest, _ body: (Hash) -> Void
  ) throws {
    for table in model.projection.tables {
      let columns = columns(of: table)
      var after: String?
      while true {
        try stop.check()
        let page = try model.rows(table, where: [], after: after, limit: 4_096)
        for row in page { body(Hash.leaf(leaf(row, table, columns))) }
        // A key of altered bytes that are no text reads as another one and may not come to an end.
        guard let last = page.last, after?.utf8.elementsEqual(last.key.utf8) != true else { break }
        after = last.key
      }
    }
  }

  /// The canonical bytes of one row.
  static func leaf(_ row: StoredRow, _ table: Table) -> [UInt8] {
    leaf(row, table, columns(of: table))
  }

  /// The columns of a table in canonical order: each one's name and its place.
  private static func columns(of table: Table) -> [(name: String, place: Int)] {
    JSONObject(table.columns.enumerated().map { ($0.element.name, .int(Int64($0.offset))) })
      .members.map { ($0.key, Int($0.value.int ?? 0)) }
  }

  /// Writes the row's object `{entity, key, position, table, values}` without building it: a digest
  /// is over all rows.
  private static func leaf(
    _ row: StoredRow, _ table: Table, _ columns: [(name: String, place: Int)]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1_024)
    func write(_ text: String) { bytes.append(contentsOf: text.utf8) }
    write("{\"entity\":")
    CanonicalJSON.write(row.entity, to: &bytes)
    write(",\"key\":")
    CanonicalJSON.write(row.key, to: &bytes)
    write(",\"position\":")
    CanonicalJSON.write(row.position.rawValue, to: &bytes)
    write(",\"table\":")
    CanonicalJSON.write(table.name, to: &bytes)
    write(",\"values\":{")
    var isFirst = true
    for (name, place) in columns {
      if !isFirst { write(",") }
      isFirst = false
      CanonicalJSON.write(name, to: &bytes)
      write(":")
      CanonicalJSON.write(row.values[place].json, to: &bytes)
    }
    write("}}")
    return bytes
  }
}
