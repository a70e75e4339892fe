internal import EventLog
internal import GRDB
internal import InteractionModel
internal import Synchronization

/// Which records edit or redact which message, for whoever only reads a log without an index of it.
///
/// All records are read when it is first asked for, and each time those that have come since; only
/// what amends a message is remembered.
final class ScannedAmendments: Sendable {
  private struct State {
    var through = Position.start
    var positions: [EventID: [Position]] = [:]
  }

  private let state = Mutex(State())

  /// A page of the positions of the records that amend a message, as a transaction sees them.
  func positions(
    _ database: Database, of message: EventID, _ range: ReadRange, _ limit: Int
  ) throws -> [Position] {
    let head = try LogQuery.head(database).position
    let all = try state.withLock { state in
      if head > state.through {
        var fresh: [(position: Position, message: EventID)] = []
        try AmendmentIndex.forEach(database, after: state.through) { fresh.append(($0, $1)) }
        // Only once all could be read: what failed half-way is read again.
        for found in fresh { state.positions[found.message, default: []].append(found.position) }
        state.through = head
      }
      return state.positions[message] ?? []
    }
    // Another transaction may have seen more.
    let found = all.filter { $0 > range.after && $0 <= min(range.through, head) }
    return Array((range.reverse ? found.reversed() : found).prefix(limit))
  }
}
