internal import EventLog
public import InteractionModel
public import Merkle
public import Projections

/// That a read model has a row, to whoever knows its state digest: the row as the digest is over it,
/// and the way up (RFC 6962 §2.1.1).
public struct RowProof: Sendable, Hashable {
  /// The canonical JSON of the row.
  public let row: [UInt8]
  /// Its place among the rows of all tables, and the siblings on the way up to the digest.
  public let inclusion: InclusionProof

  /// A proof, as somebody gave it.
  /// - Parameters:
  ///   - row: the canonical JSON of the row.
  ///   - inclusion: its place and the way up.
  public init(row: [UInt8], inclusion: InclusionProof) {
    self.row = row
    self.inclusion = inclusion
  }

  /// A proof as it is written down; nil when it is none.
  /// - Parameter json: what ``json`` gives.
  public init?(_ json: JSONObject) {
    guard let row = json["row"], row.object != nil, let index = json["index"]?.int,
      let size = json["rows"]?.int, index >= 0, size > index, let path = json["path"]?.array
    else { return nil }
    let hashes = path.compactMap { $0.string.flatMap { Hash(base64: $0.utf8) } }
    guard hashes.count == path.count else { return nil }
    self.init(
      row: row.canonicalBytes,
      inclusion: InclusionProof(index: UInt64(index), size: UInt64(size), path: hashes))
  }

  /// The proof as it is written down: the row, its place among how many, and the siblings in base64.
  public var json: JSONObject {
    get throws {
      [
        "index": .int(Int64(clamping: inclusion.index)),
        "path": .array(inclusion.path.map { .string($0.base64) }),
        "row": try JSONValue(parsing: row), "rows": .int(Int64(clamping: inclusion.size)),
      ]
    }
  }

  /// Checks it.
  /// - Parameter digest: the state digest.
  /// - Throws: ``/Merkle/TreeError`` when it does not prove that the row belongs to it.
  public func verify(digest: Hash) throws(TreeError) {
    try inclusion.verify(leaf: .leaf(row), root: digest)
  }
}

extension StateDigest {
  /// Proves that a read model has a row.
  ///
  /// Reads all rows, as the digest does, and before that their keys.
  /// - Parameters:
  ///   - key: the key of the row.
  ///   - table: the table it is in.
  ///   - model: a read model that does not change meanwhile, such as a snapshot.
  ///   - stop: asked at every page of rows.
  /// - Returns: the proof; nil when there is no such row.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails; `CancellationError` when it is to stop.
  public static func proof(
    of key: String, in table: Table, of model: any ReadModel, stop: StopRequest = .never
  ) throws -> RowProof? {
    guard let row = try model.row(table, key: key) else { return nil }
    var (size, index) = (UInt64(0), UInt64(0))
    for other in model.projection.tables {
      var after: String?
      while true {
        try stop.check()
        let page = try model.keys(other, where: [], after: after, limit: 16_384)
        if other == table, let place = page.firstIndex(where: { $0.utf8.elementsEqual(key.utf8) }) {
          index = size + UInt64(place)
        }
        size += UInt64(page.count)
        guard let last = page.last, after?.utf8.elementsEqual(last.utf8) != true else { break }
        after = last
      }
    }
    var collector = try InclusionCollector(of: index, in: size)
    try forEachLeaf(of: model, stop) { collector.append($0) }
    return RowProof(row: leaf(row, table), inclusion: try collector.proof())
  }
}
