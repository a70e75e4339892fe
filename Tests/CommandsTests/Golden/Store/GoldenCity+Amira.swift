import InteractionModel

extension GoldenCity {
  /// One matter over nine channels: taken over with and without a look, asked again, edited,
  /// redacted, resolved, reopened and closed.
  func amira() async throws {
    try await amiraTries()
    try await amiraChats()
    try await amiraCalls()
    try await amiraWrites()
  }

  private func amiraTries() async throws {
    let (her, matter) = ("party:amira", "A-1")
    try await add(
      "party.identified", "03T08:00", by: "agent:dan", in: "amira-desk", party: "amira",
      over: .inPerson, ["kind": "id_card", "ial": 2, "party": "amira"],
      sealed: ["number": "ID-5521"])
    try await add(
      "party.authenticated", "03T08:01", by: "system:portal", party: "amira",
      ["idp": "city", "aal": 2, "method": "otp"])
    try await add(
      "party.endpoint_added", "03T08:02", by: her, party: "amira",
      ["kind": "phone", "verified": true], sealed: ["value": "+1 555 0100"])
    try await add(
      "party.preference_set", "03T08:03", by: her, party: "amira",
      ["language": "ar", "preferredChannel": "chat"])
    try await add(
      "party.consent_given", "03T08:04", by: her, party: "amira",
      ["basis": "consent", "scope": "reminders", "policyVersion": "p-3"])
    try await add(
      "fact.provided", "03T08:05", by: her, in: "amira-desk", party: "amira", over: .inPerson,
      ["key": "name", "verified": true], sealed: ["value": "Amira Haddad"])
    try await add(
      "conversation.closed", "03T08:10", by: "agent:dan", in: "amira-desk", over: .inPerson,
      ["outcome": "resolved"])

    let portal = "amira-portal"
    try await add(
      "selfservice.session_started", "03T09:00", by: her, in: portal, party: "amira",
      over: .selfService, ["task": "pay bill", "language": "ar"])
    try await add(
      "fact.provided", "03T09:01", by: her, in: portal, party: "amira", over: .selfService,
      ["key": "account_number", "verified": true], sealed: ["value": "AC-901"])
    for attempt in 1...2 {
      try await add(
        "selfservice.step_failed", "03T09:0\(attempt + 1)", by: "system:portal", in: portal,
        party: "amira", over: .selfService,
        [
          "task": "pay bill", "step": "confirm", "error": "card_declined",
          "attempt": .int(Int64(attempt)),
        ])
    }
    try await add(
      "selfservice.abandoned", "03T09:05", by: her, in: portal, party: "amira",
      over: .selfService, ["task": "pay bill", "step": "confirm"])
    for (minute, node) in [("10", "main"), ("11", "billing")] {
      try await add(
        "ivr.node_entered", "03T09:\(minute)", by: "system:ivr", in: "amira-menu", party: "amira",
        over: .ivr, ["node": .string(node)])
    }
    try await add(
      "ivr.input_given", "03T09:12", by: her, in: "amira-menu", party: "amira", over: .ivr,
      ["node": "billing", "outcome": "hung_up"])
    let bot = "amira-bot"
    try await add(
      "conversation.started", "03T09:20", by: "assistant:alma", in: bot, party: "amira",
      over: .virtualAssistant, ["language": "ar"])
    try await add(
      "message.received", "03T09:21", by: her, in: bot, party: "amira", over: .virtualAssistant,
      sealed: ["text": "تم رفض بطاقتي وسيقطعون الماء غدا"], direction: .inbound)
    try await add(
      "assistant.intent_matched", "03T09:21", by: "assistant:alma", in: bot, party: "amira",
      over: .virtualAssistant, ["intent": "payment_failed", "confidence": "0.91"])
    try await add(
      "assistant.turn_taken", "03T09:22", by: "assistant:alma", in: bot, party: "amira",
      over: .virtualAssistant, ["turn": 1, "language": "ar"], sealed: ["text": "سأحولك الآن"])
    try await add(
      "assistant.escalated", "03T09:23", by: "assistant:alma", in: bot, party: "amira",
      over: .virtualAssistant, ["intent": "payment_failed", "queue": "billing-ar"])
    let transfer = try await add(
      "transfer.requested", "03T09:24", by: "assistant:alma", in: bot, party: "amira",
      over: .virtualAssistant,
      [
        "kind": "assistant_to_human", "toChannel": "chat", "toDepartment": "Utility Billing",
        "toQueue": "billing-ar",
      ], sealed: ["reason": "Card declined twice, shut-off tomorrow."])
    try await add(
      "handoff.prepared", "03T09:25", by: "assistant:alma", in: bot, party: "amira",
      over: .virtualAssistant, ["toDepartment": "Utility Billing", "toQueue": "billing-ar"],
      sealed: ["expected": "Take the payment, stop the shut-off."], cause: transfer)
    try await add(
      "conversation.closed", "03T09:26", by: "assistant:alma", in: bot, party: "amira",
      over: .virtualAssistant, ["outcome": "transferred"])
    try await takeOver(
      "amira-chat", transfer, "03T09:3", by: "bea", "Utility Billing", "billing-ar", .chat,
      party: "amira", looks: true)
    try await add(
      "case.opened", "03T09:40", by: "agent:bea", of: matter, party: "amira",
      [
        "service": "water_bill", "department": "Utility Billing", "owner": "bea",
        "queue": "billing-ar", "priority": "high", "due": "2025-03-10T17:00:00-05:00",
      ], sealed: ["title": "Payment declined before a shut-off"])
    for conversation in ["amira-portal", "amira-bot", "amira-chat"] {
      try await add(
        "conversation.linked", "03T09:41", by: "agent:bea", in: conversation, party: "amira",
        ["case": .string(matter)])
    }
    try await add(
      "sla.started", "03T09:42", by: "system:sla", of: matter,
      ["clock": "first_response", "due": "2025-03-03T11:40:00-05:00", "policyVersion": "s-1"])
    try await add(
      "sla.met", "03T09:43", by: "system:sla", of: matter, ["clock": "first_response"])
    try await add(
      "sla.started", "03T09:43", by: "system:sla", of: matter,
      ["clock": "resolution", "due": "2025-03-10T17:00:00-05:00", "policyVersion": "s-1"])
  }

