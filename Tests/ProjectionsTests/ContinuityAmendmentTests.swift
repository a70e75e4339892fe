import InteractionModel
import Testing

@testable import Projections

@Suite("ContinuityHandoff: what was redacted or edited is not in a packet")
struct ContinuityAmendmentTests {
  var matter = ContinuityBuilder()

  private func ref(_ position: Int64, _ pointer: JSONValue = "/text") -> JSONValue {
    ["pointer": pointer, "position": .int(position)]
  }

  private var packet: JSONObject {
    get throws { try #require(try matter.rows.handoff?["document"]?["packet"]?.object) }
  }

  @discardableResult
  private mutating func amend(
    _ kind: String, _ message: Record, edition: Int64? = nil, at time: Int64? = nil
  ) throws -> Record {
    var body: JSONObject = ["message": .string(message.id.description)]
    body["edition"] = edition.map(JSONValue.int)
    return try matter.add("message.\(kind)", body, at: time, sealed: kind == "edited")
  }

  @Test("A redacted message is gone with its attachments, facts and needs; an edited one is new")
  mutating func amended() throws {
    let first = try matter.add("message.received", ["attachments": ["file-1"]], sealed: true)
    let second = try matter.add("message.received", ["attachments": ["file-2"]], sealed: true)
    try matter.add("fact.provided", ["key": "name"], causedBy: first, sealed: true)
    try matter.add("fact.provided", ["key": "phone"], causedBy: second, sealed: true)
    try matter.add("fact.provided", ["key": "interpreter"], causedBy: first, sealed: true)
    let note = try matter.add("note.added", ["kind": "accommodation"], by: "a1", sealed: true)
    try amend("redacted", first)
    try amend("edited", second, edition: 2)
    try amend("edited", note)
    try matter.request()
    let packet = try packet
    #expect(packet["matter"]?["words"] == [ref(8)])
    #expect(packet["needs"] == [ref(9)])
    #expect(packet["attachments"] == [["attachment": "file-2", "position": 2]])
    #expect(packet["facts"]?.array?.map { $0["key"] } == ["phone"])
    #expect(packet["doNotAsk"] == ["phone"])
    #expect(packet["references"] == [ref(4, "/value"), ref(8), ref(9)])
    #expect(
      try matter.rows.matter["document"]?["facts"]?.array?.map { $0["key"] } == ["phone"])
  }

  @Test("Amendments that are recorded before their messages hold for them")
  mutating func before() throws {
    let first = try matter.add("message.received", ["attachments": ["file-1"]], sealed: true)
    let second = try matter.add("message.received", [:], sealed: true)
    matter.records = []
    try amend("redacted", first)
    let edit = try amend("edited", second)
    matter.records += [first, second]
    try matter.add("fact.provided", ["key": "name"], causedBy: first, sealed: true)
    try matter.request()
    #expect(try packet["references"] == [ref(edit.position.rawValue)])
    #expect(try packet["attachments"] == [])
  }

  @Test("An edit after a redaction does not bring the message back", arguments: [true, false])
  mutating func editOfRedacted(editFirst: Bool) throws {
    let message = try matter.add("message.received", [:], sealed: true)
    if editFirst { try amend("edited", message) }
    try amend("redacted", message)
    try amend("edited", message, edition: 9)
    try matter.request()
    #expect(try packet["matter"]?["words"] == [])
    #expect(try packet["references"] == [])
  }

  @Test("The latest edition is that of the greatest number, else of the latest time")
  mutating func editions() throws {
    let message = try matter.add("message.received", [:], sealed: true)
    try amend("edited", message, edition: 3)
    try amend("edited", message, edition: 2)
    try matter.request()
    #expect(try packet["references"] == [ref(2)])
    matter = ContinuityBuilder()
    let other = try matter.add("message.received", [:], sealed: true)
    try amend("edited", other)
    try amend("edited", other, at: 70)
    try matter.request()
    #expect(try packet["references"] == [ref(2)])
  }

  @Test("A packet stays as it was made; the next one does without what was redacted since")
  mutating func later() throws {
    let message = try matter.add("message.received", [:], sealed: true)
    let request = try matter.request()
    let made = try packet
    try amend("redacted", message)
    #expect(try packet == made)
    #expect(made["references"] == [ref(1)])
    try matter.add("handoff.prepared", [:], by: "a1", causedBy: request)
    #expect(try packet["references"] == [])
    #expect(try packet["hash"] != made["hash"])
  }

  @Test("The hash covers what has no reference as well")
  mutating func hash() throws {
    func hash(_ code: JSONValue) throws -> JSONValue? {
      var matter = ContinuityBuilder()
      try matter.add("issue.coded", ["issue": code], by: "a1")
      try matter.request()
      return try matter.rows.handoff?["document"]?["packet"]?["hash"]
    }
    #expect(try hash("leak") == hash("leak"))
    #expect(try hash("leak") != hash("bill"))
  }
}
