internal import InteractionModel

/// Legs of a conversation: queues, agents, hours.
extension Journey {
  /// A new leg starts to wait.
  mutating func enqueue(_ world: inout World) {
    let contact = world.mintContact()
    let queue = world.city.queue(department, language, &world.random)
    conversation.contact = contact
    conversation.queue = queue
    if pendingTransfer != nil || conversation.direction == .outbound {
      let method: JSONValue =
        pendingTransfer != nil
        ? "transfer" : conversation.channel == .callback ? "callback" : "outbound"
      happens(
        .contactInitiated,
        [
          "contact": .string(contact), "initiationMethod": method,
          "language": .string(language.code),
        ], by: Journey.phoneSystem, &world)
      pause(1...3, &world)
    }
    // Mail lies in the mailbox of the queue; only who waits is counted as waiting.
    guard conversation.isLive else { return }
    happens(
      .contactEnqueued, ["contact": .string(contact), "queue": .string(queue)],
      by: conversation.isAtCounter ? Journey.lobby : Journey.phoneSystem, &world)
  }

  /// The contact waits until an agent takes it, who sees what came before, or does not.
  mutating func answer(_ world: inout World) {
    // Still with somebody: a transfer that came to nothing.
    if conversation.agent != nil, conversation.contact != nil { return }
    let isAppointed = conversation.direction == .outbound || pendingTransfer != nil
    if conversation.isTranscribed || conversation.channel == .chat, !isAppointed,
      !world.isOpen(department, at: clock)
    {
      return findClosed(&world)
    }
    enqueue(&world)
    if conversation.isLive {
      pause(world.random.chance(200) ? 120...600 : 5...90, &world)
    } else {
      wait(5...180, office: true, &world)
    }
    var taker = world.agent(department, language, at: clock)
    if !taker.isFree, conversation.isLive {
      pause(60...480, &world)
      taker = world.agent(department, language, at: clock)
    }
    if conversation.isLive, world.random.chance(60) { taker = decline(taker.agent, &world) }
    let actor = world.roster.agents[taker.agent].actor
    conversation.agent = taker.agent
    agent = taker.agent
    if conversation.isLive { world.roster.occupy(taker.agent, until: clock + 480_000) }
    happens(.contactAnswered, contactBody(actor), by: actor, &world)
    conversation.answered = clock
    if conversation.isTranscribed { conversation.partyIsNext = false }
    takeOver(actor, &world)
  }

  private func contactBody(_ agent: Actor) -> JSONObject {
    [
      "agent": .string(agent.id ?? ""), "contact": .string(conversation.contact ?? ""),
      "queue": .string(conversation.queue ?? ""),
    ]
  }

  /// Somebody who is offered the contact does not take it; the next one does.
  private mutating func decline(
    _ agent: Int, _ world: inout World
  ) -> (agent: Int, isFree: Bool) {
    let actor = world.roster.agents[agent].actor
    happens(.contactOffered, contactBody(actor), by: Journey.phoneSystem, &world)
    pause(5...20, &world)
    happens(.contactDeclined, contactBody(actor), by: actor, &world)
    pause(1...4, &world)
    // Not the same one again.
    world.roster.occupy(agent, until: clock + 60_000)
    return world.agent(department, language, at: clock)
  }

  /// Nobody is there: a message and a call back, a chat that goes on in the morning, or another
  /// try.
  private mutating func findClosed(_ world: inout World) {
    let phrases = world.lexicon.phrases[language.rawValue]
    if conversation.channel == .chat {
      let notice = text(phrases.closedNotices, &world)
      happens(
        .messageSent, by: Journey.assistant, direction: .outbound,
        personal: ["text": .string(notice)], plant: .closed, &world)
      return insert([.wait(1...60, office: true), .resume, .answer])
    }
    let takesMessages = world.city.departments[department].takesVoicemail
    happens(
      .ivrNodeEntered, ["node": takesMessages ? "voicemail" : "closed"], by: Journey.phoneSystem,
      plant: .closed, &world)
    guard takesMessages else {
      return insert([
        .end, .wait(1...120, office: true), .begin(conversation.channel, .inbound), .answer,
      ])
    }
    pause(20...60, &world)
    world.beginText()
    world.write(phrases.voicemails, as: speaker)
    world.writeSpace()
    world.writeMatter(world.lexicon.services[service][language.rawValue].problems, as: speaker)
    conversation.partyTurns += 1
    happens(
      .messageReceived, ["mediaType": "voicemail", "model": "asr-3"], by: party,
      direction: .inbound, personal: ["text": .string(world.endText())], plant: .voicemail, &world)
    promiseCallback(&world)
    let called: [Stage] = [.begin(.callback, .outbound), .answer, .callback(.reached)]
    if world.random.chance(world.options.missedCallbacks) {
      insert(
        [.end, .wait(300...900, office: true), .callback(.forgotten)]
          + [.wait(30...600, office: true), .begin(conversation.channel, .inbound), .answer])
    } else {
      insert([.end, .wait(1...120, office: true)] + called)
    }
  }

  mutating func resume(_ world: inout World) {
    happens(
      .conversationResumed, ["language": .string(language.code)], by: Journey.assistant,
      direction: .inbound, &world)
  }

  // MARK: Calls back

  mutating func promiseCallback(_ world: inout World) {
    let until = world.city.departments[department].hours.nextOpen(
      from: clock + Int64(world.random.within(4...30)) * 3_600_000, &world.random)
    let promise = happens(
      .callbackPromised,
      [
        "due": timestampText(until, &world),
        "queue": .string(conversation.queue ?? world.city.departments[department].queues[0]),
      ], by: clerk(world), direction: .internal, &world)
    pendingCallback = promise.description
  }

  /// The promised call: made and answered, made in vain, or forgotten.
  mutating func callback(_ outcome: Stage.CallbackOutcome, _ world: inout World) {
    guard let promise = pendingCallback else { return }
    let id = JSONValue.string(promise)
    switch outcome {
    case .forgotten:
      happens(
        .callbackMissed, ["callback": id], by: Journey.caseSystem, direction: .internal, &world)
    case .noAnswer:
      happens(
        .callbackAttempted, ["attempt": 1, "callback": id, "outcome": "no_answer"],
        by: clerk(world), direction: .outbound, &world)
    case .reached:
      happens(
        .callbackAttempted, ["attempt": 1, "callback": id, "outcome": "reached"], by: clerk(world),
        direction: .outbound, &world)
      pause(2...10, &world)
      happens(
        .callbackCompleted, ["callback": id], by: clerk(world), direction: .outbound,
        plant: .callbackKept, &world)
      pendingCallback = nil
    }
  }
}