  private func amiraChats() async throws {
    let (her, agent, chat, matter) = ("party:amira", "agent:bea", "amira-chat", "A-1")
    let asked = try await add(
      "message.received", "03T09:45", by: her, in: chat, of: matter, party: "amira", over: .chat,
      ["attachments": ["shot-1"], "visibility": "public"],
      sealed: ["text": "Here is the screen: “declined”. \u{202E}gnp.tohs\u{202C}\tSee\nline 2"],
      direction: .inbound, correlation: "chat-77")
    try await add(
      "fact.requested", "03T09:46", by: agent, in: chat, of: matter, party: "amira", over: .chat,
      ["key": "account_number"])
    try await add(
      "fact.provided", "03T09:47", by: her, in: chat, of: matter, party: "amira", over: .chat,
      ["key": "account_number", "verified": true], sealed: ["value": "AC-901"])
    let wrong = try await add(
      "message.sent", "03T09:48", by: agent, in: chat, of: matter, party: "amira", over: .chat,
      [
        "parent": .string(asked), "response": "kb-instalments", "responseVersion": 2,
        "visibility": "public",
      ], sealed: ["text": "You can pay in sixty instalments."], direction: .outbound)
    try await add(
      "response.used", "03T09:48", by: agent, in: chat, of: matter, party: "amira", over: .chat,
      ["response": "kb-instalments", "version": 2])
    try await add(
      "message.delivered", "03T09:49", by: "system:chat", in: chat, party: "amira", over: .chat,
      ["message": .string(wrong)])
    try await add(
      "message.edited", "03T09:50", by: agent, in: chat, of: matter, party: "amira", over: .chat,
      ["message": .string(wrong), "edition": 1],
      sealed: ["text": "You can pay in six instalments."])
    let number = try await add(
      "message.received", "03T09:51", by: her, in: chat, of: matter, party: "amira", over: .chat,
      ["visibility": "public"], sealed: ["text": "My card is 4000 0000 0000 0002 trellis"],
      direction: .inbound)
    try await add(
      "message.redacted", "03T09:52", by: "operator:olga", in: chat, of: matter, party: "amira",
      over: .chat, ["message": .string(number), "authority": "pci"])
    try await add(
      "note.added", "03T09:53", by: agent, in: chat, of: matter, party: "amira", over: .chat,
      ["visibility": "internal", "kind": "accommodation"],
      sealed: ["text": "Needs letters in large print."])
    try await add(
      "note.added", "03T09:53", by: agent, in: chat, of: matter, party: "amira", over: .chat,
      ["visibility": "private"], sealed: ["text": "Ask the supervisor about the shut-off."])
    try await add(
      "issue.coded", "03T09:54", by: agent, in: chat, of: matter, party: "amira", over: .chat,
      ["issue": "payment_declined", "confidence": "1.0"])
    try await add(
      "callback.promised", "03T09:55", by: agent, in: chat, of: matter, party: "amira",
      over: .chat, ["due": "2025-03-03T15:00:00-05:00", "queue": "assistance"])
    let transfer = try await add(
      "transfer.requested", "03T09:56", by: agent, in: chat, of: matter, party: "amira",
      over: .chat,
      [
        "kind": "warm", "fromQueue": "billing-ar", "fromAgent": "bea", "toChannel": "voice",
        "fromDepartment": "Utility Billing", "toDepartment": "Human Services",
        "toQueue": "assistance", "service": "hardship",
      ], sealed: ["reason": "Cannot pay at once."])
    try await add(
      "handoff.prepared", "03T09:57", by: agent, in: chat, of: matter, party: "amira", over: .chat,
      ["toDepartment": "Human Services", "toQueue": "assistance"],
      sealed: ["expected": "Decide on a plan, call her today."], cause: transfer)
    try await add(
      "conversation.closed", "03T09:59", by: agent, in: chat, of: matter, party: "amira",
      over: .chat, ["outcome": "open"])
    try await takeOver(
      "amira-call", transfer, "03T10:0", by: "hal", "Human Services", "assistance", .voice,
      party: "amira", of: matter, looks: false)
  }

