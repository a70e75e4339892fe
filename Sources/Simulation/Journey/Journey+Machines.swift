internal import InteractionModel

/// Self-service, kiosks, the telephone menu and the virtual assistant.
extension Journey {
  mutating func selfService(_ outcome: Stage.SelfServiceOutcome, _ world: inout World) {
    let isPayment = outcome != .submitted
    let task: JSONValue = isPayment ? "pay_bill" : "report_problem"
    happens(
      .selfServiceSessionStarted, ["language": .string(language.code), "task": task], by: party,
      &world)
    if isPayment, world.random.chance(500) {
      pause(5...30, &world)
      partyHappens(
        .partyAuthenticated, ["aal": 1, "ial": 1, "idp": "alder-id", "method": "password"],
        party: person.id, by: Journey.portal, &world)
    }
    if isPayment {
      step(task, "find_account", &world)
    } else {
      step(task, "choose_place", &world)
      pause(20...120, &world)
      receive(&world)
      happens(
        .factProvided, ["key": .string(FactKey.address.rawValue), "verified": false], by: party,
        personal: ["value": .string(person.address)], &world)
      provided.insert(.address)
    }
    switch outcome {
    case .failed:
      let error = JSONValue.string(
        world.random.pick(["card_declined", "timeout", "gateway_502", "address_mismatch"]))
      for attempt in 1...world.random.within(2...3) {
        pause(10...60, &world)
        let failure = happens(
          .selfServiceStepFailed,
          [
            "attempt": .int(Int64(attempt)), "error": error, "step": "confirm", "task": task,
            "transaction": transaction(&world),
          ], by: Journey.portal, plant: attempt == 1 ? .failedPayment : .none, &world)
        trigger = failure
      }
      pause(20...120, &world)
      happens(.selfServiceAbandoned, ["step": "confirm", "task": task], by: party, &world)
    case .paid, .submitted:
      pause(5...40, &world)
      var body: JSONObject = ["task": task]
      if isPayment {
        isResolved = true
        body["transaction"] = transaction(&world)
      }
      happens(.selfServiceCompleted, body, by: party, &world)
    }
  }

  private func transaction(_ world: inout World) -> JSONValue {
    .string("tx-\(world.random.below(900_000) + 100_000)")
  }

  private mutating func step(_ task: JSONValue, _ step: JSONValue, _ world: inout World) {
    pause(15...90, &world)
    happens(
      .selfServiceStepCompleted, ["outcome": "ok", "step": step, "task": task], by: party, &world)
  }

  /// A visit to a kiosk in a lobby; somebody who works there may have to help.
  mutating func kiosk(helped: Bool, _ world: inout World) {
    let task: JSONValue = "renew_or_apply"
    happens(
      .selfServiceSessionStarted, ["language": .string(language.code), "task": task], by: party,
      &world)
    step(task, "identify", &world)
    guard helped else {
      step(task, "scan_document", &world)
      pause(30...120, &world)
      happens(.selfServiceCompleted, ["task": task], by: party, &world)
      return
    }
    pause(20...90, &world)
    happens(
      .selfServiceStepFailed,
      ["attempt": 1, "error": "document_unreadable", "step": "scan_document", "task": task],
      by: Journey.portal, &world)
    pause(20...180, &world)
    let number = world.agent(department, language, at: clock).agent
    let aide = world.roster.agents[number].actor
    conversation.agent = number
    agent = number
    happens(
      .noteAdded, ["kind": "kiosk_help", "visibility": "internal"], by: aide, direction: .internal,
      personal: [
        "text": .string(helperNote(&world))
      ], plant: .helper, &world)
    step(task, "scan_document", &world)
    happens(.selfServiceCompleted, ["task": task], by: party, &world)
  }

  func helperNote(_ world: inout World) -> String {
    world.beginText()
    world.write(world.lexicon.phrases[0].helperNotes, as: speaker(in: .english))
    return world.endText()
  }

