internal import InteractionModel

/// One person's matter on its way through the city's channels.
///
/// Holds the events of the stage it is in and a few values; the extensions say what each stage
/// does.
struct Journey: Sendable {
  /// An earlier conversation of the journey, as far as links need it.
  struct Past: Sendable {
    let id: String
    let channel: Channel
    let party: String
    var isLinked: Bool
  }

  /// The time now, in milliseconds; at least the time of every event so far.
  var clock: Int64
  var stages: [Stage]
  let person: Person
  let service: Int
  let language: Language
  /// Which department has it now.
  var department: Int

  var conversation: Conversation
  var past: [Past] = []
  var currentCase: World.KnownCase?
  /// The case that this one will turn out to repeat, if it ever does.
  var olderCase: World.KnownCase?
  var isResolved = false
  var due: Int64 = 0
  var slaEnded = false
  /// The facts given so far, one bit each.
  var provided: UInt16 = 0
  /// The party id of the same person that nobody recognised.
  var alias: String?
  var pendingTransfer: (id: String, kind: Stage.TransferKind)?
  var pendingCallback: String?
  var splitCase: World.KnownCase?
  var agent: Actor?
  var isIdentified: Bool

  /// The events of the present stage that are still to come, the last one first, so that taking
  /// one moves it out.
  private var planned: [PlannedEvent] = []
  private var nextStage = 0

  /// A journey that starts.
  init(at time: Int64, _ world: inout World) {
    clock = time
    let someone = world.person()
    person = someone.person
    isIdentified = someone.isKnown
    language = someone.person.language
    let script = Script.random(&world)
    service = script.service
    stages = script.stages
    department = world.city.services[service].department
    // Every script begins a conversation before anything else; this one is never seen.
    conversation = Conversation(
      id: "none", channel: .internal, direction: .internal, party: someone.person.id,
      knowledge: .none)
    conversation.isClosed = true
  }

  // MARK: Steps

  /// When the next step is due; nil when the journey is over.
  var nextTime: Int64? {
    if let next = planned.last { return next.time }
    return nextStage < stages.count ? clock : nil
  }

  /// The next event of the present stage; nil when the next stage must be performed first.
  mutating func takeEvent() -> PlannedEvent? {
    planned.popLast()
  }

  /// Plans the events of the next stage.
  mutating func performStage(_ world: inout World) {
    guard planned.isEmpty, nextStage < stages.count else { return }
    nextStage += 1
    perform(stages[nextStage - 1], &world)
    guard !planned.isEmpty else { return }
    pause(1...6, &world)
    planned.reverse()
  }

  /// Has some stages performed before those that are planned.
  mutating func insert(_ stages: [Stage]) {
    self.stages.insert(contentsOf: stages, at: nextStage)
  }

  /// Lets seconds pass.
  mutating func pause(_ seconds: ClosedRange<Int>, _ world: inout World) {
    let range = (seconds.lowerBound * 1000)...(seconds.upperBound * 1000)
    clock += Int64(world.random.within(range))
    alignClock()
  }

  /// Moves on to a whole second where the source keeps no fractions, so that the time an event
  /// carries is exactly the time by which it is ordered.
  mutating func alignClock() {
    if !conversation.keepsMilliseconds { clock = (clock + 999) / 1000 * 1000 }
  }

  /// Lets minutes pass; what is due meanwhile is breached when it is due.
  mutating func wait(_ minutes: ClosedRange<Int>, office: Bool, _ world: inout World) {
    var end =
      clock + Int64(world.random.within(minutes)) * 60_000 + Int64(world.random.below(60_000))
    if office {
      end = world.city.departments[department].hours.nextOpen(from: end, &world.random)
    }
    if currentCase != nil, !isResolved, !slaEnded, clock < due, due <= end {
      clock = due
      alignClock()
      breach(&world)
    }
    clock = max(clock, end)
    alignClock()
  }

  // MARK: Events

