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

  /// Refuses a read model that has not taken every record of this log up to where it stands, once and in
  /// order: the root that it has computed from what it took is the log's own there.
  ///
  /// One that was last written before roots were kept is believed.
  /// - Parameter model: the read model.
  /// - Throws: ``/EventLog/StorageFault`` `foreign` when the roots differ, `corrupt` when the tree over the
  ///   log cannot be read; what either throws when it cannot be read.
  public func requireComplete(_ model: any ReadModel) throws(StorageFault) {
    guard let known = try model.bookkeeping(), let root = known.root, !root.isEmpty else { return }
    let own: [UInt8]
    do throws(TreeError) {
      own = try self.root(through: known.checkpoint)
    } catch {
      throw StorageFault(
        code: .corrupt, reason: "the tree over the log cannot be read", remedy: "run \(.verify)",
        cause: "\(error)")
    }
    guard own == root else {
      let name = model.projection.name
      throw StorageFault(
        code: .foreign,
        reason: """
          \(name) has not taken the records that the log has up to position \(known.checkpoint): their \
          roots differ
          """,
        remedy: "run \(.verify), then \(.rebuild(name))")
    }
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
