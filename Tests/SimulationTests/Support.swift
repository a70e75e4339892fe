import InteractionModel
import Simulation

/// Events of a simulation with what it says about them.
struct Run {
  let events: [NewEvent]
  let tally: SimulationTally
  let mostInFlight: Int
  /// Journeys, people and deliveries held at once, at most.
  let mostActive: Int

  init(seed: UInt64 = 1, _ options: SimulationOptions) {
    var simulator = Simulator(seed: seed, options: options)
    var events: [NewEvent] = []
    var mostInFlight = 0
    var mostActive = 0
    while let event = simulator.next() {
      events.append(event)
      mostInFlight = max(mostInFlight, simulator.inFlight)
      mostActive = max(mostActive, simulator.activeThings)
    }
    self.events = events
    tally = simulator.tally
    self.mostInFlight = mostInFlight
    self.mostActive = mostActive
  }

  /// Made once for the tests that only look.
  static let usual = Run(SimulationOptions(events: 20_000))
}

/// All of an event as one canonical object: what "byte for byte" is about.
func canonical(_ event: NewEvent) -> JSONObject {
  var object: JSONObject = [
    "id": .string(event.id.description), "stream": .string(event.stream.rawValue),
    "type": .string(event.type.rawValue), "schema": .int(Int64(event.schema)),
    "body": .object(event.body),
    "personal": .array(
      event.personal.map { part in
        [
          "scope": .string(part.subject.scope.description),
          "participant": .string(part.subject.participant),
          "party": part.subject.party.map(JSONValue.string) ?? .null,
          "content": .object(part.content),
        ]
      }),
  ]
  func set(_ key: String, _ value: String?) { object[key] = value.map(JSONValue.string) }
  set("occurred", event.occurred?.text)
  set("actorType", event.actor?.type)
  set("actor", event.actor?.id)
  set("channel", event.channel?.rawValue)
  set("direction", event.direction?.rawValue)
  set("conversation", event.conversation)
  set("case", event.case)
  set("party", event.party)
  set("department", event.department)
  set("source", event.source)
  set("correlation", event.correlation)
  set("causation", event.causation?.description)
  return object
}

/// FNV-1a, 64 bits, over the canonical lines.
func checksum(_ events: some Sequence<NewEvent>) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for event in events {
    for byte in canonical(event).canonicalBytes + [0x0A] {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
  }
  return hash
}

extension NewEvent {
  var time: Int64 { occurred?.instant?.microseconds ?? .min }
}
