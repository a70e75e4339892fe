public import InteractionModel

/// Makes random valid events: the same for the same seed.
///
/// The events share some conversations, cases, parties and documents, so that streams and entities
/// get several each. Bodies hold what the catalogue allows for the type; some types are unknown
/// and have none. Texts hold what breaks careless code: quotes, line ends, letters of all planes.
public struct EventMaker: Sendable {
  private var generator: SeededGenerator

  /// A maker.
  /// - Parameter seed: the same seed makes the same events.
  public init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// Some events.
  /// - Parameters:
  ///   - count: how many.
  ///   - stream: their stream; any when nil.
  /// - Returns: the events.
  public mutating func events(_ count: Int, in stream: StreamID? = nil) -> [NewEvent] {
    (0..<count).map { _ in event(in: stream) }
  }

  /// An event.
  /// - Parameter stream: its stream; any when nil.
  /// - Returns: the event.
  public mutating func event(in stream: StreamID? = nil) -> NewEvent {
    let type = type()
    var event = NewEvent(
      id: .random(using: &generator), stream: stream ?? self.stream(), type: type,
      occurred: occurred(), body: body(of: type))
    event.schema = Int.random(in: 1...3, using: &generator)
    if chance(2) { event.actor = actor() }
    if chance(2) { event.channel = Channel.allCases.randomElement(using: &generator) }
    if chance(3) { event.direction = Direction.allCases.randomElement(using: &generator) }
    if event.conversation == nil, chance(2) { event.conversation = entity(.conversation).id }
    if event.case == nil, chance(2) { event.case = entity(.case).id }
    if event.party == nil, chance(2) { event.party = entity(.party).id }
    if chance(3) { event.department = text() }
    if chance(2) { event.source = "system-\(Int.random(in: 1...3, using: &generator))" }
    if chance(4) { event.correlation = text() }
    if chance(4) { event.causation = .random(using: &generator) }
    for _ in 0..<Int.random(in: 0...2, using: &generator) { event.personal.append(part(of: event)) }
    return event
  }

  /// An event that edits or redacts a message, whose id it spells in small letters or capitals.
  /// - Parameters:
  ///   - message: the id of the message.
  ///   - stream: its stream; any when nil.
  /// - Returns: the event.
  public mutating func amendment(of message: EventID, in stream: StreamID? = nil) -> NewEvent {
    var event = event(in: stream)
    event.type = chance(2) ? .messageEdited : .messageRedacted
    let id = message.description
    event.body = ["message": .string(chance(3) ? id.uppercased() : id)]
    return event
  }

  /// An event that tells of a reading.
  public mutating func reading() -> NewEvent {
    var event = event()
    event.type = chance(2) ? .recordAccessed : .accessBreakGlassStarted
    event.body = [:]
    return event
  }

  /// A stream of one of the entities, or of the log itself.
  public mutating func stream() -> StreamID {
    if chance(12) { return .projection("P\(Int.random(in: 1...2, using: &generator))") }
    let kinds = EntityKind.allCases.filter { $0 != .register }
    let kind = kinds.randomElement(using: &generator) ?? .conversation
    return StreamID(entity(kind))
  }

  // MARK: Parts of an event

  private mutating func chance(_ one: Int) -> Bool {
    Int.random(in: 0..<one, using: &generator) == 0
  }

  private mutating func entity(_ kind: EntityKind) -> EntityKey {
    EntityKey(kind, "\(kind.rawValue.prefix(1))-\(Int.random(in: 1...6, using: &generator))")
  }

  private mutating func actor() -> Actor {
    let type = ["party", "agent", "system", "assistant"].randomElement(using: &generator)
    return Actor(type: type ?? "agent", id: chance(3) ? nil : entity(.party).id)
  }

  private mutating func type() -> EventType {
    if chance(10) { return EventType("vendor.thing_happened") }
    return EventCatalogue.types.randomElement(using: &generator) ?? .noteAdded
  }

  private mutating func occurred() -> Timestamp? {
    let instant = Instant(
      microseconds: Int64.random(
        in: -2_000_000_000_000_000...4_000_000_000_000_000, using: &generator))
    let local = String(instant.description.dropLast(8))
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return nil
    case 1: return Timestamp(local)
    case 2: return Timestamp(local + "-04:00")
    case 3: return Timestamp(String(local.dropLast(3)) + "+05:30")
    case 4: return Timestamp(local + ".123456789Z")
    default: return Timestamp(instant)
    }
  }

  private mutating func body(of type: EventType) -> JSONObject {
    var body = JSONObject()
    let fields = EventCatalogue.fields(of: type) ?? [:]
    for (name, kind) in fields.sorted(by: { $0.key < $1.key }) where chance(2) {
      body[name] = value(of: kind)
    }
    return body
  }

  private mutating func value(of kind: FieldKind) -> JSONValue {
    switch kind {
    case .code, .printable: return .string(code())
    case .name: return .string(name())
    case .codes: return .array((0..<3).map { _ in .string(code()) })
    case .id, .entityID, .mintedID: return .string(entity(.conversation).id)
    case .ids, .mintedIDs:
      return .array((0..<2).map { _ in .string(entity(.party).id) })
    case .integer:
      let bound = JSONValue.maximumInteger
      return .int(Int64.random(in: -bound...bound, using: &generator))
    case .decimal: return .string("-\(Int.random(in: 0...99, using: &generator)).0625")
    case .boolean: return .bool(chance(2))
    case .time: return .string((occurred() ?? Timestamp(Instant(microseconds: 0))).text)
    }
  }

  private mutating func code() -> String {
    ["closed", "done/in-time", "POT_1.2", "a:b", "0"].randomElement(using: &generator) ?? "open"
  }

  private mutating func name() -> String {
    ["Parks", "Tiefbauamt – Süd", "Ämter/Bezirk #5 (Süd)", "公共事業課", "Mayor’s Office", "0"]
      .randomElement(using: &generator) ?? "Parks"
  }

  private mutating func text() -> String {
    let texts = [
      "plain", "two\nlines\tand a tab", "quote \" backslash \\ slash /", "nul \u{0} and \u{1F}",
      "e\u{301} is not \u{E9}", "\u{2028}\u{FFFF}\u{10FFFF}", "🧑🏽‍🚒 на помощь 助けて", "\u{7F}\u{80}",
    ]
    return texts.randomElement(using: &generator) ?? "plain"
  }

  private mutating func part(of event: NewEvent) -> PersonalPart {
    let content: JSONObject = [
      "text": .string(text()), "\u{E9}": .array([.null, .bool(chance(2)), .string(text())]),
    ]
    return PersonalPart(subject: event.defaultSubject, content: content)
  }
}
