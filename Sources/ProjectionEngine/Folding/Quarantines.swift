package import EventLog
package import InteractionModel
internal import Projections

/// The positions a projection passes over, as the log says: quarantine is an event, so a replay
/// passes over the same ones.
///
/// Like everything else in the log a quarantine holds from its own position on: the state at N
/// passes over what records up to N put into quarantine. A record that was folded and put into
/// quarantine later counts until then. Only where a fold refuses such a record, the projection
/// passes over it before as well: it never stood between the refused record and its quarantine, and
/// neither catching up nor an as-of question could get across otherwise.
package struct Quarantines: Sendable {
  /// For each position the first record that puts it into quarantine.
  private var since: [Position: Position] = [:]

  /// Nothing is in quarantine.
  init() {}

  /// Reads the projection's own stream.
  static func read(_ projection: String, from log: any EventStore) throws -> Quarantines {
    var quarantines = Quarantines()
    try log.forEachRecord(.stream(.projection(projection))) { stored in
      let record = try stored.decoded()
      if let position = Quarantines.position(in: record, of: projection),
        quarantines.since[position] == nil
      {
        quarantines.since[position] = record.position
      }
      return true
    }
    return quarantines
  }

  /// The positions that records of a range put into quarantine for a projection, in the order of
  /// these.
  package static func positions(
    _ projection: String, from log: any EventStore, in range: ReadRange
  ) throws -> [Position] {
    var positions: [Position] = []
    try log.forEachRecord(.stream(.projection(projection)), in: range) { stored in
      if let position = Quarantines.position(in: try stored.decoded(), of: projection) {
        positions.append(position)
      }
      return true
    }
    return positions
  }

  /// The position that a record puts into quarantine for a projection; nil when it puts none.
  package static func position(in record: Record, of projection: String) -> Position? {
    guard record.type == .eventQuarantined, record.stream == .projection(projection) else {
      return nil
    }
    return record.body["position"]?.int.map { Position($0) }
  }

  /// The positions that the state at `horizon` passes over, in order.
  func positions(at horizon: Position) -> [Position] {
    since.filter { $0.key <= horizon && $0.value <= horizon }.keys.sorted()
  }

  /// Whether the state at `horizon` passes over a position.
  func covers(_ position: Position, at horizon: Position) -> Bool {
    guard let since = since[position] else { return false }
    return since <= horizon
  }

  /// Folds a record that is not covered.
  /// - Returns: whether it went into the state; false when it is refused and its quarantine comes
  ///   later, which leaves the state as it was.
  func take(_ record: Record, into state: inout any FoldState) throws(FoldError) -> Bool {
    guard since[record.position] != nil else {
      try state.apply(record)
      return true
    }
    let before = state
    do {
      try state.apply(record)
      return true
    } catch {
      state = before
      return false
    }
  }
}
