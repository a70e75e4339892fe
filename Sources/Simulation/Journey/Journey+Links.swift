internal import InteractionModel

/// What moves: conversations between cases, cases and parties into others.
extension Journey {
  mutating func markLinked(_ id: String) {
    guard let index = past.lastIndex(where: { $0.id == id }) else { return }
    past[index].isLinked = true
  }

  /// Links what is not linked yet, long after it is over.
  mutating func link(_ world: inout World) {
    guard let currentCase else { return }
    for index in past.indices where !past[index].isLinked {
      past[index].isLinked = true
      pastHappens(
        .conversationLinked, past[index], case: currentCase.id, by: clerk(world), plant: .lateLink,
        &world)
    }
  }

  /// Somebody takes the wrong case for the right one and notices a little later.
  mutating func linkWrongly(_ world: inout World) {
    guard let currentCase, let wrong = world.someCase(except: currentCase.id) else { return }
    pause(5...40, &world)
    happens(
      .conversationLinked, ["case": .string(wrong.id), "reason": "matched_by_clerk"],
      by: clerk(world),
      direction: .internal, plant: .wrongLink, &world)
    pause(60...900, &world)
    if world.random.chance(400) {
      happens(
        .conversationUnlinked, ["case": .string(wrong.id), "reason": "wrong_case"],
        by: clerk(world),
        direction: .internal, &world)
      pause(10...300, &world)
    }
    happens(
      .conversationLinked, ["case": .string(currentCase.id), "reason": "corrected"],
      by: clerk(world),
      direction: .internal, &world)
  }

  /// The case is a duplicate of an older open one; without one it is simply resolved.
  mutating func mergeCase(_ world: inout World) {
    guard let currentCase, let older = world.caseOlder(than: currentCase) else {
      insert([
        .wait(300...2_000, office: true), .resolve, .wait(600...2_000, office: false), .close,
      ])
      return
    }
    ownCaseHappens(
      .caseMerged, ["into": .string(older.id), "reason": "duplicate"], by: clerk(world), &world)
    slaEnded = true
    world.settle(currentCase.number)
  }

  /// The last conversation was about something else as well: that becomes a case of its own.
  mutating func split(_ world: inout World) {
    guard let currentCase, let last = past.last, last.isLinked else { return }
    let other = world.mintCase(service: service, at: clock)
    splitCase = other
    let service = world.city.services[service]
    caseHappens(
      .caseOpened,
      [
        "department": .string(world.city.departments[department].name),
        "due": timestampText(clock + Int64(service.dueHours) * 3_600_000),
        "priority": .string(service.priority), "reason": "split", "service": .string(service.code),
      ], in: other, by: clerk(world), personal: ["title": .string("\(service.english.title) (2)")],
      &world)
    pause(5...30, &world)
    caseHappens(
      .caseSplit,
      ["conversations": [.string(last.id)], "into": .string(other.id), "reason": "second_matter"],
      in: currentCase, by: clerk(world), &world)
    pause(5...60, &world)
    caseHappens(
      .caseAssigned,
      [
        "owner": .string(world.roster.agents[world.agent(department, language, at: clock).agent].id)
      ],
      in: other, by: clerk(world), &world)
  }

  mutating func closeSplit(_ world: inout World) {
    guard let splitCase else { return }
    for type in [CatalogueType.caseResolved, .caseClosed] {
      caseHappens(type, ["resolution": "done"], in: splitCase, by: clerk(world), &world)
      pause(60...600, &world)
    }
  }

  mutating func mergeParty(_ world: inout World) {
    guard let alias else { return }
    partyHappens(
      .partyMerged,
      ["into": .string(person.id), "party": .string(alias), "reason": "same_person"], party: alias,
      by: clerk(world), &world)
  }

  mutating func unmergeParty(_ world: inout World) {
    guard let alias else { return }
    partyHappens(
      .partyUnmerged,
      ["from": .string(person.id), "party": .string(alias), "reason": "merged_in_error"],
      party: alias, by: clerk(world), &world)
  }
}
