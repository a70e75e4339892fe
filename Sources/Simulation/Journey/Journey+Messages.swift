internal import InteractionModel

/// What people write and say.
extension Journey {
  private static let noBody = JSONObject()
  private static let speechBody: JSONObject = ["mediaType": "speech", "model": "asr-3"]
  private static let publicBody: JSONObject = ["visibility": "public"]
  private static let privateBody: JSONObject = ["visibility": "private"]
  static let noteBody: JSONObject = ["kind": "call_note", "visibility": "internal"]
  static let visitBody: JSONObject = ["kind": "visit_note", "visibility": "internal"]

  /// The person, in the language they speak.
  var speaker: Speaker { speaker(in: language) }

  func speaker(in language: Language) -> Speaker {
    Speaker(
      person: person, language: language,
      caseID: conversation.knowledge == .known ? currentCase?.id : nil, started: started,
      chance: chance)
  }

  /// Whoever works for the city, in the language of the person.
  private var agentSpeaker: Speaker {
    var speaker = speaker
    speaker.agent = conversation.agent ?? agent
    return speaker
  }

  /// Whether the matter is about a place that one can look at.
  private func isPlace(_ world: borrowing World) -> Bool { world.city.services[service].isPlace }

  /// A text of one wording.
  func text(_ wording: Wording, _ world: inout World) -> String {
    world.beginText()
    world.write(wording, as: speaker)
    return world.endText()
  }

  /// Messages to and fro; a note where nothing is written down.
  mutating func exchange(_ turns: Int, _ world: inout World) {
    if conversation.isAtCounter { return note(Journey.visitBody, &world) }
    for turn in 0..<turns {
      if turn > 0 || conversation.lastMessage != nil {
        if conversation.isLive {
          if turn == turns / 2, conversation.isTranscribed, conversation.contact != nil,
            let agent = conversation.agent, world.random.chance(180)
          {
            hold(world.roster.agents[agent].actor, &world)
          }
          pause(4...35, &world)
        } else if conversation.partyIsNext {
          wait(15...600, office: false, &world)
        } else {
          wait(10...240, office: true, &world)
          waitForClerk(&world)
        }
      }
      let isLast = turn == turns - 1
      if conversation.partyIsNext {
        receive(isLast: isLast, &world)
      } else {
        send(isLast: isLast, &world)
      }
      conversation.partyIsNext.toggle()
    }
    if conversation.isTranscribed, conversation.agent != nil, world.random.chance(700) {
      pause(5...40, &world)
      note(Journey.noteBody, &world)
    }
  }

  /// Whoever has the matter writes when they are at work.
  private mutating func waitForClerk(_ world: inout World) {
    guard let number = conversation.agent ?? agent else { return }
    var time = clock
    while !world.roster.isOnDuty(number, at: time) || !world.isOpen(department, at: time) {
      time += 15 * 60_000
    }
    wait(until: time, &world)
  }

  // MARK: The party

  /// The party writes or speaks.
  mutating func receive(isLast: Bool = false, _ world: inout World) {
    let isMisspelled = !conversation.isTranscribed && world.random.chance(120)
    world.beginText()
    if conversation.isLive || conversation.channel == .sms || conversation.channel == .messaging
      || conversation.channel == .socialDirect
    {
      saySomething(isLast: isLast, &world)
    } else {
      writeLetter(&world)
    }
    let text = JSONValue.string(world.endText(misspelled: isMisspelled))
    var personal: JSONObject = ["text": text]
    switch conversation.channel {
    case .email:
      let isStranger = conversation.party != person.id
      personal = ["from": .string(isStranger ? person.otherEmail : person.email), "text": text]
    case .sms: personal = ["from": .string(person.phone), "text": text]
    default: break
    }
    conversation.partyTurns += 1
    conversation.lastMessage = happens(
      .messageReceived, messageBody, by: party, direction: .inbound, personal: personal, &world)
  }

  /// The matter, then short answers.
  private func saySomething(isLast: Bool, _ world: inout World) {
    let phrases = world.lexicon.phrases[language.rawValue]
    let service = world.lexicon.services[service][language.rawValue]
    let speaker = speaker
    if conversation.partyTurns == 0 {
      let isNew = past.count == 1 || conversation.knowledge != .known
      if world.random.chance(450) {
        world.write(phrases.greetings, as: speaker)
        world.writeSpace()
      }
      if isNew || world.random.chance(350) {
        world.writeMatter(service.problems, as: speaker)
      } else {
        world.write(phrases.followUps, as: speaker)
      }
      if world.random.chance(300) {
        world.writeSpace()
        world.writeAbout(service.details, as: speaker)
      }
      return
    }
    if isLast, conversation.partyTurns > 1 { return world.write(phrases.thanks, as: speaker) }
    let isPlace = isPlace(world)
    let answers = isPlace ? phrases.probeAnswers : phrases.deskAnswers
    let extras = isPlace ? phrases.extras : phrases.deskExtras
    switch conversation.partyTurns {
    case 1: world.write(answers, as: speaker)
    case 2 where world.random.chance(500): world.writeAbout(service.details, as: speaker)
    case 2: world.write(extras, as: speaker)
    default:
      switch world.random.below(10) {
      case 0..<4: world.write(phrases.reactions, as: speaker)
      case 4..<6: world.write(answers, as: speaker)
      case 6..<8: world.write(extras, as: speaker)
      default: world.write(phrases.thanks, as: speaker)
      }
    }
  }

