internal import InteractionModel

/// The life of the case.
extension Journey {
  /// Opens the case in the present conversation and links what came before.
  mutating func openCase(_ world: inout World) {
    let service = world.city.services[service]
    let known = world.mintCase(service: self.service, at: clock)
    currentCase = known
    slaEnded = false
    due = clock + Int64(service.dueHours) * 3_600_000
    let opener = conversation.agent.map { world.roster.agents[$0].actor } ?? Journey.caseSystem
    var body: JSONObject = [
      "department": .string(world.city.departments[department].name),
      "due": timestampText(due),
    ]
    if conversation.agent != nil { body["owner"] = .string(opener.id ?? "") }
    body["priority"] = .string(service.priority)
    body["queue"] = .string(world.city.queue(department, language, about: self.service))
    body["service"] = .string(service.code)
    caseHappens(
      .caseOpened, body, in: known, by: opener,
      personal: ["title": .string(service.english.title)], &world)
    if !conversation.isClosed {
      conversation.knowledge = .known
      happens(
        .conversationLinked, ["case": .string(known.id)], by: opener, direction: .internal, &world)
      markLinked(conversation.id)
    }
    for index in past.indices where !past[index].isLinked {
      past[index].isLinked = true
      pastHappens(
        .conversationLinked, past[index], case: known.id, by: opener, plant: .lateLink, &world)
    }
    pause(1...2, &world)
    // Agents code the issue when they end the contact.
    if conversation.agent == nil {
      happens(
        .issueCoded, ["issue": .string(service.issue)], by: opener, direction: .internal, &world)
    }
    ownCaseHappens(
      .slaStarted,
      ["clock": "resolution", "due": timestampText(due), "policyVersion": "2026-1"],
      by: Journey.caseSystem, &world)
  }

  /// Gives the case to somebody, unless whoever opened it keeps it.
  mutating func assign(_ world: inout World) {
    guard currentCase != nil, conversation.agent == nil || world.random.chance(250) else { return }
    let number = world.agent(department, language, at: clock).agent
    agent = number
    let owner = world.roster.agents[number].id
    ownCaseHappens(
      .caseAssigned,
      [
        "department": .string(world.city.departments[department].name), "owner": .string(owner),
        "queue": .string(world.city.queue(department, language, about: service)),
      ], by: Journey.caseSystem, &world)
  }

  mutating func pend(_ world: inout World) {
    let until = clock + Int64(world.random.within(2...6)) * 86_400_000
    ownCaseHappens(
      .casePended, ["reason": "missing_document", "until": timestampText(until)],
      by: clerk(world), &world)
  }

  mutating func escalate(_ world: inout World) {
    ownCaseHappens(
      .caseEscalated, ["level": 2, "priority": "high", "reason": "repeated_contact"],
      by: clerk(world),
      &world)
  }

  mutating func resolve(_ world: inout World) {
    guard let currentCase, !isResolved else { return }
    world.settle(currentCase.number)
    let isLate = clock > due
    if !slaEnded {
      slaEnded = true
      ownCaseHappens(
        isLate ? .slaBreached : .slaMet, ["clock": "resolution"], by: Journey.caseSystem, &world)
    }
    isResolved = true
    ownCaseHappens(
      .caseResolved,
      [
        "onTime": isLate ? "OVERDUE" : "ONTIME",
        "resolution": world.random.chance(900) ? "done" : "no_action_possible",
      ], by: clerk(world), personal: ["resolution": .string(resolutionWords(&world))], &world)
  }

  private func resolutionWords(_ world: inout World) -> String {
    world.beginText()
    let speaker = speaker(in: .english)
    world.write(world.lexicon.phrases[0].resolutionWords, as: speaker)
    world.writeSpace()
    world.writeMatter(world.lexicon.services[service][0].resolutions, as: speaker)
    return world.endText()
  }

  mutating func breach(_ world: inout World) {
    slaEnded = true
    ownCaseHappens(.slaBreached, ["clock": "resolution"], by: Journey.caseSystem, &world)
  }

  mutating func close(_ world: inout World) {
    ownCaseHappens(.caseClosed, ["resolution": "done"], by: Journey.caseSystem, &world)
  }

  mutating func reopen(_ world: inout World) {
    guard currentCase != nil else { return }
    isResolved = false
    ownCaseHappens(.caseReopened, ["reason": "not_fixed"], by: clerk(world), &world)
  }
}
