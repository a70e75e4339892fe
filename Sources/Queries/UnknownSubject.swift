internal import Compliance
internal import EventLog
internal import InteractionModel

extension Reader {
  /// Why the log has nothing of an id.
  /// - Parameters:
  ///   - subject: what was asked for.
  ///   - hasOthers: whether there is anything of its kind.
  /// - Returns: that it is something else, that there is nothing of the kind, or that it is unknown.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func unknown(_ subject: QuerySubject, hasOthers: () throws -> Bool) throws -> QueryError {
    guard EntityKey.isValid(id: subject.id) else { return .unknown(subject) }
    for kind in [EntityKind.case, .conversation, .party] where kind.rawValue != subject.kind {
      let key = EntityKey(kind, subject.id)
      guard try store.events.positions(.entity(key), in: ReadRange(), limit: 1).isEmpty else {
        return .otherKind(subject, QuerySubject(key))
      }
    }
    return try hasOthers() ? .unknown(subject) : .noneYet(subject)
  }
}
