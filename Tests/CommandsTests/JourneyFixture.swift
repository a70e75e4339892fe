import Foundation
import InteractionModel

/// One person's matter across every channel, as CloudEvents a store takes.
///
/// In January the person identifies herself and gives her name. In March a payment fails online,
/// the assistant cannot help in Spanish, chat passes her to another department by telephone, a
/// letter follows and an e-mail closes the matter. Planted: the account number is asked for again
/// (`chat.reask`); the address too, but it was marked stale (`voice.reask`); the letter is written
/// without a look at the packet (`letter.sent`); the transcript of the call comes after the packet
/// that needed it (`voice.transcript`).
struct JourneyFixture {
  static let matter = "A-2041"
  static let party = "lucia"

  /// The events by label, in the order in which they are appended to a store that holds nothing.
  private(set) var labels: [String] = []
  private(set) var events: [JSONObject] = []
  private static let start =
    Timestamp("2026-03-02T14:00:00Z")?.instant ?? Instant(microseconds: 0)

  init() {
    before()
    helpHerself()
    askTheAssistant()
    chat()
    call()
    write()
    close()
  }

  /// What `throughline append` reads.
  var input: [UInt8] { events.flatMap { $0.canonicalBytes + [UInt8(ascii: "\n")] } }

  /// A fresh store with the journey in it, projected.
  static func store() throws -> Tool {
    let tool = try Tool()
    try tool.succeed("append", input: JourneyFixture().input)
    try tool.succeed("project")
    return tool
  }

  /// Where an event stands in the log: behind the log's birth record.
  func position(_ label: String) -> Int64 {
    labels.firstIndex(of: label).map { Int64($0 + 2) } ?? -1
  }

  /// The id of an event.
  func id(_ label: String) -> String {
    labels.firstIndex(of: label).flatMap { events[$0]["id"]?.string } ?? ""
  }

  /// Adds an event.
  ///
  /// The part of the label before the dot names its conversation; without a channel it is one of
  /// the case. The actor is `type:id`, or the type alone.
  private mutating func add(
    _ label: String, _ type: String, _ seconds: Int64, _ channel: String, by actor: String,
    _ body: JSONObject = [:], sealed: JSONObject = [:], knowsCase: Bool = false,
    causedBy cause: String? = nil
  ) {
    var data: JSONObject = ["body": .object(body), "party": .string(JourneyFixture.party)]
    let words = actor.split(separator: ":").map(String.init)
    data["actor"] =
      words.count > 1
      ? ["type": .string(words[0]), "id": .string(words[1])] : ["type": .string(actor)]
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    let conversation = "c-\(label.prefix { $0 != "." })"
    if !channel.isEmpty {
      data["channel"] = .string(channel)
      data["conversation"] = .string(conversation)
    }
    if knowsCase || label.hasPrefix("case.") { data["case"] = .string(JourneyFixture.matter) }
    let number = String(events.count)
    let digits = String(repeating: "0", count: 12 - number.count) + number
    var event: JSONObject = [
      "specversion": "1.0", "id": .string("20410000-0000-4000-8000-\(digits)"),
      "source": "journey", "type": .string(type), "data": .object(data),
      "time": .string(JourneyFixture.start.advanced(bySeconds: seconds).description),
    ]
    event["causationid"] = cause.map { .string(id($0)) }
    labels.append(label)
    events.append(event)
  }

  private static let her = "party:lucia"

  // MARK: The legs

  private mutating func before() {
    let january: Int64 = -50 * 86_400
    add(
      "counter.identified", "party.identified", january, "in_person", by: "agent:d1",
      ["kind": "id_card", "ial": 2], sealed: ["number": "X-4410"])
    add(
      "counter.name", "fact.provided", january + 30, "in_person", by: JourneyFixture.her,
      ["key": "name", "verified": true], sealed: ["value": "Lucía Ferrer"])
    add(
      "counter.close", "conversation.closed", january + 300, "in_person", by: "agent:d1",
      ["outcome": "resolved"])
  }

