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

  /// Which type an event of the log has.
  /// - Parameter id: its id.
  /// - Returns: the type; nil when the log does not have it.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func type(of id: EventID) throws -> EventType? {
    try store.records(.id(id), in: ReadRange(), limit: 1).first?.decoded().type
  }

  /// Whether the log has any event of a stream.
  /// - Parameter stream: the stream.
  /// - Returns: whether there is one.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func has(_ stream: StreamID) throws -> Bool {
    try !store.positions(.stream(stream), in: ReadRange(), limit: 1).isEmpty
  }

  /// Whether the log has any event that names an entity, or stands in its stream.
  /// - Parameter entity: the entity.
  /// - Returns: whether there is one.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func has(_ entity: EntityKey) throws -> Bool {
    try !store.positions(.entity(entity), in: ReadRange(), limit: 1).isEmpty
  }

  /// What sources call the commitments and hand-offs of the log by names of their own.
  ///
  /// Costs as much as there are records: of an entity few, of the log all.
  /// - Parameter entity: whose records are looked at; nil for all records.
  /// - Returns: the names.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func ownNames(of entity: EntityKey?) throws -> Set<OwnName> {
    var names: Set<OwnName> = []
    func take(_ line: UnsafeRawBufferPointer, _ memo: TextMemo) throws {
      guard try OwnName.Kind(begunBy: Record(headOf: line, memo: memo).type) != nil,
        let name = OwnName(givenBy: try Record(line: line, memo: memo))
      else { return }
      names.insert(name)
    }
    let memo = TextMemo()
    guard let entity else {
      try store.scan(in: ReadRange()) { _, line, _ in
        try take(line, memo)
        return true
      }
      return names
    }
    let places = try store.positions(.entity(entity), in: ReadRange(), limit: .max)
    try store.scan(at: places) { _, line, _ in
      try take(line, memo)
      return true
    }
    return names
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
