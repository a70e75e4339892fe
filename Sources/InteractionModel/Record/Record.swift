/// One record of the log: an immutable fact with its place.
///
/// Decoded from the line that is hashed, exported and verified; the sealed parts stay closed and
/// undecoded until ``sealedParts()`` is asked for, because folds never look at them.
///
/// A record is copied by copying one reference: its fields stand in one piece of memory that never
/// changes, so that lists of records can be sorted, cut and passed on without touching any text.
public struct Record: Sendable, Hashable {
  @usableFromInline let storage: RecordStorage

  /// A record of fields that were read.
  init(storage: RecordStorage) { self.storage = storage }

  /// The place in the log.
  @inlinable public var position: Position { storage.fields.position }
  /// When the log took it.
  @inlinable public var recorded: Instant { storage.fields.recorded }
  /// Its number within its stream, from 1.
  @inlinable public var version: Int64 { storage.fields.version }
  /// The unique id of the event.
  @inlinable public var id: EventID { storage.fields.id }
  /// The stream it belongs to.
  @inlinable public var stream: StreamID { storage.fields.stream }
  /// What happened.
  @inlinable public var type: EventType { storage.fields.type }
  /// The version of the type's fields, from 1.
  @inlinable public var schema: Int { storage.fields.schema }
  /// When it happened as the source said it.
  @inlinable public var occurred: Timestamp? { storage.fields.occurred }
  /// Who did it.
  @inlinable public var actor: Actor? { storage.fields.actor }
  /// Through which channel.
  @inlinable public var channel: Channel? { storage.fields.channel }
  /// From whom to whom.
  @inlinable public var direction: Direction? { storage.fields.direction }
  /// The conversation it is part of.
  @inlinable public var conversation: String? { storage.fields.conversation }
  /// The case the source said it belongs to; links may say otherwise later.
  @inlinable public var `case`: String? { storage.fields.`case` }
  /// The party the source said it is about; links may say otherwise later.
  @inlinable public var party: String? { storage.fields.party }
  /// The department, as the agency names it.
  @inlinable public var department: String? { storage.fields.department }
  /// The system it came from.
  @inlinable public var source: String? { storage.fields.source }
  /// What it belongs together with, in the source's terms.
  @inlinable public var correlation: String? { storage.fields.correlation }
  /// The event that caused it.
  @inlinable public var causation: EventID? { storage.fields.causation }
  /// The public fields.
  @inlinable public var body: JSONObject { storage.fields.body }
  /// The leaf of the line it was read from; nil when whoever read it did not compute it.
  @inlinable public var leaf: RecordLeaf? { storage.fields.leaf }
  /// How many sealed parts there are.
  @inlinable public var sealedCount: Int { storage.fields.sealedCount }
  /// The canonical bytes of the array of sealed parts; empty when there are none.
  var sealedBytes: [UInt8] { storage.fields.sealedBytes }

  /// When it happened, or when it was recorded if the source gave no usable time.
  public var effectiveTime: Instant { occurred?.instant ?? recorded }

  /// Whether ``effectiveTime`` had to fall back to the time of recording.
  public var lacksUsableTime: Bool { occurred?.instant == nil }

  /// The sealed parts, decoded.
  /// - Throws: ``RecordError`` when a part is not of the form it should have.
  public func sealedParts() throws(RecordError) -> [SealedPart] {
    guard sealedCount > 0 else { return [] }
    let count = sealedCount
    return try sealedBytes.withUnsafeBufferPointer { bytes in
      Result { () throws(RecordError) in try SealedPart.parts(bytes, count: count) }
    }.get()
  }
}