  private mutating func helpHerself() {
    let (her, channel) = (JourneyFixture.her, "self_service")
    add("portal.start", "conversation.started", 0, channel, by: her, ["language": "es"])
    add(
      "portal.account", "fact.provided", 25, channel, by: her,
      ["key": "account_number", "verified": true], sealed: ["value": "AC-77-1402"])
    add(
      "portal.address", "fact.provided", 30, channel, by: her,
      ["key": "address", "verified": false], sealed: ["value": "12 Almond Row"])
    for (label, seconds) in [("portal.fail1", 40), ("portal.fail2", 70)] as [(String, Int64)] {
      add(
        label, "selfservice.step_failed", seconds, channel, by: "system:portal",
        ["task": "pay_bill", "step": "confirm", "error": "card_declined"])
    }
    add(
      "portal.abandon", "selfservice.abandoned", 90, channel, by: her,
      ["task": "pay_bill", "step": "confirm"])
    add(
      "portal.close", "conversation.closed", 95, channel, by: "system:portal",
      ["outcome": "open"])
  }

  private mutating func askTheAssistant() {
    let (bot, channel) = ("assistant:alma", "virtual_assistant")
    add("bot.start", "conversation.started", 300, channel, by: bot, ["language": "es"])
    add(
      "bot.words", "message.received", 310, channel, by: JourneyFixture.her,
      sealed: ["text": "Mi pago no pasó y mañana me cortan el agua."])
    add(
      "bot.intent", "assistant.intent_matched", 311, channel, by: bot,
      ["intent": "payment_failed", "confidence": "0.87", "model": "alma-2"])
    add(
      "bot.escalate", "assistant.escalated", 350, channel, by: bot, ["intent": "payment_failed"])
    add(
      "bot.handoff", "transfer.requested", 352, channel, by: bot,
      [
        "kind": "assistant_to_human", "toChannel": "chat", "toDepartment": "Utility Billing",
        "toQueue": "billing-es", "reason": "needs_person",
      ], sealed: ["reason": "Card declined twice, shut-off tomorrow."])
    add(
      "bot.prepared", "handoff.prepared", 355, channel, by: bot,
      ["toDepartment": "Utility Billing", "toQueue": "billing-es"],
      sealed: ["expected": "Take the payment, stop the shut-off."], causedBy: "bot.handoff")
    add("bot.close", "conversation.closed", 360, channel, by: bot, ["outcome": "transferred"])
  }

