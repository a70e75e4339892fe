/// One record of the log: an immutable fact with its place.
///
/// Decoded from the line that is hashed, exported and verified; the sealed parts stay closed and
/// undecoded until ``sealedParts()`` is asked for, because folds never look at them.
public struct Record: Sendable, Hashable {
  /// The place in the log.
  public let position: Position
  /// When the log took it.
  public let recorded: Instant
  /// Its number within its stream, from 1.
  public let version: Int64
  /// The unique id of the event.
  public let id: EventID
  /// The stream it belongs to.
  public let stream: StreamID
  /// What happened.
  public let type: EventType
  /// The version of the type's fields, from 1.
  public let schema: Int
  /// When it happened as the source said it.
  public let occurred: Timestamp?
  /// Who did it.
  public let actor: Actor?
  /// Through which channel.
  public let channel: Channel?
  /// From whom to whom.
  public let direction: Direction?
  /// The conversation it is part of.
  public let conversation: String?
  /// The case the source said it belongs to; links may say otherwise later.
  public let `case`: String?
  /// The party the source said it is about; links may say otherwise later.
  public let party: String?
  /// The department, as the agency names it.
  public let department: String?
  /// The system it came from.
  public let source: String?
  /// What it belongs together with, in the source's terms.
  public let correlation: String?
  /// The event that caused it.
  public let causation: EventID?
  /// The public fields.
  public let body: JSONObject
  /// How many sealed parts there are.
  public let sealedCount: Int
  /// The canonical bytes of the array of sealed parts; empty when there are none.
  let sealedBytes: [UInt8]

  /// When it happened, or when it was recorded if the source gave no usable time.
  public var effectiveTime: Instant { occurred?.instant ?? recorded }

  /// Whether ``effectiveTime`` had to fall back to the time of recording.
  public var lacksUsableTime: Bool { occurred?.instant == nil }

  /// The sealed parts, decoded.
  /// - Throws: ``RecordError`` when a part is not of the form it should have.
  public func sealedParts() throws(RecordError) -> [SealedPart] {
    guard sealedCount > 0 else { return [] }
    let value: JSONValue
    do { value = try JSONValue(parsing: sealedBytes) } catch { throw .json(error) }
    var parts: [SealedPart] = []
    for element in value.array ?? [] {
      guard let object = element.object, let part = SealedPart(object) else {
        throw .malformed(field: "sealed")
      }
      parts.append(part)
    }
    return parts
  }
}