  private func amiraCalls() async throws {
    let (her, agent, call, matter) = ("party:amira", "agent:hal", "amira-call", "A-1")
    try await add(
      "handoff.context_missing", "03T10:10", by: agent, in: call, of: matter, party: "amira",
      over: .voice, ["key": "income"])
    try await add(
      "fact.marked_stale", "03T10:11", by: agent, in: call, of: matter, party: "amira",
      over: .voice, ["key": "account_number"])
    try await add(
      "fact.requested", "03T10:12", by: agent, in: call, of: matter, party: "amira", over: .voice,
      ["key": "name"])
    try await add(
      "fact.corrected", "03T10:13", by: her, in: call, of: matter, party: "amira", over: .voice,
      ["key": "account_number", "verified": false], sealed: ["value": "AC-910"])
    let recording = try await add(
      "recording.added", "03T10:20", by: "system:telephony", in: call, of: matter, party: "amira",
      over: .voice, ["attachment": "rec-1", "mediaType": "audio/wav", "duration": 610])
    try await add(
      "transcript.added", "03T12:00", by: "system:transcriber", in: call, of: matter,
      party: "amira", over: .voice,
      ["attachment": "rec-1-text", "mediaType": "text/plain", "producer": "machine"],
      sealed: ["text": "I can pay half of it on Friday, the trellis fell."], cause: recording)
    try await add(
      "commitment.made", "03T10:21", by: agent, in: call, of: matter, party: "amira",
      over: .voice, ["commitment": "plan-1", "kind": "payment_plan", "due": "2025-03-14"])
    try await add(
      "contact.disconnected", "03T10:22", by: her, in: call, of: matter, party: "amira",
      over: .voice,
      ["contact": "k-amira-call", "by": "party", "duration": 900, "talk": 800, "hold": 100])
    try await add(
      "wrapup.completed", "03T10:25", by: agent, in: call, of: matter, party: "amira",
      over: .voice, ["contact": "k-amira-call", "agent": "hal", "duration": 180])
    try await add(
      "disposition.set", "03T10:26", by: agent, in: call, of: matter, party: "amira",
      over: .voice,
      ["contact": "k-amira-call", "issue": "payment_declined", "outcome": "plan_offered"])
    try await add("sla.paused", "03T10:27", by: "system:sla", of: matter, ["clock": "resolution"])
    try await add("case.pended", "03T10:28", by: agent, of: matter, ["until": "2025-03-07"])
  }

