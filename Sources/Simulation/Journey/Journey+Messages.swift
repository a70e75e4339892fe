internal import InteractionModel

/// What people write.
extension Journey {
  var phrases: Phrases { Phrases.of(language) }

  /// Puts a text together from templates.
  func compose(
    _ templates: [String], misspelled: Bool = false, in language: Language? = nil,
    _ world: inout World
  ) -> String {
    var buffer: [UInt8] = []
    swap(&buffer, &world.scratch)
    var writer = TextWriter(
      buffer: buffer, person: person, language: language ?? self.language,
      caseID: conversation.knowledge == .known ? currentCase?.id : nil)
    for template in templates { writer.append(template, &world.random) }
    if misspelled { writer.misspell(&world.random) }
    let text = writer.text
    world.scratch = writer.release()
    return text
  }

  /// Messages to and fro; a note where people speak.
  mutating func exchange(_ turns: Int, _ world: inout World) {
    if conversation.isSpoken { return converse(&world) }
    for _ in 0..<turns {
      if conversation.lastMessage != nil {
        if conversation.isLive {
          pause(8...60, &world)
        } else if conversation.partyIsNext {
          wait(15...600, office: false, &world)
        } else {
          wait(10...240, office: true, &world)
        }
      }
      if conversation.partyIsNext { receive(&world) } else { send(&world) }
      conversation.partyIsNext.toggle()
    }
  }

  /// The party writes.
  mutating func receive(_ world: inout World) {
    let isFirst = !conversation.hasMessageFromParty
    conversation.hasMessageFromParty = true
    let text = world.city.services[service].text(language)
    let parts: [String]
    if isFirst, past.count == 1 || conversation.knowledge != .known || world.random.chance(350) {
      parts = [
        world.random.pick(phrases.greetings), world.random.pick(text.problems), " ",
        world.random.pick(text.details), world.random.pick(phrases.closings),
      ]
    } else if isFirst {
      parts = [
        world.random.pick(phrases.greetings), world.random.pick(phrases.followUps), " ",
        world.random.pick(text.details),
      ]
    } else if world.random.chance(450) {
      parts = [world.random.pick(phrases.thanks)]
    } else {
      parts = [world.random.pick(text.details), world.random.pick(phrases.closings)]
    }
    let misspelled = world.random.chance(120)
    var personal: JSONObject = ["text": .string(compose(parts, misspelled: misspelled, &world))]
    switch conversation.channel {
    case .email:
      let address = conversation.party == person.id ? person.email : person.otherEmail
      personal["from"] = .string(address)
      if isFirst { personal["subject"] = .string(text.title) }
    case .sms: personal["from"] = .string(person.phone)
    default: break
    }
    conversation.lastMessage = happens(
      .messageReceived, messageBody(), by: party, direction: .inbound, personal: personal, &world)
  }

  /// The agency writes.
  private mutating func send(_ world: inout World) {
    let isFirst = !conversation.hasMessageToParty
    conversation.hasMessageToParty = true
    let text = world.city.services[service].text(language)
    let parts: [String]
    if isResolved {
      parts = [
        world.random.pick(phrases.agentGreetings), world.random.pick(text.resolutions),
        world.random.pick(phrases.agentClosings),
      ]
    } else if isFirst {
      parts = [world.random.pick(phrases.agentGreetings), world.random.pick(text.answers)]
    } else {
      parts = [world.random.pick(text.answers), world.random.pick(phrases.agentClosings)]
    }
    var personal: JSONObject = ["text": .string(compose(parts, &world))]
    if conversation.channel == .email, isFirst {
      personal["subject"] = .string("Re: \(text.title)")
    }
    let author = clerk
    var body = messageBody()
    if author.type == "agent", world.random.chance(150) {
      let response = JSONValue.string("kb-\(service + 1)")
      happens(
        .responseUsed, ["response": response, "version": 3], by: author, direction: .internal,
        &world)
      body["response"] = response
      body["responseVersion"] = 3
    }
    conversation.lastMessage = happens(
      .messageSent, body, by: author, direction: .outbound, personal: personal, &world)
  }

  private func messageBody() -> JSONObject {
    let visibility: JSONValue = conversation.channel == .socialPublic ? "public" : "private"
    guard let parent = conversation.lastMessage, !conversation.isLive else {
      return ["visibility": visibility]
    }
    return ["parent": .string(parent.description), "visibility": visibility]
  }

  /// People speak; the agent keeps a note, in English.
  private mutating func converse(_ world: inout World) {
    pause(40...240, &world)
    if conversation.contact != nil, let agent = conversation.agent, world.random.chance(250) {
      hold(agent, &world)
    }
    let text = world.city.services[service].english
    let parts = [
      "Says: ", world.random.pick(text.problems), " Told: ",
      world.random.pick(isResolved ? text.resolutions : text.answers),
    ]
    happens(
      .noteAdded, ["kind": "call_note", "visibility": "internal"], by: clerk, direction: .internal,
      personal: ["text": .string(compose(parts, in: .english, &world))], &world)
    pause(10...90, &world)
  }

  private mutating func hold(_ agent: Actor, _ world: inout World) {
    let body: JSONObject = [
      "agent": .string(agent.id ?? ""), "contact": .string(conversation.contact ?? ""),
    ]
    happens(.contactHeld, body, by: agent, &world)
    let seconds = world.random.within(20...220)
    pause(seconds...seconds, &world)
    conversation.held += Int64(seconds)
    happens(.contactResumed, body, by: agent, &world)
    pause(5...60, &world)
  }

  /// A post that everybody can read; the agency answers in public that it will write privately.
  mutating func post(_ world: inout World) {
    let text = world.city.services[service].text(language)
    let parts = [world.random.pick(text.problems), world.random.pick(phrases.socialTags)]
    conversation.lastMessage = happens(
      .messageReceived, ["visibility": "public"], by: party, direction: .inbound,
      personal: ["text": .string(compose(parts, misspelled: world.random.chance(200), &world))],
      &world)
    wait(10...180, office: true, &world)
    let reply = compose([world.random.pick(phrases.publicReplies)], &world)
    happens(
      .messageSent, messageBody(), by: clerk, direction: .outbound,
      personal: ["text": .string(reply)], &world)
  }

  /// Text messages about the progress, each delivered.
  mutating func updates(_ count: Int, _ world: inout World) {
    for turn in 0..<count {
      if turn > 0 { wait(60...1_500, office: true, &world) }
      let text = compose([world.random.pick(phrases.updates)], &world)
      let sent = happens(
        .messageSent, ["visibility": "private"], by: Journey.caseSystem, direction: .outbound,
        personal: ["text": .string(text), "to": .string(person.phone)], &world)
      pause(1...9, &world)
      happens(
        .messageDelivered, ["message": .string(sent.description)], by: Journey.caseSystem,
        direction: .outbound, causation: sent, &world)
    }
  }
}
