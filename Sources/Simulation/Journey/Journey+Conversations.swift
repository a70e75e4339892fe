internal import InteractionModel

/// How conversations begin, how facts are asked for, how conversations end.
extension Journey {
  // MARK: Beginning

  mutating func beginAsStranger(_ channel: Channel, _ world: inout World) {
    let stranger = EventID.random(using: &world.random).description
    alias = stranger
    begin(channel, .inbound, as: stranger, &world)
    partyHappens(
      .partyIdentified, ["kind": "email", "ial": 0], party: stranger, by: Journey.caseSystem,
      personal: ["email": .string(person.otherEmail)], &world)
  }

  mutating func begin(
    _ channel: Channel, _ direction: Direction, as party: String, _ world: inout World
  ) {
    let knowledge = knowledge(channel, direction, &world)
    let id = EventID.random(using: &world.random).description
    conversation = Conversation(
      id: id, channel: channel, direction: direction, party: party, knowledge: knowledge)
    past.append(Past(id: id, channel: channel, party: party, isLinked: knowledge == .known))
    alignClock()
    var body: JSONObject = ["language": .string(language.code)]
    if knowledge == .known, let currentCase { body["case"] = .string(currentCase.id) }
    happens(
      .conversationStarted, body, by: direction == .inbound ? self.party : clerk,
      plant: knowledge == .restart ? .channelRestart : .none, &world)
    if !isIdentified, party == person.id { identify(&world) }
    if knowledge == .known, currentCase != nil, direction == .inbound,
      world.random.chance(world.options.wrongLinks)
    {
      linkWrongly(&world)
    }
  }

  private mutating func knowledge(
    _ channel: Channel, _ direction: Direction, _ world: inout World
  ) -> Conversation.Knowledge {
    guard currentCase != nil else { return .none }
    guard direction == .inbound, pendingTransfer == nil else { return .known }
    if !isResolved, channel != past.last?.channel,
      world.random.chance(world.options.channelRestarts)
    {
      return .restart
    }
    return world.random.chance(world.options.lateLinks) ? .lateLink : .known
  }

  private mutating func identify(_ world: inout World) {
    isIdentified = true
    pause(1...3, &world)
    let byPhone = conversation.isSpoken || conversation.channel == .sms
    partyHappens(
      .partyIdentified,
      ["kind": byPhone ? "phone" : "email", "ial": 1, "participant": .string(conversation.party)],
      party: person.id, by: Journey.caseSystem,
      personal: [
        "name": .string(person.name),
        byPhone ? "phone" : "email": .string(byPhone ? person.phone : person.email),
      ], &world)
    if language == .spanish {
      partyHappens(
        .preferenceSet, ["language": "es"], party: person.id, by: Journey.caseSystem, &world)
    }
  }

  // MARK: Facts

  /// Asks for a fact, or confirms it when the case has it and whoever asks can see that.
  mutating func ask(_ key: FactKey, _ world: inout World) {
    let code = JSONValue.string(key.rawValue)
    let isProvided = provided & key.bit != 0
    // Before there is a case, the conversation itself and what was handed over can be seen.
    let sees = conversation.knowledge == .known || conversation.knowledge == .none
    let asker = conversation.agent ?? (conversation.isLive ? Journey.assistant : clerk)
    pause(4...20, &world)
    if isProvided, sees, !world.random.chance(world.options.repeatAsks) {
      happens(
        .factConfirmed, ["key": code, "verified": true], by: asker, direction: .outbound, &world)
      return
    }
    happens(
      .factRequested, ["key": code], by: asker, direction: .outbound,
      plant: isProvided ? .repeatAsk : .none, &world)
    if conversation.isLive {
      pause(5...30, &world)
    } else {
      wait(5...300, office: false, &world)
    }
    happens(
      .factProvided, ["key": code, "verified": .bool(world.random.chance(600))], by: party,
      direction: .inbound, personal: ["value": .string(person.value(of: key))], &world)
    provided |= key.bit
  }

  // MARK: Ending

  mutating func end(_ world: inout World) {
    guard !conversation.isClosed else { return }
    let hadAgent = conversation.agent != nil
    disconnect(
      by: world.random.chance(700) ? "party" : "agent",
      outcome: isResolved ? "resolved" : "follow-up", &world)
    pause(1...20, &world)
    happens(
      .conversationClosed, ["outcome": isResolved ? "resolved" : "open"],
      by: hadAgent ? clerk : Journey.caseSystem, direction: .internal, &world)
    conversation.isClosed = true
    switch conversation.knowledge {
    case .lateLink: insert([.wait(20...1_500, office: true), .link])
    case .restart: insert([.wait(5...60, office: true), .link])
    case .known, .none: break
    }
  }

  /// Ends the leg that is under way, with the work after it.
  mutating func disconnect(by whom: String, outcome: String, _ world: inout World) {
    guard let contact = conversation.contact, let agent = conversation.agent else { return }
    let id = JSONValue.string(contact)
    let duration = (clock - conversation.answered) / 1000
    happens(
      .contactDisconnected,
      [
        "contact": id, "by": .string(whom), "duration": .int(duration),
        "talk": .int(max(0, duration - conversation.held)), "hold": .int(conversation.held),
      ], by: whom == "party" ? party : agent, &world)
    if conversation.isLive {
      // Who answers letters has no work after the contact that anybody would measure.
      let work = world.random.within(15...180)
      pause(work...work, &world)
      happens(
        .wrapupCompleted,
        ["agent": .string(agent.id ?? ""), "contact": id, "duration": .int(Int64(work))],
        by: agent, direction: .internal, &world)
    }
    happens(
      .dispositionSet,
      [
        "contact": id, "issue": .string(world.city.services[service].issue),
        "outcome": .string(outcome),
      ], by: agent, direction: .internal, &world)
    conversation.contact = nil
    conversation.held = 0
  }

  mutating func survey(_ world: inout World) {
    pause(30...300, &world)
    let code: JSONValue = "post_contact"
    let wording: JSONValue = "trust_5"
    happens(
      .surveyOffered, ["survey": code, "wording": wording], by: Journey.caseSystem,
      direction: .outbound, &world)
    guard world.random.chance(400) else { return }
    pause(40...1_800, &world)
    let trust = world.random.within(1...5)
    let driver = JSONValue.string(world.random.pick(Journey.drivers))
    var personal: JSONObject?
    if world.random.chance(500) {
      personal = ["text": .string(compose([world.random.pick(phrases.surveyComments)], &world))]
    }
    happens(
      .surveyAnswered,
      [
        "survey": code, "wording": wording, "trust": .int(Int64(trust)),
        trust >= 4 ? "positive" : "negative": [driver],
      ], by: party, direction: .inbound, personal: personal, &world)
  }

  private static let drivers = [
    "effectiveness", "ease", "efficiency", "transparency", "humanity", "employee",
  ]
}
