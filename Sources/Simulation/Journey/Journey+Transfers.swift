internal import InteractionModel

/// From one pair of hands into the next.
extension Journey {
  /// Asks another department, or a person instead of the assistant, to take over.
  ///
  /// What follows is an ``Stage/answer`` in the same conversation, or in a new one. In a warm or
  /// consult transfer both speak first, while the party is on hold, unless nobody is free: then the
  /// party waits like everybody else. Where nobody is there to take over, the request fails, and
  /// whoever has the matter keeps it.
  mutating func transfer(
    _ kind: Stage.TransferKind, to target: Int, channel: Channel, _ world: inout World
  ) {
    let toDepartment = world.city.departments[target].name
    let toQueue = JSONValue.string(world.city.queue(target, language, about: service))
    let giver = conversation.agent.map { world.roster.agents[$0].actor } ?? Journey.assistant
    let isToPerson = giver.type != "agent"
    var body: JSONObject = [
      "fromChannel": .string(conversation.channel.rawValue),
      "fromDepartment": .string(world.city.departments[department].name),
      "kind": .string(kind.rawValue),
      "reason": isToPerson
        ? "needs_person" : kind == .channel ? "other_channel" : "other_department",
      "toChannel": .string(channel.rawValue), "toDepartment": .string(toDepartment),
      "toQueue": toQueue,
    ]
    if let queue = conversation.queue { body["fromQueue"] = .string(queue) }
    if giver.type == "agent", let id = giver.id { body["fromAgent"] = .string(id) }
    let request = ask(kind, body, giver, &world)
    if !isToPerson, !world.isOpen(target, at: clock) {
      pause(5...30, &world)
      happens(
        .transferFailed,
        ["error": "queue_closed", "transfer": .string(request.description)],
        by: Journey.phoneSystem, direction: .internal, causation: request, &world)
      return
    }
    if kind != .blind { prepare(request, toDepartment, toQueue, giver, &world) }
    pendingTransfer = (request.description, kind)
    if kind == .warm || kind == .consult, introduce(kind, to: target, request, body, &world) {
      return
    }
    pause(1...10, &world)
    disconnect(by: "agent", outcome: "transferred", &world)
    conversation.agent = nil
    department = target
  }

  /// Giver and taker speak while the party is on hold; the giver leaves when the taker has it.
  ///
  /// - Returns: false when nobody is free, so that the party has to wait.
  private mutating func introduce(
    _ kind: Stage.TransferKind, to target: Int, _ request: EventID, _ body: JSONObject,
    _ world: inout World
  ) -> Bool {
    guard let number = conversation.agent, let first = reserve(target, &world) else { return false }
    let giver = world.roster.agents[number].actor
    let (home, start) = (department, clock)
    let leg = legBody(giver)
    happens(.contactHeld, leg, by: giver, &world)
    pause(5...40, &world)
    var taker: Int? = first
    if world.random.chance(50) {
      happens(
        .transferRejected,
        [
          "agent": .string(world.roster.agents[first].id),
          "transfer": .string(request.description),
        ], by: world.roster.agents[first].actor, direction: .internal, causation: request, &world)
      pause(5...40, &world)
      // Asked again, somebody else takes it.
      taker = reserve(target, &world)
      world.roster.occupy(first, until: clock + 60_000)
      let second = ask(kind, body, giver, &world)
      prepare(
        second, world.city.departments[target].name, body["toQueue"] ?? .null, giver, &world)
      pendingTransfer = (second.description, kind)
    }
    let next = taker.map { world.roster.agents[$0].actor }
    if let next {
      department = target
      accept(next, in: world.city.queue(target, language, about: service), &world)
      department = home
      pause(10...70, &world)
    }
    happens(.contactResumed, leg, by: giver, &world)
    conversation.held += (clock - start) / 1000
    pause(3...20, &world)
    guard let taker, let next else { return false }
    // The taker's leg begins before the giver's ends.
    var before = conversation
    department = target
    initiate(&world)
    conversation.agent = taker
    agent = taker
    happens(.contactAnswered, contactBody(next), by: next, &world)
    conversation.answered = clock
    conversation.held = 0
    if conversation.isTranscribed { conversation.partyIsNext = false }
    complete(next, &world)
    swap(&conversation, &before)
    department = home
    disconnect(by: "agent", outcome: "transferred", &world)
    swap(&conversation, &before)
    department = target
    return true
  }

  /// Somebody who is free from now on for nobody else.
  private func reserve(_ target: Int, _ world: inout World) -> Int? {
    let taker = world.agent(target, language, at: clock)
    guard taker.isFree else { return nil }
    world.roster.occupy(taker.agent, until: .max)
    return taker.agent
  }

  private mutating func ask(
    _ kind: Stage.TransferKind, _ body: JSONObject, _ giver: Actor, _ world: inout World
  ) -> EventID {
    let plant: Plant =
      switch kind {
      case .blind: .blindTransfer
      case .warm: .warmTransfer
      case .consult: .consultTransfer
      case .channel: .channelTransfer
      case .department: .departmentTransfer
      case .assistantToHuman: .assistantTransfer
      }
    var personal: JSONObject?
    if kind != .blind {
      world.beginText()
      world.write(world.lexicon.phrases[0].handoffReasons, as: speaker(in: .english))
      personal = ["reason": .string(world.endText())]
    }
    return happens(
      .transferRequested, body, by: giver, direction: .internal, personal: personal, plant: plant,
      &world)
  }

  private mutating func prepare(
    _ request: EventID, _ toDepartment: String, _ toQueue: JSONValue, _ giver: Actor,
    _ world: inout World
  ) {
    pause(1...20, &world)
    world.beginText()
    world.write(world.lexicon.phrases[0].handoffExpectations, as: speaker(in: .english))
    happens(
      .handoffPrepared, ["toDepartment": .string(toDepartment), "toQueue": toQueue],
      by: giver, direction: .internal, personal: ["text": .string(world.endText())],
      causation: request, &world)
  }

  /// Whoever answers looks at what was handed over, or does not.
  mutating func takeOver(_ taker: Actor, _ world: inout World) {
    accept(taker, in: conversation.queue ?? "", &world)
    complete(taker, &world)
    pause(2...8, &world)
  }

  /// Somebody accepts a transfer, when there is one, and looks at the case.
  private mutating func accept(_ taker: Actor, in queue: String, _ world: inout World) {
    let id = JSONValue.string(taker.id ?? "")
    if let transfer = pendingTransfer {
      // Whoever takes over says hello as well.
      conversation.agentTurns = 0
      happens(
        .transferAccepted,
        ["agent": id, "queue": .string(queue), "transfer": .string(transfer.id)], by: taker,
        direction: .internal, &world)
    }
    let sees =
      pendingTransfer.map { $0.kind != .blind }
      ?? (conversation.knowledge == .known && past.count > 1 && world.random.chance(350))
    guard sees else { return }
    pause(1...10, &world)
    happens(.handoffViewed, ["agent": id], by: taker, direction: .internal, &world)
    if pendingTransfer?.kind == .warm {
      happens(.handoffAcknowledged, ["agent": id], by: taker, direction: .internal, &world)
    }
  }

  private mutating func complete(_ taker: Actor, _ world: inout World) {
    guard let transfer = pendingTransfer else { return }
    pendingTransfer = nil
    pause(2...15, &world)
    happens(
      .transferCompleted,
      [
        "agent": .string(taker.id ?? ""),
        "department": .string(world.city.departments[department].name), "outcome": "completed",
        "transfer": .string(transfer.id),
      ], by: taker, direction: .internal, &world)
  }
}