  /// The present time as the source says it.
  var timestamp: Timestamp {
    CityClock.timestamp(clock, milliseconds: conversation.keepsMilliseconds)
  }

  /// Another time as the source says it.
  func timestampText(_ time: Int64) -> JSONValue {
    .string(CityClock.timestamp(time / 60_000 * 60_000, milliseconds: false).text)
  }

  /// Plans an event of the present conversation and answers its id.
  ///
  /// The direction is that of the conversation when it is nil; what is personal is about the
  /// party, see ``NewEvent/defaultSubject``.
  @discardableResult
  mutating func happens(
    _ type: EventType, _ body: JSONObject = [:], by actor: Actor, direction: Direction? = nil,
    personal: JSONObject? = nil, causation: EventID? = nil, plant: PlannedEvent.Plant = .none,
    _ world: inout World
  ) -> EventID {
    var event = NewEvent(
      id: EventID.random(using: &world.random), stream: conversation.stream, type: type,
      occurred: timestamp, body: body)
    event.channel = conversation.channel
    event.direction = direction ?? conversation.direction
    event.party = conversation.party
    if conversation.knowledge == .known { event.case = currentCase?.id }
    event.causation = causation
    plan(&event, by: actor, personal, plant, world)
    return event.id
  }

  /// Plans an event of a case.
  mutating func caseHappens(
    _ type: EventType, _ body: JSONObject = [:], in known: World.KnownCase, by actor: Actor,
    personal: JSONObject? = nil, _ world: inout World
  ) {
    var event = NewEvent(
      id: EventID.random(using: &world.random), stream: StreamID(.case(known.id)), type: type,
      occurred: timestamp, body: body)
    event.party = person.id
    plan(&event, by: actor, personal, .none, world)
  }

  /// Plans an event of the journey's case; none when there is no case.
  mutating func ownCaseHappens(
    _ type: EventType, _ body: JSONObject = [:], by actor: Actor, _ world: inout World
  ) {
    guard let currentCase else { return }
    caseHappens(type, body, in: currentCase, by: actor, &world)
  }

  /// Plans an event of a party.
  mutating func partyHappens(
    _ type: EventType, _ body: JSONObject, party: String, by actor: Actor,
    personal: JSONObject? = nil, _ world: inout World
  ) {
    var event = NewEvent(
      id: EventID.random(using: &world.random), stream: StreamID(.party(party)), type: type,
      occurred: timestamp, body: body)
    plan(&event, by: actor, personal, .none, world)
  }

  /// Plans a link of a conversation that is over.
  mutating func pastHappens(
    _ type: EventType, _ conversation: Past, case target: String, by actor: Actor,
    plant: PlannedEvent.Plant, _ world: inout World
  ) {
    var event = NewEvent(
      id: EventID.random(using: &world.random), stream: StreamID(.conversation(conversation.id)),
      type: type, occurred: timestamp, body: ["case": .string(target)])
    event.channel = conversation.channel
    event.direction = .internal
    event.party = conversation.party
    plan(&event, by: actor, nil, plant, world)
  }

  private mutating func plan(
    _ event: inout NewEvent, by actor: Actor, _ personal: JSONObject?,
    _ plant: PlannedEvent.Plant, _ world: borrowing World
  ) {
    event.actor = actor
    event.department = world.city.departments[department].name
    event.source = Simulation.source
    if let personal {
      event.personal = [PersonalPart(subject: event.defaultSubject, content: personal)]
    }
    planned.append(PlannedEvent(time: clock, event: event, plant: plant))
  }

  // MARK: Actors

  var party: Actor { Actor(type: "party", id: conversation.party) }
  /// The agent in the conversation, or whoever had the matter last.
  var clerk: Actor { conversation.agent ?? agent ?? Journey.caseSystem }

  static let assistant = Actor(type: "assistant", id: City.assistant)
  static let portal = Actor(type: "system", id: "portal")
  static let phoneSystem = Actor(type: "system", id: "telephony")
  static let caseSystem = Actor(type: "system", id: "case-system")
}
