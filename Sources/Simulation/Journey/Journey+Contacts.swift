internal import InteractionModel

/// Legs of a conversation: queues, agents, hours.
extension Journey {
  /// A new leg begins.
  mutating func initiate(_ world: inout World) {
    let contact = world.mintContact()
    let queue = world.city.queue(department, language, about: service)
    conversation.contact = contact
    conversation.queue = queue
    conversation.queued = clock
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
  }

  /// A new leg starts to wait.
  mutating func enqueue(_ world: inout World) {
    initiate(&world)
    // Mail lies in the mailbox of the queue; only who waits is counted as waiting.
    guard conversation.isLive else { return }
    happens(
      .contactEnqueued,
      [
        "contact": .string(conversation.contact ?? ""), "queue": .string(conversation.queue ?? ""),
      ],
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
    guard conversation.isLive else {
      wait(5...180, office: true, &world)
      return take(world.agent(department, language, at: clock).agent, &world)
    }
    pause(world.random.chance(200) ? 120...600 : 5...90, &world)
    // Who was called or is being sent on stays; the others hang up some time.
    conversation.patience =
      isAppointed ? .max : clock + Int64(world.random.within(240...2_400)) * 1000
    queued(&world)
  }

  /// A contact that waits is offered to somebody who is free, a moment later again when nobody is.
  ///
  /// Each try is a stage of its own, so that meanwhile others end their contacts.
  mutating func queued(_ world: inout World) {
    let taker = world.agent(department, language, at: clock)
    if taker.isFree, !world.random.chance(60) { return take(taker.agent, &world) }
    if taker.isFree {
      decline(taker.agent, &world)
    } else if clock > conversation.patience {
      return abandon(&world)
    }
    pause(5...40, &world)
    insert([.queued])
  }

  /// Somebody has waited too long; most try again another time.
  private mutating func abandon(_ world: inout World) {
    happens(
      .contactAbandoned,
      [
        "contact": .string(conversation.contact ?? ""), "queue": .string(conversation.queue ?? ""),
        "waited": .int((clock - conversation.queued) / 1000),
      ], by: party, &world)
    conversation.contact = nil
    insert([
      .end, .wait(20...600, office: true), .begin(conversation.channel, .inbound), .answer,
    ])
  }

  /// An agent takes the contact; a live one has the agent alone until it ends.
  private mutating func take(_ number: Int, _ world: inout World) {
    let actor = world.roster.agents[number].actor
    conversation.agent = number
    agent = number
    if conversation.isLive { world.roster.occupy(number, until: .max) }
    happens(.contactAnswered, contactBody(actor), by: actor, &world)
    conversation.answered = clock
    if conversation.isTranscribed { conversation.partyIsNext = false }
    takeOver(actor, &world)
  }

  /// Who has which leg.
  func legBody(_ agent: Actor) -> JSONObject {
    ["agent": .string(agent.id ?? ""), "contact": .string(conversation.contact ?? "")]
  }

  /// The same, and from which queue.
  func contactBody(_ agent: Actor) -> JSONObject {
    var body = legBody(agent)
    body["queue"] = .string(conversation.queue ?? "")
    return body
  }

  /// Somebody who is offered the contact does not take it.
  private mutating func decline(_ agent: Int, _ world: inout World) {
    let actor = world.roster.agents[agent].actor
    happens(.contactOffered, contactBody(actor), by: Journey.phoneSystem, &world)
    pause(5...20, &world)
    happens(.contactDeclined, contactBody(actor), by: actor, &world)
    // Not the same one again.
    world.roster.occupy(agent, until: clock + 60_000)
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
    if world.random.chance(world.options.missedCallbacks) {
      insert([
        .end, .callback(.forgotten), .wait(30...600, office: true),
        .begin(conversation.channel, .inbound), .answer,
      ])
    } else {
      insert([
        .end, .waitForCallback, .begin(.callback, .outbound), .answer, .callback(.reached),
      ])
    }
  }

  mutating func resume(_ world: inout World) {
    happens(
      .conversationResumed, ["language": .string(language.code)], by: Journey.assistant,
      direction: .inbound, &world)
  }

  // MARK: Calls back

  /// Promises a call by an hour at which there has been time to make it.
  mutating func promiseCallback(_ world: inout World) {
    let hour: Int64 = 3_600_000
    let hours = world.city.departments[department].hours
    var due =
      hour
      + hours.nextOpen(
        from: clock + Int64(world.random.within(3...29)) * hour, &world.random)
    // Too near to the end of the day: an hour sooner, when it is open as well.
    if !hours.isOpen(CityClock.local(at: due)) { due -= hour }
    let promise = happens(
      .callbackPromised,
      [
        "due": timestampText(due),
        "queue": .string(world.city.queue(department, language, about: service)),
      ], by: conversation.agent == nil ? Journey.phoneSystem : clerk(world), direction: .internal,
      &world)
    pendingCallback = (promise.description, due, 0)
  }

  /// Waits until the promised call is to be made: within the hour before it is due.
  mutating func waitForCallback(_ world: inout World) {
    guard let pendingCallback else { return }
    wait(until: pendingCallback.due - Int64(world.random.within(30...55)) * 60_000, &world)
  }

  /// The promised call: made and answered, made in vain, or forgotten.
  mutating func callback(_ outcome: Stage.CallbackOutcome, _ world: inout World) {
    guard let promise = pendingCallback else { return }
    let id = JSONValue.string(promise.id)
    let attempt = JSONValue.int(promise.attempts + 1)
    switch outcome {
    case .forgotten:
      wait(until: promise.due, &world)
      pause(60...900, &world)
      happens(
        .callbackMissed, ["callback": id], by: Journey.caseSystem, direction: .internal, &world)
      pendingCallback = nil
    case .noAnswer:
      happens(
        .callbackAttempted, ["attempt": attempt, "callback": id, "outcome": "no_answer"],
        by: clerk(world), direction: .outbound, &world)
      pendingCallback?.attempts += 1
    case .reached:
      happens(
        .callbackAttempted, ["attempt": attempt, "callback": id, "outcome": "reached"],
        by: clerk(world), direction: .outbound, &world)
      pause(2...10, &world)
      happens(
        .callbackCompleted, ["callback": id], by: clerk(world), direction: .outbound,
        plant: .callbackKept, &world)
      pendingCallback = nil
    }
  }
}
