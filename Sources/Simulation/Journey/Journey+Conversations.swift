internal import InteractionModel

/// How conversations begin, how facts are asked for, how conversations end.
extension Journey {
  // MARK: Beginning

  mutating func beginAsStranger(_ channel: Channel, _ world: inout World) {
    let stranger = ShortID.mint("p", &world.random)
    alias = stranger
    begin(channel, .inbound, as: stranger, &world)
    partyHappens(
      .partyIdentified, ["ial": 0, "kind": "email"], party: stranger, by: Journey.caseSystem,
      personal: ["email": .string(person.otherEmail)], &world)
  }

  mutating func begin(
    _ channel: Channel, _ direction: Direction, as party: String, _ world: inout World
  ) {
    let isOwn = world.people.begins(slot, journey: number)
    let (knowledge, plant) = knowledge(channel, direction, as: party, isOwn, &world)
    let id = ShortID.mint("c", &world.random)
    conversation = Conversation(
      id: id, channel: channel, direction: direction, party: party, knowledge: knowledge)
    alignClock()
    past.append(
      Past(
        id: id, channel: channel, party: party, isLinked: knowledge == .known, ended: clock))
    var body = JSONObject()
    if knowledge == .known, let currentCase { body["case"] = .string(currentCase.id) }
    body["language"] = .string(language.code)
    happens(
      .conversationStarted, body,
      by: direction == .inbound ? self.party : clerk(world), personal: subjectLine(world),
      plant: plant, &world)
    if !isIdentified, party == person.id { identify(&world) }
    // By somebody at a desk who reads what came in.
    if knowledge == .known, currentCase != nil, direction == .inbound, !conversation.isLive,
      world.isOpen(department, at: clock), world.random.chance(world.options.wrongLinks)
    {
      linkWrongly(&world)
    }
  }

  /// What the conversation is about, where the channel has a line for it.
  private func subjectLine(_ world: borrowing World) -> JSONObject? {
    let wording = world.lexicon.services[service][language.rawValue]
    switch conversation.channel {
    case .email:
      return [
        "subject": .string(conversation.isByAgency ? wording.replyTitle : wording.title)
      ]
    case .chat, .mail, .video: return ["subject": .string(wording.title)]
    default: return nil
    }
  }

  /// How much is known in a conversation that begins.
  ///
  /// A restart is planted only where it can be told as one: the person's last conversation was in
  /// another channel, not long ago, left open, and in this journey.
  private func knowledge(
    _ channel: Channel, _ direction: Direction, as party: String, _ isOwn: Bool,
    _ world: inout World
  ) -> (Conversation.Knowledge, Plant) {
    guard currentCase != nil else { return (.none, .none) }
    guard direction == .inbound, pendingTransfer == nil else { return (.known, .none) }
    let last = past.last { $0.isHeard }
    var mayRestart = false
    if !isResolved, isOwn, party == person.id, let last, last.party == party,
      !Conversation.isSameDesk(last.channel, channel), clock - last.ended < 6 * 86_400_000
    {
      if world.random.chance(world.options.channelRestarts) { return (.restart, .channelRestart) }
      mayRestart = true
    }
    guard world.random.chance(world.options.lateLinks) else {
      return (.known, mayRestart ? .couldRestart : .timelyLink)
    }
    return (.lateLink, mayRestart ? .couldRestartLate : .untimelyLink)
  }

  private mutating func identify(_ world: inout World) {
    isIdentified = true
    pause(1...3, &world)
    let byPhone = conversation.isTranscribed || conversation.channel == .sms
    var personal: JSONObject = ["name": .string(person.name)]
    if byPhone {
      personal["phone"] = .string(person.phone)
    } else {
      personal = ["email": .string(person.email), "name": .string(person.name)]
    }
    partyHappens(
      .partyIdentified,
      ["ial": 1, "kind": byPhone ? "phone" : "email", "participant": .string(conversation.party)],
      party: person.id, by: Journey.caseSystem, personal: personal,
      plant: language == .spanish ? .spanish : .none, &world)
    if language == .spanish {
      partyHappens(
        .partyPreferenceSet, ["language": "es"], party: person.id, by: Journey.caseSystem, &world)
    }
    if conversation.direction == .inbound, world.random.chance(400) {
      world.people.consent(slot)
      partyHappens(
        .partyConsentGiven, ["basis": "consent", "scope": "outreach"], party: person.id, by: party,
        &world)
    }
  }

  // MARK: Facts

  /// Asks for a fact, or confirms it when the case has it and whoever asks can see that.
  mutating func ask(_ key: FactKey, _ world: inout World) {
    // Whom nobody recognises is not asked for what would tell them apart.
    guard conversation.party == person.id else { return }
    let code = JSONValue.string(key.rawValue)
    let isProvided = provided.contains(key)
    // Not everybody needs to know everything.
    guard isProvided || world.random.chance(700) else { return }
    // Before there is a case, the conversation itself and what was handed over can be seen.
    let sees = conversation.knowledge == .known || conversation.knowledge == .none
    let asker =
      conversation.agent.map { world.roster.agents[$0].actor }
      ?? (conversation.isLive ? Journey.assistant : clerk(world))
    pause(4...20, &world)
    // Nobody asks before saying hello.
    if conversation.agentTurns == 0, conversation.agent != nil,
      conversation.isTranscribed || conversation.channel == .chat
    {
      send(&world)
      conversation.partyIsNext = true
      pause(4...20, &world)
    }
    if isProvided, sees, !world.random.chance(world.options.repeatAsks) {
      happens(
        .factConfirmed, ["key": code, "verified": true], by: asker, direction: .outbound,
        plant: .confirmed, &world)
      return
    }
    happens(
      .factRequested, ["key": code], by: asker, direction: .outbound,
      plant: isProvided ? (sees ? .repeatAsk : .blindRepeatAsk) : .none, &world)
    switch conversation.channel {
    case _ where conversation.isLive: pause(5...30, &world)
    // The letter goes there, the answer comes back.
    case .mail: wait(2 * 1_440...6 * 1_440, office: false, &world)
    default: wait(5...300, office: false, &world)
    }
    happens(
      .factProvided, ["key": code, "verified": .bool(world.random.chance(600))], by: party,
      direction: .inbound, personal: ["value": .string(person.value(of: key))], &world)
    provided.insert(key)
  }