  private func amiraWrites() async throws {
    let (her, agent, mail, matter) = ("party:amira", "agent:hal", "amira-mail", "A-1")
    try await add(
      "conversation.started", "05T09:00", by: agent, in: mail, of: matter, party: "amira",
      over: .email, ["case": .string(matter), "language": "en"], direction: .outbound)
    let lost = try await add(
      "message.sent", "05T09:01", by: agent, in: mail, of: matter, party: "amira", over: .email,
      sealed: ["subject": "Your plan", "text": "Please sign.", "to": "amira@example.org"],
      direction: .outbound)
    try await add(
      "message.failed", "05T09:02", by: "system:mail", in: mail, party: "amira", over: .email,
      ["message": .string(lost), "error": "mailbox_full"])
    try await add(
      "message.received", "06T08:00", by: her, in: mail, of: matter, party: "amira", over: .email,
      sealed: ["subject": "Re: Your plan", "text": "Signed. Grüße aus Elmford – naïve café ✅"],
      direction: .inbound)
    try await add(
      "commitment.kept", "06T08:30", by: agent, of: matter, party: "amira",
      ["commitment": "plan-1"])
    try await add(
      "callback.missed", "06T08:31", by: agent, in: "amira-call", of: matter, party: "amira",
      over: .voice)
    try await add(
      "case.resolved", "06T09:00", by: agent, of: matter, party: "amira",
      ["resolution": "plan_agreed", "onTime": "yes"], sealed: ["text": "Paid in six parts."])
    try await add("sla.met", "06T09:00", by: "system:sla", of: matter, ["clock": "resolution"])
    try await add("case.reopened", "07T09:00", by: "agent:bea", of: matter, party: "amira")
    try await add(
      "case.due_changed", "07T09:01", by: "agent:bea", of: matter, ["due": "2025-03-20"])
    try await add(
      "case.assigned", "07T09:02", by: "agent:bea", of: matter,
      ["department": "Human Services", "owner": "hal", "fromDepartment": "Utility Billing"])
    try await add(
      "case.resolved", "08T09:00", by: agent, of: matter, ["resolution": "plan_booked"])
    try await add("case.closed", "09T09:00", by: "system:cases", of: matter)
    try await add(
      "survey.offered", "09T10:00", by: "system:survey", in: "amira-survey", of: matter,
      party: "amira", over: .survey, ["survey": "s-9", "wording": "a11"])
    try await add(
      "survey.answered", "09T11:00", by: her, in: "amira-survey", of: matter, party: "amira",
      over: .survey,
      [
        "survey": "s-9", "wording": "a11", "trust": 4, "positive": ["humanity"],
        "negative": ["efficiency"],
      ], sealed: ["text": "Kind people, but I had to call again."])
    try await add(
      "feedback.acknowledged", "09T12:00", by: agent, in: "amira-survey", of: matter,
      party: "amira", over: .survey, ["survey": "s-9"])
  }

  /// The receiver answers and takes over, with or without a look at what was handed over.
  func takeOver(
    _ conversation: String, _ transfer: String, _ time: String, by agent: String,
    _ department: String, _ queue: String, _ channel: Channel, party: String,
    of matter: String? = nil, looks: Bool
  ) async throws {
    func step(_ type: String, _ minute: Int, _ body: JSONObject) async throws {
      var body = body
      body["agent"] = .string(agent)
      try await add(
        type, "\(time)\(minute)", by: "agent:\(agent)", in: conversation, of: matter,
        party: party, over: channel, body, department: department)
    }
    let contact: JSONObject = ["contact": .string("k-\(conversation)"), "queue": .string(queue)]
    try await add(
      "conversation.started", "\(time)0", by: "party:\(party)", in: conversation, of: matter,
      party: party, over: channel)
    try await add(
      "contact.enqueued", "\(time)0", by: "system:router", in: conversation, of: matter,
      party: party, over: channel, contact)
    try await step("contact.answered", 1, contact)
    try await step(
      "transfer.accepted", 1, ["transfer": .string(transfer), "queue": .string(queue)])
    if looks {
      try await step("handoff.viewed", 2, [:])
      try await step("handoff.acknowledged", 3, [:])
    }
    try await add(
      "message.sent", "\(time)4", by: "agent:\(agent)", in: conversation, of: matter,
      party: party, over: channel, sealed: ["text": "Hello, how can I help?"],
      direction: .outbound, department: department)
    try await step(
      "transfer.completed", 5,
      [
        "transfer": .string(transfer), "department": .string(department), "queue": .string(queue),
        "outcome": "completed",
      ])
  }
}
