internal import EventLog
internal import InteractionModel

/// The positions a projection passes over, as the log says: quarantine is an event, so a replay
/// passes over the same ones.
enum Quarantines {
  /// Reads the projection's own stream.
  static func read(_ projection: String, from log: any EventStore) throws -> Set<Position> {
    var positions: Set<Position> = []
    try log.forEachRecord(.stream(.projection(projection))) { stored in
      let record = try stored.decoded()
      if record.type == .eventQuarantined, let position = record.body["position"]?.int {
        positions.insert(Position(position))
      }
      return true
    }
    return positions
  }
}
