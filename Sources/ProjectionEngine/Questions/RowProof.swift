internal import EventLog
internal import InteractionModel
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
