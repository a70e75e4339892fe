import InteractionModel

@testable import Projections

/// Random conversations in which edits, redactions, receipts, replies and doubled deliveries meet
/// what they are about, or do not.
struct RandomConversation {
  var history: RandomHistory
  /// Ids of messages, some of which never come.
  private let ids: [EventID]
  private var unused: [EventID]

  init(seed: UInt64) {
    var history = RandomHistory(seed: seed)
    ids = (0..<14).map { _ in EventID.random(using: &history.generator) }
    unused = ids.shuffled(using: &history.generator)
    self.history = history
  }

  private mutating func flip(_ chance: Int = 2) -> Bool {
    Int.random(in: 0..<chance, using: &history.generator) == 0
  }

  mutating func event() -> Said {
    var event = history.event()
    event.conversation = "c"
    let draw = Int.random(in: 0..<10, using: &history.generator)
    if draw < 5, let id = unused.popLast() {
      event.id = id
      event.type = EventType(
        history.pick([
          "message.received", "message.sent", "note.added", "message.received", "message.sent",
          "transcript.added",
        ]))
      event.body = [:]
      if flip() { event.body["parent"] = .string(history.pick(ids).description) }
      if flip() { event.body["item"] = .string(history.pick(["m1", "m2"])) }
      if flip(8) { event.body["flags"] = ["duplicate"] }
      if flip(3) { event.body["response"] = .string(history.pick(["r1", "r2"])) }
      if flip() { event.body["visibility"] = .string(history.pick(["public", "private", "?"])) }
      if event.type.rawValue == "transcript.added" {
        event.body = flip() ? ["attachment": "aa"] : [:]
      } else if flip(3) {
        event.body["attachments"] = ["aa", "bb"]
      }
    } else if draw == 5 {
      // What moves the conversation itself, with the fields that the catalogue lists.
      let body = event.body
      event.type = EventType(
        history.pick([
          "conversation.started", "conversation.closed", "conversation.resumed",
          "conversation.linked", "contact.initiated", "contact.answered", "contact.abandoned",
          "contact.disconnected", "wrapup.completed", "disposition.set", "issue.coded",
          "selfservice.abandoned",
        ]))
      event.body = EventCatalogue.partition(body, of: event.type).body
      if event.type.group == "contact" || flip() {
        event.body["contact"] = .string(history.pick(["k1", "k2"]))
      }
      if ["disposition.set", "issue.coded"].contains(event.type.rawValue) {
        event.body["issue"] = .string(history.pick(["billing", "refund"]))
      }
      if flip() { event.body["outcome"] = .string(history.pick(["resolved", "abandoned"])) }
    } else if draw < 9 {
      event.type = EventType(
        history.pick([
          "message.edited", "message.edited", "message.redacted", "message.delivered",
          "message.failed", "response.used",
        ]))
      event.body = [:]
      if event.type.rawValue == "response.used" {
        event.body["response"] = .string(history.pick(["r1", "r2"]))
        if flip() { event.body["version"] = 1 }
      } else {
        event.body["message"] = .string(history.pick(ids).description)
        if event.type.rawValue == "message.edited" {
          event.body["edition"] = .int(Int64.random(in: 1...3, using: &history.generator))
        }
      }
    }
    return Said(event: event, isSealed: flip())
  }

  mutating func events(_ count: Int) -> [Said] { (0..<count).map { _ in event() } }

  mutating func records(_ count: Int) throws -> [Record] {
    var builder = TranscriptBuilder()
    return try events(count).map { try builder.record($0) }
  }
}
