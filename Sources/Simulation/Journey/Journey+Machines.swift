internal import InteractionModel

/// Self-service, the telephone menu and the virtual assistant.
extension Journey {
  mutating func selfService(_ outcome: Stage.SelfServiceOutcome, _ world: inout World) {
    let isPayment = outcome != .submitted
    let task: JSONValue = isPayment ? "pay_bill" : "report_problem"
    happens(
      .selfServiceStarted, ["task": task, "language": .string(language.code)], by: party, &world)
    if isPayment {
      pause(5...30, &world)
      partyHappens(
        .partyAuthenticated, ["idp": "alder-id", "ial": 1, "aal": 1, "method": "password"],
        party: person.id, by: Journey.portal, &world)
    }
    for step in isPayment ? ["find_account", "enter_card"] : ["choose_place", "describe"] {
      pause(15...90, &world)
      happens(
        .stepCompleted, ["task": task, "step": .string(step), "outcome": "ok"], by: party, &world)
    }
    if !isPayment {
      pause(20...120, &world)
      receive(&world)
      happens(
        .factProvided, ["key": .string(FactKey.address.rawValue), "verified": false], by: party,
        personal: ["value": .string(person.address)], &world)
      provided |= FactKey.address.bit
    }
    switch outcome {
    case .failed:
      let error = JSONValue.string(world.random.pick(["card_declined", "timeout", "gateway_502"]))
      for attempt in 1...world.random.within(2...3) {
        pause(10...60, &world)
        happens(
          .stepFailed,
          [
            "task": task, "step": "confirm", "error": error, "attempt": .int(Int64(attempt)),
            "transaction": .string("tx-\(world.random.below(900_000) + 100_000)"),
          ], by: Journey.portal, &world)
      }
      pause(20...120, &world)
      happens(.selfServiceAbandoned, ["task": task, "step": "confirm"], by: party, &world)
    case .paid, .submitted:
      pause(5...40, &world)
      var body: JSONObject = ["task": task]
      if isPayment {
        isResolved = true
        body["transaction"] = .string("tx-\(world.random.below(900_000) + 100_000)")
      }
      happens(.selfServiceCompleted, body, by: party, &world)
    }
  }

  mutating func ivr(abandoned: Bool, _ world: inout World) {
    for node in ["welcome", language == .english ? "menu" : "menu_es"] {
      pause(3...15, &world)
      happens(.ivrNodeEntered, ["node": .string(node)], by: Journey.phoneSystem, &world)
    }
    pause(3...20, &world)
    happens(.ivrInputGiven, ["node": "menu", "outcome": "matched"], by: party, &world)
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
    let intent = JSONValue.string(world.city.services[service].code)
    let turns = world.random.within(1...2)
    for turn in 1...turns {
      pause(5...40, &world)
      receive(&world)
      pause(1...2, &world)
      if turn == 1 {
        happens(
          .intentMatched,
          [
            "intent": intent, "confidence": .string("0.\(world.random.within(51...98))"),
            "language": .string(language.code), "model": "alder-intent-2",
          ], by: Journey.assistant, direction: .internal, &world)
      }
      let text = compose([world.random.pick(phrases.assistantTurns)], &world)
      happens(
        .messageSent, ["visibility": "private"], by: Journey.assistant, direction: .outbound,
        personal: ["text": .string(text)], &world)
      happens(
        .assistantTurn, ["turn": .int(Int64(turn)), "language": .string(language.code)],
        by: Journey.assistant, direction: .outbound, &world)
    }
    pause(2...10, &world)
    if contained {
      isResolved = true
      happens(.assistantContained, ["intent": intent], by: Journey.assistant, &world)
    } else {
      let queue = world.city.queue(department, language, &world.random)
      happens(
        .assistantEscalated, ["intent": intent, "queue": .string(queue)], by: Journey.assistant,
        &world)
    }
  }
}
