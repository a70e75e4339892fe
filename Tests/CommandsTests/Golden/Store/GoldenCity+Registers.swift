import Compliance
import EventLog
import Foundation
import InteractionModel
import StoreConformance

// What the program itself says, written as it writes it, but with counted ids where it draws them.
extension GoldenCity {
  /// Who has read, and for what.
  func accounts() async throws {
    try await account(
      "30T08:00", "case.timeline", .case("A-1"), ["purpose": "complaint 12"],
      [Subject(scope: .conversation("amira-chat"), participant: "party:amira", party: "amira")])
    // Read about two: the words are shared out, and go with either.
    let words: JSONObject = ["purpose": "mediation", "query": "saxophone"]
    try await account(
      "30T08:10", "search", nil, words,
      ["dora", "emil"].map { (party: String) in
        Subject(
          scope: .conversation("\(party)-letter"), participant: "party:\(party)", party: party)
      })
    try await account(
      "30T08:20", "search", .party("fatou"), words,
      ["fatou-kiosk", "fatou-mail"].map { (conversation: String) in
        Subject(
          scope: .conversation(conversation), participant: "party:fatou", party: "fatou")
      })
    try await add(
      "record.exported", "30T09:00", by: "operator:olga", of: "A-1",
      ["purpose": "audit", "format": "jsonl", "records": 12])
    try await add(
      "record.disclosed", "30T09:10", by: "operator:olga", party: "amira",
      ["purpose": "request", "authority": "foia", "records": 3])
  }

  private func account(
    _ time: String, _ command: String, _ entity: EntityKey?, _ words: JSONObject,
    _ subjects: [Subject]
  ) async throws {
    var body: JSONObject = ["command": .string(command), "records": 2, "from": 20, "to": 60]
    if let entity {
      body["entityKind"] = .string(entity.kind.rawValue)
      body["entity"] = .string(entity.id)
    }
    var generator = SeededGenerator(seed: 7)
    var last = words.canonicalBytes
    let parts = subjects.enumerated().map { index, subject -> PersonalPart in
      guard subjects.count > 1 else { return PersonalPart(subject: subject, content: words) }
      var share = last
      if index < subjects.count - 1 {
        share = last.map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        for place in last.indices { last[place] ^= share[place] }
      }
      return PersonalPart(
        subject: subject,
        content: [
          "share": .string(Data(share).base64EncodedString()), "of": .int(Int64(subjects.count)),
        ])
    }
    try await add(
      EventType.recordAccessed.rawValue, time, by: "operator:olga", body, parts: parts,
      stream: .access(by: "olga"), source: "throughline")
  }

  /// Three holds, one of them released, and an erasure that another one refused.
  func holds() async throws {
    func place(_ time: String, on entity: EntityKey) async throws -> String {
      try await add(
        EventType.holdPlaced.rawValue, time, by: "operator:olga",
        [
          "hold": .string(nextID), "authority": "court-7", "custodian": "legal",
          "entityKind": .string(entity.kind.rawValue), "entity": .string(entity.id),
        ], sealed: ["reason": "Litigation."], stream: .holds, source: "throughline")
    }
    let hold = try await place("30T10:00", on: .party("dora"))
    _ = try await place("30T10:10", on: .case("A-2"))
    let released = try await place("30T10:20", on: .conversation("fatou-kiosk"))
    try await add(
      EventType.holdReleased.rawValue, "30T10:30", by: "operator:paul",
      ["hold": .string(released)], sealed: ["reason": "Settled."], stream: .holds,
      source: "throughline")
    try await add(
      EventType.erasureRefused.rawValue, "30T11:00", by: "operator:olga",
      [
        "erasure": .string(nextID), "hold": .string(hold), "entityKind": "party", "entity": "dora",
      ], sealed: ["reason": "Asked by letter."], stream: .erasures, source: "throughline")
  }

  /// The erasure of emil, from its request to its end and beyond.
  func erase() async throws {
    let eraser = try await requestErasure()
    fixed.advance(to: fixed.now.advanced(bySeconds: 4))
    let certificates = try await eraser.resume()
    guard certificates.count == 1 else { throw UnexpectedEnd("nothing was erased") }
    passOne()
    // What somebody else writes about him afterwards.
    try await add(
      "note.added", "31T08:00", by: "agent:ivo", in: "emil-letter", of: "A-emil",
      sealed: ["text": "The matter was closed without him."])
    try await add("case.closed", "31T08:01", by: "agent:ivo", of: "A-emil")
  }

  /// Requests the erasure and leaves it there, as if the power had gone.
  @discardableResult
  func requestErasure() async throws -> Eraser {
    let eraser = fixed.eraser(Actor(type: "operator", id: "olga"))
    let plan = try eraser.plan(.party("emil"))
    try await add(
      EventType.erasureRequested.rawValue, "30T15:00", by: "operator:olga",
      [
        "erasure": .string(nextID), "entityKind": "party", "entity": "emil",
        "authority": "gdpr-17", "subjects": .int(Int64(plan.subjects.count)),
      ], sealed: ["reason": "Asked by letter."], stream: .erasures, source: "throughline",
      destroying: KeyDestruction(plan.keyIDs))
    return eraser
  }

  /// What happens after somebody has projected: a text, a link, and a redaction of what stands in the
  /// index.
  func goOn() async throws {
    try await add(
      "message.received", "31T09:00", by: "party:chen", in: "chen-chat", party: "chen",
      over: .chat, sealed: ["text": "Is the fence ready now?"], direction: .inbound)
    try await add(
      "message.redacted", "31T09:01", by: "operator:olga", in: "chen-mail", party: "chen-work",
      ["message": .string(question), "authority": "privacy"])
    try await add(
      "conversation.linked", "31T09:02", by: "agent:ivo", in: "chen-mail", ["case": "A-5"])
  }
}
