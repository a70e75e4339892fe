public import InteractionModel
internal import Merkle

/// What belongs to an entity: how many records, and the root over their leaves in position order.
///
/// Whoever is shown records of a case, a conversation, a party, a document or a register, and has the row
/// of it proven by a state digest, knows whether these are all. A record belongs where it does for every
/// other projection (``Membership``), so that what links move is counted where it is now. The records that
/// moved it are counted where they moved it as well, for good (``Fold/Reach/withMoves``), so that nobody
/// takes anything out of a case or from a party without a trace there.
public struct EntityIndex: FoldState {
  /// What it is the index of.
  var kind = EntityKind.case
  /// The tree over the leaves.
  private var records = CompactRange()

  /// No records.
  public init() {}

  /// No records of an entity of a kind.
  init(_ kind: EntityKind) {
    self.kind = kind
  }

  /// Takes one more record.
  /// - Parameter record: belongs to the entity and comes after all that were taken before.
  /// - Throws: ``FoldError`` when the record came without its leaf.
  public mutating func apply(_ record: Record) throws(FoldError) {
    guard let leaf = record.leaf else {
      throw FoldError(
        position: record.position, reason: "whoever read the record did not compute its leaf")
    }
    records.append(Hash(leaf))
  }

  /// The row of the entity; of one that was merged away, that it has no records of its own.
  /// - Parameter context: who it is.
  /// - Returns: the row.
  public func rows(_ context: RowContext) -> [Row] {
    guard records.count > 0 || context.mergedInto != nil else { return [] }
    return [
      Row(
        table: EntityIndex.table(of: kind).name, key: context.key,
        values: [
          .integer(Int64(clamping: records.count)), .text(records.root.base64),
          ColumnValue(context.mergedInto),
        ])
    ]
  }
}

extension EntityIndex: FoldCodable {
  /// The complete state: decoding it and folding on equals folding from the start.
  public func encoded() -> [UInt8] { StateWriter.bytes(of: self) }

  /// The state that ``encoded()`` wrote.
  /// - Parameter bytes: what it wrote.
  /// - Throws: an error that names the place from which on the bytes are of another form.
  public init(decoding bytes: [UInt8]) throws { self = try StateReader.value(of: bytes) }

  /// Writes how many records there are, and the roots of the perfect subtrees that they fall into.
  package func encode(into state: inout StateWriter) {
    state.write(count: records.count)
    for root in records.subtrees {
      root.withUnsafeBytes { bytes in
        for byte in bytes { state.write(byte: byte) }
      }
    }
  }

  /// Reads what ``encode(into:)`` wrote; of which kind is not among it.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    let count = try state.count()
    var subtrees: [Hash] = []
    for _ in 0..<count.nonzeroBitCount {
      var bytes: [UInt8] = []
      for _ in 0..<Hash.size { bytes.append(try state.byte()) }
      guard let root = Hash(bytes) else { throw state.damage }
      subtrees.append(root)
    }
    records = CompactRange(count: count, subtrees: subtrees)
  }
}