  private mutating func chat() {
    let (agent, channel) = ("agent:b1", "chat")
    add("chat.start", "conversation.started", 400, channel, by: JourneyFixture.her)
    takeOver("chat", "bot.handoff", by: "b1", "Utility Billing", "billing-es", channel, at: 430)
    add(
      "chat.greet", "message.sent", 445, channel, by: agent,
      sealed: ["text": "Buenos días, ya veo lo de su pago."])
    add(
      "chat.words", "message.received", 470, channel, by: JourneyFixture.her,
      ["attachments": ["shot-1"]], sealed: ["text": "Gracias, aquí está la pantalla."])
    add(
      "chat.reask", "fact.requested", 480, channel, by: agent, ["key": "account_number"])
    add(
      "chat.account", "fact.provided", 500, channel, by: JourneyFixture.her,
      ["key": "account_number", "verified": true], sealed: ["value": "AC-77-1402"])
    add(
      "case.open", "case.opened", 510, "", by: agent,
      ["service": "water_bill", "department": "Utility Billing"],
      sealed: ["title": "Payment declined before a shut-off"])
    for conversation in ["portal", "bot", "chat"] {
      add(
        "\(conversation).link", "conversation.linked", 512, channel, by: agent,
        ["case": .string(JourneyFixture.matter)])
    }
    add(
      "chat.issue", "issue.coded", 515, channel, by: agent, ["issue": "payment_declined"],
      knowsCase: true)
    add(
      "chat.advice", "message.sent", 522, channel, by: agent,
      ["response": "kb-7", "responseVersion": 3],
      sealed: ["text": "Puede pagar a plazos; otra oficina lo decide."], knowsCase: true)
    add(
      "chat.promise", "callback.promised", 530, channel, by: agent,
      ["due": "2026-03-02T15:00:00Z"], knowsCase: true)
    add(
      "chat.handoff", "transfer.requested", 540, channel, by: agent,
      [
        "kind": "warm", "fromQueue": "billing-es", "fromAgent": "b1",
        "fromDepartment": "Utility Billing", "toChannel": "voice",
        "toDepartment": "Human Services", "toQueue": "assistance-es", "reason": "hardship",
      ], sealed: ["reason": "Cannot pay at once."], knowsCase: true)
    add(
      "chat.prepared", "handoff.prepared", 550, channel, by: agent,
      ["toDepartment": "Human Services", "toQueue": "assistance-es"],
      sealed: ["expected": "Decide on a plan, call her today."], knowsCase: true,
      causedBy: "chat.handoff")
    add(
      "chat.close", "conversation.closed", 600, channel, by: agent, ["outcome": "open"],
      knowsCase: true)
  }

  private mutating func call() {
    let (agent, channel) = ("agent:h1", "voice")
    add("voice.start", "conversation.started", 3_600, channel, by: agent, knowsCase: true)
    takeOver(
      "voice", "chat.handoff", by: "h1", "Human Services", "assistance-es", channel, at: 3_660)
    add(
      "voice.called", "callback.completed", 3_673, channel, by: agent,
      ["callback": .string(id("chat.promise"))], knowsCase: true)
    add(
      "voice.recording", "recording.added", 3_675, channel, by: "system:telephony",
      ["attachment": "rec-1", "mediaType": "audio/wav", "duration": 525], knowsCase: true)
    add(
      "voice.stale", "fact.marked_stale", 3_700, channel, by: agent,
      ["key": "address", "reason": "mail_returned"], knowsCase: true)
    add(
      "voice.reask", "fact.requested", 3_720, channel, by: agent, ["key": "address"],
      knowsCase: true)
    add(
      "voice.address", "fact.provided", 3_740, channel, by: JourneyFixture.her,
      ["key": "address", "verified": true], sealed: ["value": "4 Quince Court"], knowsCase: true)
    add(
      "voice.need", "note.added", 3_760, channel, by: agent,
      ["kind": "accommodation", "visibility": "internal"],
      sealed: ["text": "Needs letters in large print."], knowsCase: true)
    add(
      "voice.commitment", "commitment.made", 3_800, channel, by: agent,
      ["commitment": "plan-1", "kind": "payment_plan", "due": "2026-03-09"], knowsCase: true)
    add(
      "voice.handoff", "transfer.requested", 3_900, channel, by: agent,
      [
        "kind": "channel", "fromQueue": "assistance-es", "fromAgent": "h1",
        "fromDepartment": "Human Services", "toChannel": "mail",
        "toDepartment": "Correspondence", "toQueue": "letters", "reason": "written_answer",
      ], sealed: ["reason": "The plan needs a signature.", "expected": "Send the plan to sign."],
      knowsCase: true)
    add(
      "voice.close", "conversation.closed", 4_300, channel, by: agent, ["outcome": "open"],
      knowsCase: true)
  }

