import InteractionModel
import StoreConformance

/// Makes records the way a log does: an event, its line at the next position, the decoded line.
struct RecordBuilder {
  private(set) var position: Int64 = 0
  private var versions: [StreamID: Int64] = [:]
  private var generator: SeededGenerator

  /// 2026-03-02T08:00:00Z.
  static let start = Instant(microseconds: 1_772_438_400_000_000)

  init(seed: UInt64 = 1) {
    generator = SeededGenerator(seed: seed)
  }

  /// An event; times in seconds from ``start``.
  mutating func event(
    _ type: String, _ stream: String, at seconds: Int64? = nil, _ body: JSONObject = [:],
    _ change: (inout NewEvent) -> Void = { _ in }
  ) -> NewEvent {
    let occurred = seconds.map { Timestamp(RecordBuilder.start.advanced(bySeconds: $0)) }
    var event = NewEvent(
      id: .random(using: &generator), stream: StreamID(rawValue: stream), type: EventType(type),
      occurred: occurred, body: body)
    change(&event)
    return event
  }

  /// The record of an event at the next position, recorded an hour after the start and later; its
  /// personal parts are only made to look sealed.
  mutating func record(_ event: NewEvent) throws -> Record {
    position += 1
    versions[event.stream, default: 0] += 1
    let sealed = event.personal.map { part in
      SealedPart(
        key: String(repeating: "0", count: 32), commitment: [UInt8](repeating: 0, count: 32),
        nonce: [UInt8](repeating: 0, count: 12),
        data: JSONValue.object(part.content).canonicalBytes,
        root: [UInt8](repeating: 0, count: 32))
    }
    let line = try RecordLine(event, sealed: sealed).bytes(
      position: Position(position),
      recorded: RecordBuilder.start.advanced(bySeconds: 3600 + position),
      version: versions[event.stream] ?? 1)
    return try Record(line: line)
  }

  /// An event and its record in one step.
  mutating func record(
    _ type: String, _ stream: String, at seconds: Int64? = nil, _ body: JSONObject = [:],
    _ change: (inout NewEvent) -> Void = { _ in }
  ) throws -> Record {
    let event = event(type, stream, at: seconds, body, change)
    return try record(event)
  }
}
