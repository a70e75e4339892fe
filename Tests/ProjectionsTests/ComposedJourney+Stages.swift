import InteractionModel

// What happens to her, channel by channel; times in seconds from the start.

extension ComposedJourney {
  // MARK: Self-service

  mutating func helpHerself() {
    let c = "c-portal"
    let lucia = "party:lucia"
    add("p.start", "conversation.started", c, 0, ["language": "es"], .selfService, by: lucia)
    add(
      "p.session", "selfservice.session_started", c, 5, ["task": "pay_bill", "language": "es"],
      .selfService, by: lucia)
    add(
      "p.auth", "party.authenticated", c, 10,
      ["idp": "city-id", "ial": 1, "aal": 1, "method": "password"], .selfService,
      by: "system:portal")
    add(
      "p.find", "selfservice.step_completed", c, 20,
      ["task": "pay_bill", "step": "find_account", "outcome": "ok"], .selfService, by: lucia)
    add(
      "p.account", "fact.provided", c, 25, ["key": "account_number", "verified": true],
      .selfService, by: lucia, sealed: ["value": "AC-77-1402"])
    add(
      "p.address", "fact.provided", c, 30, ["key": "address", "verified": false], .selfService,
      by: lucia, sealed: ["value": "12 Almond Row"])
    for (label, time, attempt) in [("p.fail1", 40, 1), ("p.fail2", 70, 2)] as [(_, Int64, _)] {
      add(
        label, "selfservice.step_failed", c, time,
        [
          "task": "pay_bill", "step": "confirm", "error": "card_declined",
          "attempt": .int(Int64(attempt)),
        ], .selfService, by: "system:portal")
    }
    add(
      "p.abandon", "selfservice.abandoned", c, 90, ["task": "pay_bill", "step": "confirm"],
      .selfService, by: lucia)
    add(
      "p.close", "conversation.closed", c, 95, ["outcome": "open"], .selfService,
      by: "system:portal")
  }

  // MARK: Assistant

  mutating func askTheAssistant() {
    let c = "c-assistant"
    let bot = "assistant:alma"
    add("a.start", "conversation.started", c, 300, ["language": "es"], .virtualAssistant, by: bot)
    add(
      "a.words", "message.received", c, 310, [:], .virtualAssistant, by: "party:lucia",
      sealed: ["text": "Mi pago no pasó y mañana me cortan el agua."])
    add(
      "a.intent", "assistant.intent_matched", c, 311,
      ["intent": "payment_failed", "confidence": "0.87", "language": "es", "model": "alma-2"],
      .virtualAssistant, by: bot)
    add(
      "a.reply", "message.sent", c, 312, [:], .virtualAssistant, by: bot,
      sealed: ["text": "Lo siento. Le paso con una persona de facturación."])
    add("a.ask", "fact.requested", c, 330, ["key": "phone"], .virtualAssistant, by: bot)
    add(
      "a.phone", "fact.provided", c, 345, ["key": "phone", "verified": false], .virtualAssistant,
      by: "party:lucia", sealed: ["value": "555-0142"])
    add(
      "a.escalate", "assistant.escalated", c, 350,
      ["intent": "payment_failed", "queue": "billing-es"], .virtualAssistant, by: bot)
    add(
      "h1.request", "transfer.requested", c, 352,
      [
        "kind": "assistant_to_human", "fromChannel": "virtual_assistant", "toChannel": "chat",
        "toDepartment": "Utility Billing", "toQueue": "billing-es", "reason": "needs_person",
      ], .virtualAssistant, by: bot, sealed: ["reason": "Card declined twice, shut-off tomorrow."])
    add(
      "h1.prepared", "handoff.prepared", c, 355,
      ["toDepartment": "Utility Billing", "toQueue": "billing-es"], .virtualAssistant, by: bot,
      sealed: ["expected": "Take the payment, stop the shut-off."], causedBy: "h1.request")
    add(
      "a.close", "conversation.closed", c, 360, ["outcome": "transferred"], .virtualAssistant,
      by: bot)
  }

  // MARK: Chat