  /// A letter or an e-mail.
  private func writeLetter(_ world: inout World) {
    let phrases = world.lexicon.phrases[language.rawValue]
    let service = world.lexicon.services[service][language.rawValue]
    let speaker = speaker
    let extras = isPlace(world) ? phrases.extras : phrases.deskExtras
    if conversation.partyTurns > 0 {
      if world.random.chance(350) { return world.write(phrases.thanks, as: speaker) }
      if world.random.chance(500) {
        world.writeAbout(service.details, as: speaker)
      } else {
        world.write(extras, as: speaker)
      }
      world.writeSpace()
      return world.write(phrases.closings, as: speaker)
    }
    let isNew = past.count == 1 || conversation.knowledge != .known
    world.write(phrases.greetings, as: speaker)
    world.writeSpace()
    if isNew || world.random.chance(350) {
      world.writeMatter(service.problems, as: speaker)
    } else {
      world.write(phrases.followUps, as: speaker)
    }
    world.writeSpace()
    world.writeAbout(service.details, as: speaker)
    if world.random.chance(conversation.channel == .mail ? 800 : 400) {
      world.writeSpace()
      world.write(extras, as: speaker)
    }
    world.writeSpace()
    world.write(phrases.closings, as: speaker)
  }

  // MARK: The agency

  /// The agency writes or speaks.
  mutating func send(isLast: Bool = false, _ world: inout World) {
    world.beginText()
    if conversation.isLive || conversation.channel == .socialDirect
      || conversation.channel == .sms || conversation.channel == .messaging
    {
      answerShortly(isLast: isLast, &world)
    } else {
      answerInWriting(&world)
    }
    let text = JSONValue.string(world.endText())
    let author = clerk(world)
    var body = messageBody
    if author.type == "agent", conversation.agentTurns == 1 || !conversation.isLive,
      world.random.chance(120)
    {
      let response = JSONValue.string("kb-\(service + 1)")
      if world.random.chance(400) {
        happens(
          .responseUsed, ["response": response, "version": 3], by: author, direction: .internal,
          &world)
      }
      body["response"] = response
      body["responseVersion"] = 3
    }
    conversation.agentTurns += 1
    conversation.lastMessage = happens(
      .messageSent, body, by: author, direction: .outbound, personal: ["text": text], &world)
  }

  private func answerShortly(isLast: Bool, _ world: inout World) {
    let phrases = world.lexicon.phrases[language.rawValue]
    let service = world.lexicon.services[service][language.rawValue]
    let speaker = agentSpeaker
    if conversation.agentTurns == 0 {
      let knows = speaker.caseID != nil && world.random.chance(400)
      return world.write(knows ? phrases.knownGreetings : phrases.liveGreetings, as: speaker)
    }
    if isResolved, conversation.agentTurns == 1 {
      return world.writeMatter(service.resolutions, as: speaker)
    }
    if isLast, conversation.agentTurns > 1 {
      return world.write(phrases.liveClosings, as: speaker)
    }
    switch conversation.agentTurns {
    case 1:
      world.write(phrases.empathy, as: speaker)
      world.writeSpace()
      world.write(isPlace(world) ? phrases.probes : phrases.deskProbes, as: speaker)
    case 2: world.writeAbout(service.answers, as: speaker)
    default:
      let probes = isPlace(world) ? phrases.probes : phrases.deskProbes
      world.write(world.random.chance(700) ? phrases.explanations : probes, as: speaker)
    }
  }

  private func answerInWriting(_ world: inout World) {
    let phrases = world.lexicon.phrases[language.rawValue]
    let service = world.lexicon.services[service][language.rawValue]
    let speaker = agentSpeaker
    world.write(phrases.writtenGreetings, as: speaker)
    world.writeSpace()
    if isResolved {
      world.writeMatter(service.resolutions, as: speaker)
    } else {
      world.writeAbout(service.answers, as: speaker)
    }
    if !isResolved, world.random.chance(500) {
      world.writeSpace()
      world.write(phrases.explanations, as: speaker)
    }
    world.writeSpace()
    world.write(phrases.agentClosings, as: speaker)
  }

