import EventLog
import InteractionModel
import Synchronization

/// Events and logs that tests are made of.
enum LogFixture {
  /// 2026-03-02T08:00:00Z.
  static let start = Instant(microseconds: 1_772_438_400_000_000)

  /// An event; times in seconds from ``start``.
  static func event(
    _ type: String, _ stream: String, _ body: JSONObject = [:], at seconds: Int64? = 0,
    _ change: (inout NewEvent) -> Void = { _ in }
  ) -> NewEvent {
    var event = NewEvent(
      id: .random(), stream: StreamID(rawValue: stream), type: EventType(type),
      occurred: seconds.map { Timestamp(start.advanced(bySeconds: $0)) }, body: body)
    change(&event)
    return event
  }

  static func quarantine(_ projection: String, _ position: Int64) -> NewEvent {
    event(
      "projection.event_quarantined", "projection-\(projection)",
      ["projection": .string(projection), "position": .int(position), "codeVersion": 1])
  }

  /// A log of some events; each is recorded a second after the one before.
  static func log(_ events: [NewEvent] = []) async throws -> MemoryEventStore {
    let ticks = Mutex<Int64>(0)
    let log = MemoryEventStore(
      clock: LogClock {
        ticks.withLock { ticks in
          ticks += 1
          return start.advanced(bySeconds: 3_600 + ticks)
        }
      })
    for event in events { try await append([event], to: log) }
    return log
  }

  static func append(_ events: [NewEvent], to log: any EventStore) async throws {
    _ = try await log.append(
      AppendRequest(events: try events.map { try SealedEvent($0, sealed: []) }) { _, _ in true })
  }

  static func records(of log: any EventStore) throws -> [Record] {
    try log.records(.all, in: ReadRange(), limit: .max).map { stored in
      let leaf = stored.leaf.withUnsafeBytes { RecordLeaf($0) }
      return try stored.line.withUnsafeBytes { try Record(line: $0, leaf: leaf) }
    }
  }

  /// A log in one line a record, for a failure's message.
  static func compact(_ log: any EventStore) throws -> String {
    try records(of: log).map { record in
      var words = ["\(record.position)", record.stream.rawValue, record.type.rawValue]
      if let text = record.occurred?.text { words.append("at=\(text)") }
      if let id = record.conversation { words.append("conversation=\(id)") }
      if let id = record.case { words.append("case=\(id)") }
      if let id = record.party { words.append("party=\(id)") }
      if let actor = record.actor { words.append("actor=\(actor.type):\(actor.id ?? "")") }
      if !record.body.isEmpty { words.append(record.body.canonicalText) }
      return words.joined(separator: " ")
    }.joined(separator: "\n")
  }
}

extension JSONObject {
  /// The canonical form as text.
  var canonicalText: String { JSONValue.object(self).canonicalText }
}
