internal import InteractionModel

/// The life of the case.
extension Journey {
  /// Opens the case in the present conversation and links what came before.
  mutating func openCase(_ world: inout World) {
    let service = world.city.services[service]
    let known = world.mintCase(service: self.service, at: clock)
    currentCase = known
    olderCase = world.caseOlder(than: known)
    slaEnded = false
    due = clock + Int64(service.dueHours) * 3_600_000
    let opener = conversation.agent ?? Journey.caseSystem
    caseHappens(
      .caseOpened,
      [
        "department": .string(world.city.departments[department].name),
        "due": timestampText(due), "priority": .string(service.priority),
        "queue": .string(world.city.queue(department, language, &world.random)),
        "service": .string(service.code),
      ], in: known, by: opener, personal: ["title": .string(service.english.title)], &world)
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
    happens(
      .issueCoded, ["issue": .string(service.issue)], by: opener, direction: .internal, &world)
    ownCaseHappens(
      .slaStarted, ["clock": "resolution", "due": timestampText(due), "policyVersion": "2026-1"],
      by: Journey.caseSystem, &world)
  }

  mutating func assign(_ world: inout World) {
    guard currentCase != nil else { return }
    let owner = world.city.agent(department, language, &world.random)
    agent = Actor(type: "agent", id: owner)
    ownCaseHappens(
      .caseAssigned,
      [
        "department": .string(world.city.departments[department].name), "owner": .string(owner),
        "queue": .string(world.city.queue(department, language, &world.random)),
      ], by: Journey.caseSystem, &world)
  }

  mutating func pend(_ world: inout World) {
    let until = clock + Int64(world.random.within(2...6)) * 86_400_000
    ownCaseHappens(
      .casePended, ["reason": "missing_document", "until": timestampText(until)], by: clerk, &world)
  }

  mutating func escalate(_ world: inout World) {
    ownCaseHappens(
      .caseEscalated, ["level": 2, "priority": "high", "reason": "repeated_contact"], by: clerk,
      &world)
  }

  mutating func resolve(_ world: inout World) {
    guard currentCase != nil, !isResolved else { return }
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
      ], by: clerk, &world)
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
    ownCaseHappens(.caseReopened, ["reason": "not_fixed"], by: clerk, &world)
  }
}
