import Foundation
import InteractionModel
import Testing

@Suite("What names a message, as its source calls it")
struct NamedMessageTests {
  private static let uuid = "9d7f6c1a-4f0b-4b60-8d70-3a1c2b5e9f10"

  private static func event(
    _ type: String, _ id: String, _ message: String? = nil, text: String? = nil,
    field: String = "message", source: String = "chat.example"
  ) -> [UInt8] {
    var body: JSONObject = type == "message.redacted" ? ["authority": "court"] : [:]
    if let message { body[field] = .string(message) }
    var data: JSONObject = [
      "conversation": "hall", "party": "p-1", "channel": "chat", "body": .object(body),
      "actor": ["type": "agent", "id": "kim"],
    ]
    if let text { data["sealed"] = ["text": .string(text)] }
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(id), "source": .string(source), "type": .string(type),
      "time": "2026-03-03T10:00:00Z", "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private static func said(_ id: String) -> [UInt8] {
    event("message.received", id, text: "The vault is at Fernside.")
  }

  /// How a message is called, and how its redaction calls it.
  private static let spellings = [
    ("m-77", "m-77"), ("<a1@mail.example>", "<a1@mail.example>"), (uuid, uuid),
    (uuid, uuid.uppercased()), (uuid, "urn:uuid:\(uuid)"), ("urn:uuid:\(uuid)", uuid),
    ("urn:uuid:\(uuid)", "urn:uuid:\(uuid)"), (uuid, "URN:UUID:\(uuid)"),
  ]

  @Test(
    "is redacted, in the same file and in another, whichever is first", arguments: spellings,
    [0, 1, 2])
  func redacted(spelling: (String, String), order: Int) throws {
    let tool = try Tool()
    let message = Self.said(spelling.0)
    let redaction = Self.event("message.redacted", "r-1", spelling.1)
    if order == 0 {
      #expect(try tool.json("append", input: message + redaction)["warnings"] == 0)
    } else {
      let all = [message, redaction]
      for part in order == 1 ? all : all.reversed() { try tool.succeed("append", input: part) }
    }
    // A redaction that comes first cannot know which of two ids a UUID in another spelling will have.
    let isExact = spelling.0 == spelling.1 || EventID(spelling.0) == EventID(spelling.1)
    guard order < 2 || isExact else { return }
    try tool.succeed("project")
    #expect(try tool.json("search", "fernside", "--purpose", "audit")["total"] == 0)
    let shown = try tool.succeed("conversation", "timeline", "hall", "--purpose", "audit").text
    #expect(!shown.contains("Fernside") && !shown.contains("names no message"), "\(shown)")
    // What was imported once adds nothing when it is imported again.
    for part in [message + redaction, redaction] {
      let again = try tool.json("append", input: part)
      #expect(again["appended"] == 0 && again["rejected"] == 0, "\(again)")
    }
  }

  @Test(
    "and nobody has is told, counted, refused when it is to be strict, and shown",
    arguments: ["message.redacted", "message.edited", "message.delivered", "message.failed"],
    ["m-78", nil, "0a8c1f5e-2f7d-4a35-9c3f-5be9d2a4e001"])
  func missing(type: String, message: String?) throws {
    let tool = try Tool()
    let event = Self.event(type, "r-2", message, text: type == "message.edited" ? "x" : nil)
    let strict = try tool.run("append", "--strict", "--json", input: Self.said("m-77") + event)
    #expect(strict.code == 1 && strict.errors.contains("names no event"), "\(strict.errors)")
    #expect(try strict.json["appended"] == 1 && strict.json["rejected"] == 1)
    let output = try tool.run("append", "--json", input: Self.said("m-77") + event + event)
    #expect(output.code == 0 && output.errors.contains("“message” of \(type) names no event"))
    #expect(try output.json["warnings"] == 2 && output.json["unknownWords"]?.array?.count == 1)
    try tool.succeed("project")
    let shown = try tool.succeed("conversation", "timeline", "hall").text
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(shown.contains("names no message of this log"), "\(shown)")
    let entries = try tool.json("conversation", "timeline", "hall")["entries"]?.array
    #expect(entries?.compactMap { $0["namesNothing"] } == [true])
  }

  @Test("is that of a row of the same file, by the id that the row has")
  func rows() throws {
    let tool = try Tool()
    let mapping = try tool.write(
      Array(
        """
        source: desk
        row: {id: ID}
        events:
          - name: said
            type: message.received
            when: {column: KIND, equals: said}
            stream: conversation
            conversation: TALK
            sealed: {text: TEXT}
          - name: gone
            type: message.redacted
            when: {column: KIND, equals: gone}
            stream: conversation
            conversation: TALK
            body: {message: OF}

        """.utf8), as: "desk.yaml")
    let rows = try tool.write(
      Array(
        """
        ID,KIND,TALK,TEXT,OF
        7,said,hall,At Fernside.,
        8,gone,hall,,7
        9,gone,hall,,5

        """.utf8), as: "desk.csv")
    let report = try tool.json("import", "csv", rows, "--mapping", mapping)
    #expect(report["appended"] == 3 && report["warnings"] == 1, "\(report)")
    try tool.succeed("project")
    #expect(try tool.json("search", "fernside", "--purpose", "audit")["total"] == 0)
    let again = try tool.json("import", "csv", rows, "--mapping", mapping)
    #expect(again["appended"] == 0 && again["rejected"] == 0, "\(again)")
  }

  @Test("is another source's own when that calls another one so")
  func otherSource() throws {
    let tool = try Tool()
    let redaction = Self.event("message.redacted", "r-3", "m-77", source: "mail.example")
    let report = try tool.json("append", input: Self.said("m-77") + redaction)
    #expect(report["warnings"] == 1)
    try tool.succeed("project")
    #expect(try tool.json("search", "fernside", "--purpose", "audit")["total"] == 1)
  }

  @Test("is edited by a later text, and answered")
  func edited() throws {
    let tool = try Tool()
    let report = try tool.json(
      "append",
      input: Self.said("m-77") + Self.event("message.edited", "e-1", "m-77", text: "At Linden.")
        + Self.event("message.sent", "s-1", "m-77", text: "Thanks.", field: "parent"))
    #expect(report["warnings"] == 0)
    try tool.succeed("project")
    let entries = try tool.json("conversation", "show", "hall", "--purpose", "audit")["entries"]
    #expect(entries?.array?.count == 2, "\(entries ?? .null)")
    let records = try tool.succeed("log").jsonLines
    let first = records.first { $0["type"] == "message.received" }?["id"]
    #expect(records.first { $0["type"] == "message.sent" }?["body"]?["parent"] == first)
  }
}