  mutating func chat() {
    let c = "c-chat"
    let b1 = "agent:b1"
    add("c.start", "conversation.started", c, 400, ["language": "es"], .chat, by: "party:lucia")
    add(
      "c.contact", "contact.initiated", c, 401,
      ["contact": "k1", "initiationMethod": "transfer", "language": "es"], .chat,
      by: "system:chat")
    add(
      "c.queue", "contact.enqueued", c, 402, ["contact": "k1", "queue": "billing-es"], .chat,
      by: "system:chat")
    add(
      "c.answer", "contact.answered", c, 430,
      ["contact": "k1", "queue": "billing-es", "agent": "b1"], .chat, by: b1)
    takeOver("h1", by: "b1", "Utility Billing", "billing-es", c, .chat, at: 431)
    add(
      "c.greet", "message.sent", c, 445, [:], .chat, by: b1,
      sealed: ["text": "Buenos días, ya veo lo de su pago."])
    add(
      "c.words", "message.received", c, 470, ["attachments": ["shot-1"]], .chat, by: "party:lucia",
      sealed: ["text": "Gracias, aquí está la pantalla."])
    add("c.reask", "fact.requested", c, 480, ["key": "account_number"], .chat, by: b1)
    add(
      "c.account", "fact.provided", c, 500, ["key": "account_number", "verified": true], .chat,
      by: "party:lucia", sealed: ["value": "AC-77-1402"])
    addToCase(
      "c.case", "case.opened", 510, ["service": "water_bill", "department": "Utility Billing"],
      by: b1, sealed: ["title": "Payment declined before a shut-off"])
    for (label, time, conversation) in [
      ("c.link1", 511, "c-portal"), ("c.link2", 512, "c-assistant"), ("c.link3", 513, c),
    ] as [(_, Int64, _)] {
      add(
        label, "conversation.linked", conversation, time,
        ["case": .string(ComposedJourney.caseID)], .chat, by: b1)
    }
    add("c.issue", "issue.coded", c, 515, ["issue": "payment_declined"], .chat, by: b1, case: true)
    add(
      "c.response", "response.used", c, 520, ["response": "kb-7", "version": 3], .chat, by: b1,
      case: true)
    add(
      "c.advice", "message.sent", c, 522, ["response": "kb-7", "responseVersion": 3], .chat,
      by: b1, sealed: ["text": "Puede pagar a plazos; otra oficina lo decide."], case: true)
    add(
      "c.promise", "callback.promised", c, 530, ["due": "2026-03-02T15:00:00Z"], .chat, by: b1,
      case: true)
    add(
      "h2.request", "transfer.requested", c, 540,
      [
        "kind": "warm", "fromChannel": "chat", "fromQueue": "billing-es", "fromAgent": "b1",
        "fromDepartment": "Utility Billing", "toChannel": "voice",
        "toDepartment": "Human Services", "toQueue": "assistance-es", "reason": "hardship",
      ], .chat, by: b1, sealed: ["reason": "Cannot pay at once."], case: true)
    add(
      "h2.prepared", "handoff.prepared", c, 550,
      ["toDepartment": "Human Services", "toQueue": "assistance-es"], .chat, by: b1,
      sealed: ["expected": "Decide on a plan, call her today."], case: true,
      causedBy: "h2.request")
    endContact("c", "k1", "b1", c, .chat, at: 555, by: b1)
  }

  // MARK: Voice

