internal import InteractionModel

/// One person's matter on its way through the city's channels.
///
/// Holds the events of the stage it is in and a few values; the extensions say what each stage
/// does.
struct Journey: Sendable {
  /// An earlier conversation of the journey, as far as links and restarts need it.
  struct Past: Sendable {
    let id: String
    let channel: Channel
    let party: String
    /// Whether the party took part.
    var isHeard = false
    var isLinked: Bool
    var ended: Int64
  }

  /// Counted from 1.
  let number: Int
  /// The time now, in milliseconds; at least the time of every event so far.
  var clock: Int64
  var stages: [Stage]
  /// What the options could decide about it.
  let chances: Script.Chances
  /// The place of the person among ``World/people``.
  let slot: Int
  let person: Person
  let service: Int
  let language: Language
  /// When it began.
  let started: Int64
  /// What the matter is, see ``World/writeMatter(_:as:)``.
  let chance: UInt64
  /// Which department has it now.
  var department: Int

  var conversation: Conversation
  var past: [Past] = []
  var currentCase: World.KnownCase?
  var isResolved = false
  var due: Int64 = 0
  var slaEnded = false
  /// The facts given so far, one bit each.
  var provided: Set<FactKey> = []
  /// The party id of the same person that nobody recognised.
  var alias: String?
  var pendingTransfer: (id: String, kind: Stage.TransferKind)?
  var pendingCallback: (id: String, due: Int64, attempts: Int64)?
  /// What the city reacts to when it writes first.
  var trigger: EventID?
  var splitCase: World.KnownCase?
  /// Who had the matter last.
  var agent: Int?
  var isIdentified: Bool

  /// The events of the present stage that are still to come, the last one first, so that taking
  /// one moves it out.
  private var planned: [PlannedEvent] = []
  private var nextStage = 0

  /// A journey that starts.
  init(at time: Int64, _ world: inout World, script: (inout World) -> Script) {
    clock = time
    started = time
    number = world.mintJourney()
    let someone = world.people.come(&world.random)
    slot = someone.slot
    isIdentified = someone.isKnown
    person = world.people.person(slot)
    language = person.language
    let script = script(&world)
    service = script.service
    // The same problem in both languages: the lists have them in one order, Spanish has fewer. A
    // multiple of every length up to twelve leaves the remainder by any of them alone.
    let problems = world.lexicon.services[service][language.rawValue].problems.count
    chance = world.random.next() / 27_720 * 27_720 + UInt64(world.random.below(Int(problems)))
    stages = script.stages
    chances = script.chances
    department = script.entrance ?? world.city.services[service].department
    // Every script begins a conversation before anything else; this one is never seen.
    conversation = Conversation(
      id: "none", channel: .internal, direction: .internal, party: person.id, knowledge: .none)
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
    wait(until: end, &world)
  }

  mutating func wait(until end: Int64, _ world: inout World) {
    if currentCase != nil, !isResolved, !slaEnded, clock < due, due <= end {
      clock = due
      alignClock()
      breach(&world)
    }
    clock = max(clock, end)
    alignClock()
  }

  // MARK: Events

  /// Another time as the source says it.
  func timestampText(_ time: Int64) -> JSONValue {
    .string(CityClock.timestamp(time / 60_000 * 60_000, milliseconds: false).text)
  }

  /// Plans an event of the present conversation and answers its id.
  ///
  /// The direction is that of the conversation when it is nil; what is personal is about the
  /// party, see ``NewEvent/defaultSubject``, unless it is of another one.
  @discardableResult
  mutating func happens(
    _ kind: CatalogueType, _ body: JSONObject = JSONObject(), by actor: Actor,
    direction: Direction? = nil, personal: JSONObject? = nil, of other: String? = nil,
    causation: EventID? = nil, plant: Plant = .none, _ world: inout World
  ) -> EventID {
    let id = EventID.random(using: &world.random)
    var event = NewEvent(
      id: id, stream: conversation.stream, type: kind.type,
      occurred: CityClock.timestamp(clock, milliseconds: conversation.keepsMilliseconds),
      body: body)
    event.channel = conversation.channel
    event.direction = direction ?? conversation.direction
    if event.direction == .inbound { conversation.isHeard = true }
    event.party = other ?? conversation.party
    if conversation.knowledge == .known { event.case = currentCase?.id }
    event.causation = causation
    if let personal {
      let subject =
        other.map {
          Subject(scope: conversation.subject.scope, participant: "party:\($0)", party: $0)
        } ?? conversation.subject
      event.personal = [PersonalPart(subject: subject, content: personal)]
    }
    plan(&event, kind, by: actor, plant, world)
    return id
  }