  // MARK: Ending

  mutating func end(_ world: inout World) {
    guard !conversation.isClosed else { return }
    let hadAgent = conversation.agent != nil
    disconnect(
      by: world.random.chance(700) ? "party" : "agent",
      outcome: isResolved ? "resolved" : "follow-up", &world)
    pause(1...20, &world)
    conversation.isClosed = true
    if let last = past.indices.last {
      past[last].ended = clock
      past[last].isHeard = conversation.isHeard
    }
    // A letter or message that the agency sends is not closed by anybody.
    switch conversation.channel {
    case .email where conversation.isByAgency, .mail where conversation.isByAgency,
      .sms where conversation.isByAgency:
      return
    default: break
    }
    happens(
      .conversationClosed, ["outcome": isResolved ? "resolved" : "open"],
      by: hadAgent ? clerk(world) : Journey.caseSystem, direction: .internal, &world)
    switch conversation.knowledge {
    case .lateLink: insert([.wait(20...1_500, office: true), .link])
    case .restart: insert([.wait(5...60, office: true), .link])
    case .known, .none: break
    }
  }

  /// Ends the leg that is under way, with the work after it.
  mutating func disconnect(by whom: String, outcome: String, _ world: inout World) {
    guard let contact = conversation.contact, let number = conversation.agent else { return }
    let agent = world.roster.agents[number].actor
    let id = JSONValue.string(contact)
    let duration = (clock - conversation.answered) / 1000
    var body: JSONObject = ["by": .string(whom), "contact": id, "duration": .int(duration)]
    if conversation.isLive {
      // Nobody talks or waits on the line while letters go to and fro.
      body["hold"] = .int(conversation.held)
      body["talk"] = .int(max(0, duration - conversation.held))
    }
    happens(.contactDisconnected, body, by: whom == "party" ? party : agent, &world)
    if conversation.isTranscribed {
      // Who answers letters has no work after the contact that anybody would measure.
      let work = world.random.within(15...180)
      pause(work...work, &world)
      happens(
        .wrapupCompleted,
        ["agent": .string(agent.id ?? ""), "contact": id, "duration": .int(Int64(work))],
        by: agent, direction: .internal, &world)
    }
    if conversation.isLive { world.roster.occupy(number, until: clock) }
    conversation.contact = nil
    conversation.held = 0
    guard conversation.isLive, outcome != "transferred" else { return }
    happens(
      .dispositionSet,
      [
        "contact": id, "issue": .string(world.city.services[service].issue),
        "outcome": .string(outcome),
      ], by: agent, direction: .internal, &world)
  }

  // MARK: Surveys

  /// OMB Circular A-11 §280: trust, and what drove it; each wording has a scale of its own.
  ///
  /// It comes when the contact is over.
  mutating func survey(_ world: inout World) {
    end(&world)
    pause(30...300, &world)
    let code: JSONValue = "post_contact"
    let isThumb = world.random.chance(300)
    let wording: JSONValue = isThumb ? "trust_thumb" : "trust_5"
    happens(
      .surveyOffered, ["survey": code, "wording": wording], by: Journey.caseSystem,
      direction: .outbound, &world)
    guard world.random.chance(world.options.surveyAnswers) else { return }
    pause(40...1_800, &world)
    let hadTrouble = past.count > 3 || slaEnded
    let isPositive = world.random.chance(hadTrouble ? 450 : 800)
    let trust =
      isThumb
      ? (isPositive ? 1 : 0) : isPositive ? world.random.within(4...5) : world.random.within(1...3)
    var body: JSONObject = ["survey": code]
    var drivers: [JSONValue] = []
    for driver in Journey.drivers where world.random.chance(280) { drivers.append(driver) }
    if drivers.isEmpty { drivers.append(world.random.pick(Journey.drivers)) }
    // The form asks what was good, or what was not, never both.
    body[isPositive ? "positive" : "negative"] = .array(drivers)
    body["trust"] = .int(Int64(trust))
    body["wording"] = wording
    var personal: JSONObject?
    if world.random.chance(500) {
      let phrases = world.lexicon.phrases[language.rawValue]
      let comment = text(isPositive ? phrases.goodComments : phrases.surveyComments, &world)
      personal = ["text": .string(comment)]
    }
    happens(.surveyAnswered, body, by: party, direction: .inbound, personal: personal, &world)
    guard !isPositive, personal != nil, world.random.chance(300) else { return }
    wait(60...1_500, office: true, &world)
    happens(
      .feedbackAcknowledged, ["survey": code], by: clerk(world), direction: .internal, &world)
  }

  private static let drivers: [JSONValue] = [
    "effectiveness", "ease", "efficiency", "transparency", "humanity", "employee",
  ]
}
