internal import GRDB
internal import Synchronization

/// The recent part of the index for whoever reads, shared by the readers of a store.
///
/// It is read when it is first asked for and goes on with each transaction that sees more. It may
/// know of records that an older transaction does not see yet: those are looked up in `record`
/// anyway, or left out by their positions.
final class RecentReader: Sendable {
  private let part = Mutex<RecentPart?>(nil)

  /// Gives a part to a body that knows all that the transaction sees, and may know more.
  func withPart<Value>(
    _ database: Database, _ body: (RecentPart) throws -> Value
  ) throws -> Value {
    let merged = try RecentPart.merged(database)
    let shared = try part.withLock { part -> RecentPart? in
      // An older transaction, from before a merge, reads what it sees for itself.
      if let known = part, known.merged > merged { return nil }
      if part?.merged != merged { part = nil }
      var taken = try part ?? RecentPart(database)
      part = nil
      try taken.advance(database)
      part = taken
      return taken
    }
    return try body(try shared ?? RecentPart(database))
  }
}
