internal import EventLog
public import InteractionModel

// What whoever imports asks before it appends: has the log something under an id, and is it what the
// source says now? An answer costs a look-up, and the opening of one record where there is something.

extension InteractionLog {
  /// Whether the log has an event.
  /// - Parameter id: its id.
  /// - Returns: whether it is there.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func has(_ id: EventID) throws -> Bool {
    try !store.positions(.id(id), in: ReadRange(), limit: 1).isEmpty
  }

  /// What the log has under the id of an event.
  /// - Parameter event: what the source says now.
  /// - Returns: how both compare; nil when the log has nothing of that id.
  /// - Throws: ``/EventLog/StorageFault`` when that cannot be told.
  public func earlier(_ event: NewEvent) throws -> EarlierEvent? {
    guard let stored = try store.records(.id(event.id), in: ReadRange(), limit: 1).first else {
      return nil
    }
    let record = try stored.decoded()
    let occurred = record.occurred
    let isSameButTime = try isSame(
      stored, as: event.retold(at: occurred, department: record.department))
    return EarlierEvent(
      position: stored.position, occurred: occurred?.instant,
      isSame: isSameButTime && occurred == event.occurred, isSameButTime: isSameButTime)
  }
}
