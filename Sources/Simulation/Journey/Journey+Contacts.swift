internal import InteractionModel

/// Legs of a conversation: queues, agents, transfers, calls back.
extension Journey {
  /// A new leg starts to wait.
  mutating func enqueue(_ world: inout World) {
    let contact = world.mintContact()
    let queue = world.city.queue(department, language, &world.random)
    conversation.contact = contact
    conversation.queue = queue
    let method: JSONValue =
      pendingTransfer != nil
      ? "transfer"
      : conversation.channel == .callback
        ? "callback" : conversation.direction == .outbound ? "outbound" : "inbound"
    happens(
      .contactInitiated,
      [
        "contact": .string(contact), "initiationMethod": method,
        "language": .string(language.code),
      ], by: Journey.phoneSystem, &world)
    pause(1...3, &world)
    happens(
      .contactEnqueued, ["contact": .string(contact), "queue": .string(queue)],
      by: Journey.phoneSystem, &world)
  }

  /// The contact waits until an agent takes it, who sees what came before, or does not.
  mutating func answer(_ world: inout World) {
    enqueue(&world)
    if conversation.isLive {
      pause(world.random.chance(200) ? 120...900 : 5...120, &world)
    } else {
      wait(5...180, office: true, &world)
    }
    let id = world.city.agent(department, language, &world.random)
    let taker = Actor(type: "agent", id: id)
    let body: JSONObject = [
      "agent": .string(id), "contact": .string(conversation.contact ?? ""),
      "queue": .string(conversation.queue ?? ""),
    ]
    if world.random.chance(250) {
      happens(.contactOffered, body, by: Journey.phoneSystem, &world)
      pause(2...12, &world)
    }
    conversation.agent = taker
    agent = taker
    happens(.contactAnswered, body, by: taker, &world)
    conversation.answered = clock
    takeOver(taker, id, &world)
  }

  private mutating func takeOver(_ taker: Actor, _ id: String, _ world: inout World) {
    let transfer = pendingTransfer
    pendingTransfer = nil
    let body: JSONObject = ["agent": .string(id)]
    if let transfer {
      happens(
        .transferAccepted,
        [
          "agent": .string(id), "queue": .string(conversation.queue ?? ""),
          "transfer": .string(transfer.id),
        ], by: taker, direction: .internal, &world)
    }
    let sees =
      transfer.map { $0.kind != .blind }
      ?? (conversation.knowledge == .known && past.count > 1 && world.random.chance(700))
    if sees {
      pause(1...10, &world)
      happens(.handoffViewed, body, by: taker, direction: .internal, &world)
      if transfer?.kind == .warm {
        happens(.handoffAcknowledged, body, by: taker, direction: .internal, &world)
      }
    }
    if let transfer {
      pause(2...15, &world)
      happens(
        .transferCompleted,
        [
          "agent": .string(id), "department": .string(world.city.departments[department].name),
          "outcome": "completed", "transfer": .string(transfer.id),
        ], by: taker, direction: .internal, &world)
    }
    pause(3...12, &world)
  }

  /// Asks another department, or a person instead of the assistant, to take over.
  ///
  /// What follows is an ``Stage/answer`` in the same conversation, or in a new one.
  mutating func transfer(
    _ kind: Stage.TransferKind, to target: Int, channel: Channel, _ world: inout World
  ) {
    let fromDepartment = world.city.departments[department].name
    let toDepartment = world.city.departments[target].name
    let toQueue = world.city.queue(target, language, &world.random)
    let giver = conversation.agent ?? Journey.assistant
    var body: JSONObject = [
      "fromChannel": .string(conversation.channel.rawValue),
      "fromDepartment": .string(fromDepartment), "kind": .string(kind.rawValue),
      "reason": target == department ? "needs_person" : "other_department",
      "toChannel": .string(channel.rawValue), "toDepartment": .string(toDepartment),
      "toQueue": .string(toQueue),
    ]
    if let queue = conversation.queue { body["fromQueue"] = .string(queue) }
    if giver.type == "agent", let id = giver.id { body["fromAgent"] = .string(id) }
    let request = happens(.transferRequested, body, by: giver, direction: .internal, &world)
    pendingTransfer = (request.description, kind)
    if kind != .blind {
      pause(1...20, &world)
      happens(
        .handoffPrepared, ["toDepartment": .string(toDepartment), "toQueue": .string(toQueue)],
        by: giver, direction: .internal, causation: request, &world)
    }
    pause(1...10, &world)
    disconnect(by: "agent", outcome: "transferred", &world)
    department = target
  }

  mutating func promiseCallback(_ world: inout World) {
    let until = world.city.departments[department].hours.nextOpen(
      from: clock + Int64(world.random.within(4...30)) * 3_600_000, &world.random)
    let promise = happens(
      .callbackPromised,
      [
        "due": timestampText(until),
        "queue": .string(world.city.queue(department, language, &world.random)),
      ], by: clerk, direction: .internal, &world)
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
      return
    case .noAnswer:
      happens(
        .callbackAttempted, ["attempt": 1, "callback": id, "outcome": "no_answer"], by: clerk,
        direction: .outbound, &world)
      return
    case .reached:
      happens(
        .callbackAttempted, ["attempt": 1, "callback": id, "outcome": "reached"], by: clerk,
        direction: .outbound, &world)
      pause(2...10, &world)
      happens(
        .callbackCompleted, ["callback": id], by: clerk, direction: .outbound, &world)
      pendingCallback = nil
    }
  }
}