  mutating func call() {
    let c = "c-voice"
    let h1 = "agent:h1"
    add("v.start", "conversation.started", c, 3_600, [:], .voice, by: h1, case: true)
    add(
      "v.contact", "contact.initiated", c, 3_601,
      ["contact": "k2", "initiationMethod": "transfer", "language": "es"], .voice,
      by: "system:telephony", case: true)
    add(
      "v.queue", "contact.enqueued", c, 3_602, ["contact": "k2", "queue": "assistance-es"], .voice,
      by: "system:telephony", case: true)
    add(
      "v.answer", "contact.answered", c, 3_660,
      ["contact": "k2", "queue": "assistance-es", "agent": "h1"], .voice, by: h1, case: true)
    takeOver("h2", by: "h1", "Human Services", "assistance-es", c, .voice, at: 3_661)
    add(
      "v.called", "callback.completed", c, 3_673, ["callback": ref("c.promise")], .voice, by: h1,
      case: true)
    add(
      "v.recording", "recording.added", c, 3_675,
      ["attachment": "rec-1", "mediaType": "audio/wav", "duration": 525], .voice,
      by: "system:telephony", case: true)
    add(
      "v.stale", "fact.marked_stale", c, 3_700, ["key": "address", "reason": "mail_returned"],
      .voice, by: h1, case: true)
    add("v.reask", "fact.requested", c, 3_720, ["key": "address"], .voice, by: h1, case: true)
    add(
      "v.address", "fact.provided", c, 3_740, ["key": "address", "verified": true], .voice,
      by: "party:lucia", sealed: ["value": "4 Quince Court"], case: true)
    add(
      "v.need", "note.added", c, 3_760, ["kind": "accommodation", "visibility": "internal"],
      .voice, by: h1, sealed: ["text": "Needs letters in large print."], case: true)
    add(
      "v.commitment", "commitment.made", c, 3_800,
      ["commitment": "plan-1", "kind": "payment_plan", "due": "2026-03-09"], .voice, by: h1,
      case: true)
    add(
      "h3.request", "transfer.requested", c, 3_900,
      [
        "kind": "channel", "fromChannel": "voice", "fromQueue": "assistance-es",
        "fromAgent": "h1", "fromDepartment": "Human Services", "toChannel": "mail",
        "toDepartment": "Correspondence", "toQueue": "letters", "reason": "written_answer",
      ], .voice, by: h1,
      sealed: ["reason": "The plan needs a signature.", "expected": "Send the plan to sign."],
      case: true)
    endContact("v", "k2", "h1", c, .voice, at: 4_200, by: "party:lucia")
  }

  // MARK: Letter

  mutating func write() {
    let c = "c-letter"
    let m1 = "agent:m1"
    add("l.start", "conversation.started", c, 90_000, [:], .mail, by: m1, case: true)
    add(
      "h3.accepted", "transfer.accepted", c, 90_001,
      ["transfer": ref("h3.request"), "agent": "m1", "queue": "letters"], .mail, by: m1, case: true)
    add(
      "l.sent", "message.sent", c, 90_100, [:], .mail, by: m1,
      sealed: ["text": "Estimada señora, adjuntamos el plan."], case: true)
    add(
      "h3.done", "transfer.completed", c, 90_200,
      [
        "transfer": ref("h3.request"), "agent": "m1", "department": "Correspondence",
        "outcome": "completed",
      ], .mail, by: m1, case: true)
    add(
      "v.transcript", "transcript.added", "c-voice", 91_000,
      [
        "attachment": "rec-1-text", "mediaType": "text/plain", "producer": "machine",
        "language": "es",
      ], .voice, by: "system:transcriber", case: true, causedBy: "v.recording")
    add(
      "l.reply", "message.received", c, 300_000, ["attachments": ["form-9"]], .mail,
      by: "party:lucia", sealed: ["text": "Firmado, gracias por la letra grande."], case: true)
    add(
      "h4.prepared", "handoff.prepared", c, 300_500,
      [
        "toDepartment": "Utility Billing", "toQueue": "billing-es", "toAgent": "b2",
        "reason": "plan_signed",
      ], .mail, by: m1, sealed: ["expected": "Book the plan and tell her by e-mail."], case: true)
    add(
      "l.close", "conversation.closed", c, 300_600, ["outcome": "open"], .mail, by: m1, case: true)
  }

  // MARK: E-mail

  mutating func close() {
    let c = "c-email"
    let b2 = "agent:b2"
    add("e.start", "conversation.started", c, 301_000, [:], .email, by: b2, case: true)
    add(
      "e.answer", "contact.answered", c, 301_010,
      ["contact": "k4", "queue": "billing-es", "agent": "b2"], .email, by: b2, case: true)
    add(
      "h4.viewed", "handoff.viewed", c, 301_020, ["agent": "b2"], .email, by: b2, case: true)
    add(
      "h4.acknowledged", "handoff.acknowledged", c, 301_030, ["agent": "b2"], .email, by: b2,
      case: true)
    add(
      "e.sent", "message.sent", c, 301_100, [:], .email, by: b2,
      sealed: ["subject": "Su plan de pagos", "text": "Su plan está activo."], case: true)
    add(
      "e.kept", "commitment.kept", c, 301_110, ["commitment": "plan-1"], .email, by: b2,
      case: true)
    addToCase("e.resolved", "case.resolved", 301_120, ["resolution": "plan_agreed"], by: b2)
    add(
      "e.close", "conversation.closed", c, 301_130, ["outcome": "resolved"], .email, by: b2,
      case: true)
    addToCase("e.closed", "case.closed", 301_200, [:], by: b2)
  }
}
