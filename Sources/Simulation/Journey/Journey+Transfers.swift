internal import InteractionModel

/// From one pair of hands into the next.
extension Journey {
  /// Asks another department, or a person instead of the assistant, to take over.
  ///
  /// What follows is an ``Stage/answer`` in the same conversation, or in a new one. Where nobody is
  /// there to take over, the request fails, and whoever has the matter keeps it.
  mutating func transfer(
    _ kind: Stage.TransferKind, to target: Int, channel: Channel, _ world: inout World
  ) {
    let toDepartment = world.city.departments[target].name
    let toQueue = JSONValue.string(world.city.queue(target, language, &world.random))
    let giver = conversation.agent.map { world.roster.agents[$0].actor } ?? Journey.assistant
    let isToPerson = giver.type != "agent"
    var body: JSONObject = [
      "fromChannel": .string(conversation.channel.rawValue),
      "fromDepartment": .string(world.city.departments[department].name),
      "kind": .string(kind.rawValue),
      "reason": isToPerson ? "needs_person" : "other_department",
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
    if kind == .warm || kind == .consult, world.random.chance(50) {
      pause(10...60, &world)
      let refuser = world.agent(target, language, at: clock).agent
      let actor = world.roster.agents[refuser].actor
      happens(
        .transferRejected,
        ["agent": .string(actor.id ?? ""), "transfer": .string(request.description)], by: actor,
        direction: .internal, causation: request, &world)
      pause(5...40, &world)
      // Asked again, somebody else takes it.
      let second = ask(kind, body, giver, &world)
      prepare(second, toDepartment, toQueue, giver, &world)
      pendingTransfer = (second.description, kind)
    } else {
      pendingTransfer = (request.description, kind)
    }
    pause(1...10, &world)
    disconnect(by: "agent", outcome: "transferred", &world)
    conversation.agent = nil
    department = target
  }

  private mutating func ask(
    _ kind: Stage.TransferKind, _ body: JSONObject, _ giver: Actor, _ world: inout World
  ) -> EventID {
    let plant: Plant =
      switch kind {
      case .blind: .blindTransfer
      case .warm: .warmTransfer
      case .consult: .consultTransfer
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
    let transfer = pendingTransfer
    pendingTransfer = nil
    let id = JSONValue.string(taker.id ?? "")
    if let transfer {
      // Whoever takes over says hello as well.
      conversation.agentTurns = 0
      happens(
        .transferAccepted,
        [
          "agent": id, "queue": .string(conversation.queue ?? ""),
          "transfer": .string(transfer.id),
        ], by: taker, direction: .internal, &world)
    }
    let sees =
      transfer.map { $0.kind != .blind }
      ?? (conversation.knowledge == .known && past.count > 1 && world.random.chance(350))
    if sees {
      pause(1...10, &world)
      happens(.handoffViewed, ["agent": id], by: taker, direction: .internal, &world)
      if transfer?.kind == .warm {
        happens(.handoffAcknowledged, ["agent": id], by: taker, direction: .internal, &world)
      }
    }
    if let transfer {
      pause(2...15, &world)
      happens(
        .transferCompleted,
        [
          "agent": id, "department": .string(world.city.departments[department].name),
          "outcome": "completed", "transfer": .string(transfer.id),
        ], by: taker, direction: .internal, &world)
    }
    pause(2...8, &world)
  }
}
