import InteractionModel
import Projections

extension GoldenCity {
  /// One matter that goes wrong: sent round, asked for again and again, said where it does not
  /// belong and redacted from elsewhere.
  func boris() async throws {
    try await borisStarts()
    try await borisIsSentRound()
    try await borisIsRedacted()
    try await borisIsPassedOver()
  }

  private func borisStarts() async throws {
    let (him, matter) = ("party:boris", "A-2")
    try await add(
      "case.opened", "04T08:00", by: "agent:bea", of: matter, party: "boris",
      [
        "service": "street light", "department": "Public Works", "queue": "lights",
        "priority": "normal", "due": "2025-03-05T08:00:00-05:00",
      ], sealed: ["title": "Lamp out in Fern Lane"])
    try await add(
      "sla.started", "04T08:00", by: "system:sla", of: matter,
      ["clock": "resolution", "due": "2025-03-05T08:00:00-05:00"])
    try await add(
      "conversation.started", "04T09:00", by: him, in: "boris-sms", party: "boris", over: .sms,
      ["case": .string(matter)])
    try await add(
      "message.received", "04T09:01", by: him, in: "boris-sms", of: matter, party: "boris",
      over: .sms, sealed: ["text": "The lamp is out, my passport is quillwort 77"],
      direction: .inbound)
    try await add(
      "issue.coded", "04T09:02", by: "agent:bea", in: "boris-sms", of: matter, party: "boris",
      over: .sms, ["issue": "lamp_out"])
    try await add(
      "conversation.closed", "04T09:05", by: "agent:bea", in: "boris-sms", of: matter,
      party: "boris", over: .sms, ["outcome": "open"])
    // Nobody carries it over to the next channel, twice.
    for (id, time, channel) in [
      ("boris-mail", "05T10:0", Channel.email), ("boris-sms-2", "06T10:0", Channel.sms),
    ] {
      try await add(
        "conversation.started", "\(time)0", by: him, in: id, party: "boris", over: channel)
      try await add(
        "message.received", "\(time)1", by: him, in: id, party: "boris", over: channel,
        sealed: ["text": "The lamp in Fern Lane is still out."], direction: .inbound)
      try await add(
        "issue.coded", "\(time)2", by: "agent:bea", in: id, party: "boris", over: channel,
        ["issue": "lamp_out"])
      try await add(
        "conversation.closed", "\(time)5", by: "agent:bea", in: id, party: "boris", over: channel,
        ["outcome": "open"])
    }
    // Linked late, which takes back what it explains.
    try await add(
      "conversation.linked", "06T11:00", by: "agent:bea", in: "boris-mail", party: "boris",
      ["case": .string(matter)])
    try await add(
      "conversation.linked", "06T11:01", by: "agent:bea", in: "boris-sms-2", party: "boris",
      ["case": .string(matter)])
    try await add(
      "conversation.unlinked", "06T11:02", by: "agent:bea", in: "boris-sms-2", party: "boris",
      ["case": .string(matter)])
  }

  private func borisIsSentRound() async throws {
    let matter = "A-2"
    for (number, queue) in ["lights", "permits", "lights", "roads", "lights"].enumerated() {
      let (id, agent) = ("boris-call-\(number + 1)", "agent:a\(number + 1)")
      func step(_ type: String, _ minute: Int, _ body: JSONObject = [:]) async throws -> String {
        try await add(
          type, "07T1\(number):0\(minute)", by: agent, in: id, of: matter, party: "boris",
          over: .voice, body)
      }
      let contact: JSONObject = [
        "contact": .string("k-\(id)"), "queue": .string(queue), "agent": .string("a\(number + 1)"),
      ]
      _ = try await step("conversation.started", 0)
      _ = try await step("contact.answered", 1, contact)
      let transfer = try await step(
        "transfer.requested", 2,
        ["kind": "blind", "fromQueue": .string(queue), "toQueue": "roads", "toChannel": "voice"])
      switch number {
      case 0: _ = try await step("transfer.rejected", 3, ["transfer": .string(transfer)])
      case 1:
        _ = try await step(
          "transfer.failed", 3, ["transfer": .string(transfer), "error": "no_agent"])
      case 2:
        _ = try await add(
          "handoff.prepared", "07T12:03", by: agent, in: id, of: matter, party: "boris",
          over: .voice, ["toQueue": "roads"], sealed: ["expected": "Find the cable."],
          cause: transfer)
        _ = try await step("handoff.viewed", 4, ["agent": "a4"])
        _ = try await step("handoff.returned", 5, ["agent": "a4"])
      case 3: _ = try await step("handoff.viewed", 3, ["agent": "a9"])
      default: break
      }
      _ = try await step("conversation.closed", 9, ["outcome": "transferred"])
    }
    try await add(
      "sla.breached", "08T08:00", by: "system:sla", of: matter, ["clock": "resolution"])
    try await add("case.pended", "08T09:00", by: "agent:a5", of: matter, ["until": "2025-03-12"])
  }

  /// Redactions in the conversation itself, in another one, in the case's and in the party's stream.
  private func borisIsRedacted() async throws {
    let (him, matter) = ("party:boris", "A-2")
    func write(_ number: Int, _ text: String) async throws -> String {
      try await add(
        "message.received", "10T09:0\(number)", by: him, in: "boris-chat", of: matter,
        party: "boris", over: .chat, sealed: ["text": .string(text)], direction: .inbound)
    }
    try await add(
      "conversation.started", "10T09:00", by: him, in: "boris-chat", of: matter, party: "boris",
      over: .chat)
    let own = try await write(1, "samphire one")
    let elsewhere = try await write(2, "samphire two")
    let inCase = try await write(3, "samphire three")
    let inParty = try await write(4, "samphire four")
    _ = try await write(5, "samphire five")
    func redact(_ message: String, in conversation: String?, of matter: String?) async throws {
      try await add(
        "message.redacted", "10T10:00", by: "operator:olga", in: conversation, of: matter,
        party: "boris", ["message": .string(message), "authority": "privacy"])
    }
    try await redact(own, in: "boris-chat", of: matter)
    try await redact(elsewhere, in: "boris-mail", of: nil)
    try await redact(inCase, in: nil, of: matter)
    try await redact(inParty, in: nil, of: nil)
  }

  /// Says something in a way that is newer than this code.
  func escalate() async throws {
    try await add(
      "case.escalated", "11T09:00", by: "agent:a5", of: "A-2",
      ["level": 2, "priority": "urgent"], schema: 2)
  }

  /// Records that this code cannot take, or does not know.
  private func borisIsPassedOver() async throws {
    try await add(
      "lamp.measured", "11T08:00", by: "system:lamps", of: "A-2", party: "boris",
      sealed: ["volts": "11"])
    try await escalate()
    let place = last
    for projection in ProjectionCatalogue.all {
      try await add(
        EventType.eventQuarantined.rawValue, "11T10:00", by: "operator:olga",
        [
          "projection": .string(projection.name),
          "codeVersion": .int(Int64(projection.version)), "position": .int(place.rawValue),
        ], sealed: ["reason": "Schema 2 is not known yet."],
        stream: .projection(projection.name), source: "throughline")
    }
  }
}