  private var messageBody: JSONObject {
    switch conversation.channel {
    case .socialPublic, .socialDirect: break
    case _ where conversation.isTranscribed: return Journey.speechBody
    case _ where conversation.isLive: return Journey.noBody
    default: break
    }
    var body = Journey.noBody
    if let parent = conversation.lastMessage {
      body["parent"] = .string(parent.description)
    } else if conversation.channel == .mail {
      body["mediaType"] = "scan"
    }
    if conversation.channel == .socialPublic { body["visibility"] = "public" }
    if conversation.channel == .socialDirect { body["visibility"] = "private" }
    return body
  }

  // MARK: Notes and holds

  /// The agent keeps a note, in English.
  mutating func note(_ body: JSONObject, _ world: inout World) {
    let phrases = world.lexicon.phrases[0]
    let wording = world.lexicon.services[service][0]
    let speaker = speaker(in: .english)
    world.beginText()
    world.write(phrases.noteOpenings, as: speaker)
    world.writeSpace()
    world.writeMatter(wording.problems, as: speaker)
    world.writeSpace()
    world.write(phrases.noteClosings, as: speaker)
    world.writeSpace()
    if isResolved {
      world.writeMatter(wording.resolutions, as: speaker)
    } else {
      world.writeAbout(wording.answers, as: speaker)
    }
    happens(
      .noteAdded, body, by: clerk(world), direction: .internal,
      personal: ["text": .string(world.endText())], &world)
    if conversation.isAtCounter { pause(40...240, &world) }
  }

  private mutating func hold(_ agent: Actor, _ world: inout World) {
    let body = legBody(agent)
    happens(.contactHeld, body, by: agent, &world)
    let seconds = world.random.within(20...220)
    pause(seconds...seconds, &world)
    conversation.held += Int64(seconds)
    happens(.contactResumed, body, by: agent, &world)
  }

  // MARK: Posts and updates

  /// A post that everybody can read; others chime in; the agency answers in public that it will
  /// write privately.
  mutating func post(_ world: inout World) {
    let phrases = world.lexicon.phrases[language.rawValue]
    let speaker = speaker
    world.beginText()
    world.writeMatter(world.lexicon.services[service][language.rawValue].problems, as: speaker)
    world.writeSpace()
    world.write(phrases.socialTags, as: speaker)
    let text = world.endText(misspelled: world.random.chance(200))
    conversation.partyTurns += 1
    conversation.lastMessage = happens(
      .messageReceived, Journey.publicBody, by: party, direction: .inbound,
      personal: ["text": .string(text)], &world)
    if world.random.chance(300) {
      wait(2...90, office: false, &world)
      let echo = self.text(phrases.socialEchoes, &world)
      let other = ShortID.mint("p", &world.random)
      happens(
        .messageReceived, messageBody, by: Actor(type: "party", id: other), direction: .inbound,
        personal: ["text": .string(echo)], of: other, &world)
    }
    wait(10...180, office: true, &world)
    if agent == nil { agent = world.agent(department, language, at: clock).agent }
    let reply = self.text(phrases.publicReplies, &world)
    happens(
      .messageSent, messageBody, by: clerk(world), direction: .outbound,
      personal: ["text": .string(reply)], &world)
  }

  /// Text messages about the progress; some cannot be delivered.
  mutating func updates(_ count: Int, _ world: inout World) {
    for turn in 0..<count {
      if turn > 0 { wait(60...1_500, office: true, &world) }
      let phrases = world.lexicon.phrases[language.rawValue]
      let text = text(
        isResolved
          ? phrases.doneUpdates
          : conversation.agentTurns == 0 ? phrases.firstUpdates : phrases.updates,
        &world)
      conversation.agentTurns += 1
      let sent = happens(
        .messageSent, Journey.noBody, by: Journey.caseSystem, direction: .outbound,
        personal: ["text": .string(text), "to": .string(person.phone)], &world)
      pause(1...9, &world)
      if world.random.chance(30) {
        happens(
          .messageFailed, ["error": "unreachable", "message": .string(sent.description)],
          by: Journey.caseSystem, direction: .outbound, causation: sent, &world)
      } else if world.random.chance(150) {
        pause(30...900, &world)
        conversation.partyTurns += 1
        let thanks = self.text(phrases.thanks, &world)
        happens(
          .messageReceived, Journey.noBody, by: party, direction: .inbound,
          personal: ["from": .string(person.phone), "text": .string(thanks)], &world)
      }
    }
  }
}
