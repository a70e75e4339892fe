internal import EventLog
internal import InteractionModel
internal import Projections

/// The records that belong to one entity in a subset of the log, found through the log's indexes.
struct EntityHistory<Links: LinkSource & Sendable>: Sendable {
  let log: any EventStore
  let links: Links
  let subset: LogSubset
  /// What the projection passes over.
  let quarantines: Quarantines
  /// Whom an alarm names.
  let projection: String
  var stop = StopRequest.never

  /// The records of an entity in position order.
  /// - Parameters:
  ///   - fold: what is folded by.
  ///   - id: the entity.
  /// - Returns: the records.
  /// - Throws: ``CompletenessAlarm`` or ``StorageFault``.
  func records(_ fold: Fold, _ id: String) throws -> [Record] {
    let membership = Membership(links)
    let reader = RecordReader(log: log, projection: projection)
    var found: [Position: Record] = [:]
    let range = ReadRange(through: subset.through)
    for candidate in try membership.candidates(fold.kind, id) {
      try log.forEachRecord(.entity(candidate), in: range) { stored in
        try stop.check()
        guard found[stored.position] == nil,
          !quarantines.covers(stored.position, at: subset.through)
        else { return true }
        let record = try reader.record(stored)
        if subset.contains(record.position, record.effectiveTime),
          try membership.entity(of: fold, for: record) == id
        {
          found[record.position] = record
        }
        return true
      }
    }
    return found.values.sorted { $0.position < $1.position }
  }
}
