public import EventLog
internal import InteractionModel
internal import Merkle
internal import Projections

extension EventStore {
  /// Refuses a read model that was not made from this log.
  ///
  /// One that was last written before leaves were kept is believed as far as the log reaches; the
  /// next that catches it up notes the leaf.
  /// - Parameter model: the read model; read before the log, which only grows meanwhile.
  /// - Throws: ``/EventLog/StorageFault`` `ahead` when it knows more than the log has, `foreign` when
  ///   the log has another record where it stands; what either throws when it cannot be read.
  public func require(_ model: any ReadModel) throws(StorageFault) {
    let known = try model.logCheckpoint()
    let name = model.projection.name
    if known.leaf.isEmpty, known.position <= (try head().position) { return }
    try require(known, of: name, remedy: "run \(.rebuild(name))")
  }

  /// The leaf of the record at a position; empty before the first record, or where there is none.
  func leaf(at position: Position) throws(StorageFault) -> [UInt8] {
    try checkpoint(at: position)?.leaf ?? []
  }

  /// The root over the records through a position, as a read model keeps it; empty before the first
  /// record.
  func root(through position: Position) throws(TreeError) -> [UInt8] {
    try position > .start ? root(atSize: UInt64(position.rawValue)).bytes : []
  }
}