  private mutating func write() {
    let (agent, channel) = ("agent:m1", "mail")
    let transfer = JSONValue.string(id("voice.handoff"))
    add("letter.start", "conversation.started", 90_000, channel, by: agent, knowsCase: true)
    add(
      "letter.accepted", "transfer.accepted", 90_001, channel, by: agent,
      ["transfer": transfer, "agent": "m1", "queue": "letters"], knowsCase: true)
    add(
      "letter.sent", "message.sent", 90_100, channel, by: agent,
      sealed: ["text": "Estimada señora, adjuntamos el plan."], knowsCase: true)
    add(
      "letter.done", "transfer.completed", 90_200, channel, by: agent,
      [
        "transfer": transfer, "agent": "m1", "department": "Correspondence",
        "outcome": "completed",
      ], knowsCase: true)
    add(
      "voice.transcript", "transcript.added", 91_000, "voice", by: "system:transcriber",
      ["attachment": "rec-1-text", "mediaType": "text/plain", "producer": "machine"],
      knowsCase: true, causedBy: "voice.recording")
    add(
      "letter.reply", "message.received", 300_000, channel, by: JourneyFixture.her,
      sealed: ["text": "Firmado, gracias por la letra grande."], knowsCase: true)
    add(
      "letter.prepared", "handoff.prepared", 300_500, channel, by: agent,
      [
        "toDepartment": "Utility Billing", "toQueue": "billing-plans", "toAgent": "b2",
        "reason": "plan_signed",
      ], sealed: ["expected": "Book the plan and tell her by e-mail."], knowsCase: true)
    add(
      "letter.close", "conversation.closed", 300_600, channel, by: agent, ["outcome": "open"],
      knowsCase: true)
  }

  private mutating func close() {
    let (agent, channel) = ("agent:b2", "email")
    add("email.start", "conversation.started", 301_000, channel, by: agent, knowsCase: true)
    add(
      "email.viewed", "handoff.viewed", 301_020, channel, by: agent, ["agent": "b2"],
      knowsCase: true)
    add(
      "email.acknowledged", "handoff.acknowledged", 301_030, channel, by: agent, ["agent": "b2"],
      knowsCase: true)
    add(
      "email.sent", "message.sent", 301_100, channel, by: agent,
      sealed: ["subject": "Su plan de pagos", "text": "Su plan está activo."], knowsCase: true)
    add(
      "email.kept", "commitment.kept", 301_110, channel, by: agent, ["commitment": "plan-1"],
      knowsCase: true)
    add("case.resolve", "case.resolved", 301_120, "", by: agent, ["resolution": "plan_agreed"])
    add(
      "email.close", "conversation.closed", 301_130, channel, by: agent, ["outcome": "resolved"],
      knowsCase: true)
  }

  /// The receiver answers, accepts, looks, acknowledges and completes.
  private mutating func takeOver(
    _ conversation: String, _ handoff: String, by agent: String, _ department: String,
    _ queue: String, _ channel: String, at seconds: Int64
  ) {
    let transfer = JSONValue.string(id(handoff))
    let (who, queue) = (JSONValue.string(agent), JSONValue.string(queue))
    let knowsCase = conversation != "chat"
    let contact = JSONValue.string("k-\(conversation)")
    add(
      "\(conversation).answer", "contact.answered", seconds, channel, by: "agent:\(agent)",
      ["contact": contact, "queue": queue, "agent": who], knowsCase: knowsCase)
    add(
      "\(conversation).accepted", "transfer.accepted", seconds + 1, channel, by: "agent:\(agent)",
      ["transfer": transfer, "agent": who, "queue": queue], knowsCase: knowsCase)
    add(
      "\(conversation).viewed", "handoff.viewed", seconds + 4, channel, by: "agent:\(agent)",
      ["agent": who], knowsCase: knowsCase)
    add(
      "\(conversation).acknowledged", "handoff.acknowledged", seconds + 9, channel,
      by: "agent:\(agent)", ["agent": who], knowsCase: knowsCase)
    add(
      "\(conversation).done", "transfer.completed", seconds + 11, channel, by: "agent:\(agent)",
      [
        "transfer": transfer, "agent": who, "department": .string(department),
        "outcome": "completed",
      ], knowsCase: knowsCase)
  }
}