  /// Plans an event of a case.
  mutating func caseHappens(
    _ kind: CatalogueType, _ body: JSONObject = JSONObject(), in known: World.KnownCase,
    by actor: Actor, personal: JSONObject? = nil, _ world: inout World
  ) {
    var event = self.event(
      kind, StreamID(.case(known.id)), body, &world)
    event.party = person.id
    if let personal {
      event.personal = [
        PersonalPart(
          subject: Subject(
            scope: .case(known.id), participant: "party:\(person.id)", party: person.id),
          content: personal)
      ]
    }
    plan(&event, kind, by: actor, .none, world)
  }

  /// Plans an event of the journey's case; none when there is no case.
  mutating func ownCaseHappens(
    _ kind: CatalogueType, _ body: JSONObject = JSONObject(), by actor: Actor,
    personal: JSONObject? = nil, _ world: inout World
  ) {
    guard let currentCase else { return }
    caseHappens(kind, body, in: currentCase, by: actor, personal: personal, &world)
  }

  /// Plans an event of a party.
  mutating func partyHappens(
    _ kind: CatalogueType, _ body: JSONObject, party: String, by actor: Actor,
    personal: JSONObject? = nil, causation: EventID? = nil, plant: Plant = .none,
    _ world: inout World
  ) {
    var event = self.event(kind, StreamID(.party(party)), body, &world)
    event.party = party
    event.causation = causation
    if let personal {
      event.personal = [
        PersonalPart(
          subject: Subject(scope: .party(party), participant: "", party: party),
          content: personal)
      ]
    }
    plan(&event, kind, by: actor, plant, world)
  }

  /// Plans a link of a conversation that is over.
  mutating func pastHappens(
    _ kind: CatalogueType, _ conversation: Past, case target: String, by actor: Actor,
    plant: Plant, _ world: inout World
  ) {
    var event = self.event(
      kind, StreamID(.conversation(conversation.id)), ["case": .string(target)], &world)
    event.channel = conversation.channel
    event.direction = .internal
    event.party = conversation.party
    plan(&event, kind, by: actor, plant, world)
  }

  private func event(
    _ kind: CatalogueType, _ stream: StreamID, _ body: JSONObject, _ world: inout World
  ) -> NewEvent {
    NewEvent(
      id: EventID.random(using: &world.random), stream: stream, type: kind.type,
      occurred: CityClock.timestamp(clock, milliseconds: conversation.keepsMilliseconds),
      body: body)
  }

  private mutating func plan(
    _ event: inout NewEvent, _ kind: CatalogueType, by actor: Actor, _ plant: Plant,
    _ world: borrowing World
  ) {
    event.actor = actor
    event.department = world.city.departments[department].name
    event.source = Simulation.source
    let hasWords =
      !event.personal.isEmpty
      && event.personal[0].content.members.contains { Journey.wordy.contains($0.key) }
    planned.append(
      PlannedEvent(time: clock, event: event, kind: kind, plant: plant, hasWords: hasWords))
  }

  private static let wordy = ["text", "title", "reason", "resolution", "subject"]

  // MARK: Actors

  var party: Actor { conversation.partyActor }

  /// The agent in the conversation, or whoever had the matter last.
  func clerk(_ world: borrowing World) -> Actor {
    guard let number = conversation.agent ?? agent else { return Journey.caseSystem }
    return world.roster.agents[number].actor
  }

  static let assistant = Actor(type: "assistant", id: City.assistant)
  static let portal = Actor(type: "system", id: "portal")
  static let phoneSystem = Actor(type: "system", id: "telephony")
  static let lobby = Actor(type: "system", id: "lobby")
  static let caseSystem = Actor(type: "system", id: "case-system")
  static let campaignSystem = Actor(type: "system", id: "campaigns")
}
