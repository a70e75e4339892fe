internal import EventLog
internal import InteractionModel
internal import Synchronization

/// Identifications that name their party in the body only, which the log's index does not find.
///
/// Appending puts that party into the envelope, so there are none but in logs from before it did.
/// For their sake the log is gone through, once for an eraser, however often it plans: who was said
/// to be the person is not left out for want of an index.
final class UnindexedIdentifications: Sendable {
  private let found = Mutex<[String: Set<EntityKey>]?>(nil)

  /// The conversations and cases in which somebody was identified so as one of some parties.
  func scopes(
    identifying parties: Set<String>, in log: any EventStore
  ) throws -> Set<EntityKey> {
    if found.withLock({ $0 == nil }) {
      let all = try UnindexedIdentifications.all(in: log)
      found.withLock { $0 = all }
    }
    return found.withLock { found in
      parties.reduce(into: []) { $0.formUnion(found?[$1] ?? []) }
    }
  }

  private static func all(in log: any EventStore) throws -> [String: Set<EntityKey>] {
    var found: [String: Set<EntityKey>] = [:]
    try log.forEachDecoded { record in
      guard record.type == .partyIdentified, record.party == nil,
        let party = record.body["party"]?.string
      else { return true }
      if let id = record.conversation {
        found[party, default: []].insert(.conversation(id))
      } else if let id = record.case {
        found[party, default: []].insert(.case(id))
      }
      return true
    }
    return found
  }
}
