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

  /// Whether the log has any event of a stream.
  /// - Parameter stream: the stream.
  /// - Returns: whether there is one.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func has(_ stream: StreamID) throws -> Bool {
    try !store.positions(.stream(stream), in: ReadRange(), limit: 1).isEmpty
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
      stored,
      as: event.retold(
        at: occurred, department: record.department, channel: record.channel,
        causation: record.causation))
    return EarlierEvent(
      position: stored.position, occurred: occurred?.instant,
      isSame: isSameButTime && occurred == event.occurred, isSameButTime: isSameButTime,
      hasSameWords: try isSameButTime || isSame(stored, as: NewEvent(record, event.personal)),
      cleared: event.cleared(of: EventType.statedFields(of: record.type, in: record.body)))
  }
}

extension NewEvent {
  /// What a record says in public, with other personal parts.
  fileprivate init(_ record: Record, _ personal: [PersonalPart]) {
    self.init(
      id: record.id, stream: record.stream, type: record.type, occurred: record.occurred,
      body: record.body)
    schema = record.schema
    actor = record.actor
    channel = record.channel
    direction = record.direction
    conversation = record.conversation
    department = record.department
    source = record.source
    correlation = record.correlation
    causation = record.causation
    self.personal = personal
  }
}
