import InteractionModel
import StoreConformance

/// Random events of every type, with random fields of the right kinds, in a few small pools so
/// that they meet.
struct RandomHistory {
  var generator: SeededGenerator
  var builder: RecordBuilder

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    builder = RecordBuilder(seed: seed &+ 1_000)
  }

  private static let types = EventCatalogue.types.map(\.rawValue)
  /// Types that move the state most, drawn more often.
  private static let lively = types.filter {
    $0.hasPrefix("case.") || $0.hasPrefix("sla.") || $0.hasPrefix("transfer.")
      || $0.hasPrefix("message.")
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &generator)]
  }

  private mutating func value(_ kind: FieldKind) -> JSONValue {
    let number = Int64.random(in: 1...4, using: &generator)
    return switch kind {
    case .code, .printable: .string(pick(["red", "green", "blue", "gray"]))
    case .name: .string(pick(["red", "green", "blue", "öffentlich"]))
    case .codes: .array([.string(pick(["red", "green"])), .string("blue")])
    case .id, .entityID, .mintedID: .string("id-\(number)")
    case .ids, .mintedIDs: [.string("id-\(number)")]
    case .integer: .int(number)
    case .decimal: .string("0.\(number)")
    case .boolean: .bool(number > 2)
    case .time: .string(pick(["2026-03-0\(number)T10:00:00+01:00", "2026-03-0\(number)"]))
    }
  }

  mutating func event() -> NewEvent {
    let draw = Int.random(in: 0..<20, using: &generator)
    let type = draw == 0 ? "city.invented" : pick(draw < 10 ? Self.lively : Self.types)
    var body = JSONObject()
    let fields = EventCatalogue.fields(of: EventType(type)) ?? [:]
    for (name, kind) in fields.sorted(by: { $0.key < $1.key })
    where Bool.random(using: &generator) {
      body[name] = value(kind)
    }
    let stream = pick(["case-A", "case-A", "case-B", "conversation-1", "conversation-2"])
    var event = builder.event(type, stream, body)
    event.occurred = pick([
      Timestamp(
        RecordBuilder.start.advanced(bySeconds: Int64.random(in: -9_000...9_000, using: &generator))
      ),
      Timestamp("2026-03-02T09:15:00+01:00"), Timestamp("2026-03-02T09:15:00"),
      Timestamp("0001-01-01T00:00:00Z"), Timestamp("9999-12-31T23:59:59Z"), nil,
    ])
    if Bool.random(using: &generator) { event.channel = pick(Channel.allCases) }
    if Bool.random(using: &generator) { event.department = pick(["Parks", "Roads"]) }
    if Bool.random(using: &generator) { event.party = pick(["p1", "p2", "p3"]) }
    if Bool.random(using: &generator) {
      event.actor = Actor(type: pick(["agent", "party", "system"]), id: pick(["x1", "x2", nil]))
    }
    return event
  }

  mutating func records(_ count: Int) throws -> [Record] {
    var records: [Record] = []
    for _ in 0..<count { records.append(try builder.record(event())) }
    return records
  }
}
