public import InteractionModel

/// What a log has, for whoever has to know what a source said before.
public protocol EarlierEvents: Sendable {
  /// Whether the log has an event.
  /// - Parameter id: its id.
  /// - Returns: whether it is there.
  /// - Throws: whatever keeps the log from being read.
  func has(_ id: EventID) throws -> Bool

  /// Which type an event of the log has.
  /// - Parameter id: its id.
  /// - Returns: the type; nil when the log does not have it.
  /// - Throws: whatever keeps the log from being read.
  func type(of id: EventID) throws -> EventType?

  /// Whether the log has any event of a stream.
  /// - Parameter stream: the stream.
  /// - Returns: whether there is one.
  /// - Throws: whatever keeps the log from being read.
  func has(_ stream: StreamID) throws -> Bool

  /// Whether the log has any event that names an entity, or stands in its stream.
  /// - Parameter entity: the entity.
  /// - Returns: whether there is one.
  /// - Throws: whatever keeps the log from being read.
  func has(_ entity: EntityKey) throws -> Bool

  /// How what the log has under the id of an event compares with it; nil when there is nothing.
  /// - Parameter event: what the source says now.
  /// - Returns: how both compare; nil when there is nothing of that id.
  /// - Throws: whatever keeps that from being told.
  func earlier(_ event: NewEvent) throws -> EarlierEvent?

  /// What sources call the commitments and hand-offs of the log by names of their own.
  ///
  /// Costs as much as there are records: of an entity few, of the log all.
  /// - Parameter entity: whose records are looked at; nil for all records.
  /// - Returns: the names.
  /// - Throws: whatever keeps the log from being read.
  func ownNames(of entity: EntityKey?) throws -> Set<OwnName>
}