  /// Somebody came along to help: what they do is kept as a need of the person.
  mutating func helper(_ world: inout World) {
    pause(5...60, &world)
    happens(
      .noteAdded,
      [
        "kind": language == .spanish ? "interpreter" : "accommodation", "visibility": "internal",
      ], by: clerk(world), direction: .internal,
      personal: ["text": .string(helperNote(&world))], plant: .helper, &world)
  }

  /// The telephone menu; people listen in and set right what it did not understand.
  mutating func ivr(abandoned: Bool, _ world: inout World) {
    // Who chose a language before is not asked for it again.
    if past.count == 1 {
      pause(3...10, &world)
      happens(
        .ivrNodeEntered, ["node": language == .english ? "welcome" : "welcome_es"],
        by: Journey.phoneSystem, &world)
    }
    // Whoever calls too late hears that first.
    guard world.isOpen(department, at: clock) else {
      guard abandoned else { return }
      pause(5...20, &world)
      happens(
        .ivrNodeEntered, ["node": "closed"], by: Journey.phoneSystem, plant: .closed, &world)
      return
    }
    pause(3...20, &world)
    let phrases = world.lexicon.phrases[language.rawValue]
    let isUnderstood = !world.random.chance(world.options.ivrOverrides)
    world.beginText()
    world.write(phrases.callReasons, as: speaker)
    world.writeSpace()
    world.writeMatter(world.lexicon.services[service][language.rawValue].problems, as: speaker)
    happens(
      .ivrInputGiven, ["node": "say_reason", "outcome": isUnderstood ? "matched" : "no_match"],
      by: party, personal: ["text": .string(world.endText())], &world)
    if !isUnderstood {
      pause(2...8, &world)
      let listener = world.roster.agents[world.agent(department, language, at: clock).agent].actor
      happens(
        .ivrOverridden, ["agent": .string(listener.id ?? ""), "node": "say_reason"], by: listener,
        direction: .internal, &world)
    }
    guard abandoned else { return }
    enqueue(&world)
    let waited = world.random.within(60...900)
    pause(waited...waited, &world)
    happens(
      .contactAbandoned,
      [
        "contact": .string(conversation.contact ?? ""), "queue": .string(conversation.queue ?? ""),
        "waited": .int(Int64(waited)),
      ], by: party, &world)
    conversation.contact = nil
  }

  mutating func assistant(contained: Bool, _ world: inout World) {
    let phrases = world.lexicon.phrases[language.rawValue]
    let intent = JSONValue.string(world.city.services[service].code)
    let turns = world.random.within(2...3)
    says(phrases.assistantGreetings, turn: 0, &world)
    if !contained { ask(.name, &world) }
    for turn in 1...turns {
      pause(5...40, &world)
      receive(&world)
      pause(1...2, &world)
      if turn == 1 {
        happens(
          .assistantIntentMatched,
          [
            "confidence": .string("0.\(world.random.within(51...98))"), "intent": intent,
            "language": .string(language.code), "model": "alder-intent-2",
          ], by: Journey.assistant, direction: .internal, &world)
      }
      let fails = !contained && turn == turns
      says(fails ? phrases.assistantMisses : phrases.assistantTurns, turn: turn, &world)
    }
    pause(2...10, &world)
    if contained {
      isResolved = true
      happens(.assistantContained, ["intent": intent], by: Journey.assistant, &world)
    } else {
      let isOpen = world.isOpen(department, at: clock)
      says(
        isOpen ? phrases.assistantEscalations : phrases.closedNotices, turn: turns + 1, &world)
      let queue = world.city.queue(department, language, about: service)
      happens(
        .assistantEscalated, ["intent": intent, "queue": .string(queue)], by: Journey.assistant,
        &world)
    }
  }

  /// The assistant takes a turn.
  private mutating func says(_ wording: Wording, turn: Int, _ world: inout World) {
    pause(1...2, &world)
    let text = text(wording, &world)
    happens(
      .assistantTurnTaken, ["language": .string(language.code), "turn": .int(Int64(turn))],
      by: Journey.assistant, direction: .outbound, personal: ["text": .string(text)], &world)
  }
}
