import InteractionModel
import Testing

@Suite("Codified answers")
struct ResponseTests {
  private static func event(
    _ type: String, _ stream: String, _ day: Int, _ body: JSONObject, _ sealed: JSONObject
  ) -> [UInt8] {
    var data: JSONObject = ["body": .object(body), "actor": ["type": "agent", "id": "a-1"]]
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    let event: JSONObject = [
      "specversion": "1.0", "source": "test", "type": .string(type),
      "id": .string("\(type)/\(stream)/\(day)"), "partitionkey": .string(stream),
      "time": .string("2026-05-\(10 + day)T09:00:00Z"), "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// An answer in two versions, used in two conversations; and one that is only used.
  private func store() throws -> Tool {
    let event = ResponseTests.event
    let input =
      event(
        "response.codified", "document-kb-7", 1,
        [
          "response": "kb-7", "version": 1, "issue": "water_bill", "owner": "billing",
          "reviewBy": "2026-06-01",
        ], ["text": "Pay by the tenth."])
      + event("response.approved", "document-kb-7", 2, ["response": "kb-7", "version": 1], [:])
      + event(
        "message.sent", "conversation-one", 3, ["response": "kb-7", "responseVersion": 1],
        ["text": "Please pay by the tenth."])
      + event("conversation.closed", "conversation-one", 4, ["outcome": "resolved"], [:])
      + event(
        "response.codified", "document-kb-7", 5,
        ["response": "kb-7", "version": 2, "issue": "water_bill", "reviewBy": "2026-12-01"],
        ["text": "Pay by the fifteenth."])
      + event("response.used", "conversation-two", 6, ["response": "kb-7", "version": 2], [:])
      + event("conversation.closed", "conversation-two", 7, ["outcome": "abandoned"], [:])
      + event(
        "response.owner_changed", "document-kb-7", 8, ["response": "kb-7", "owner": "finance"], [:])
      + event("response.used", "conversation-two", 8, ["response": "kb-0", "version": 1], [:])
      + event(
        "response.codified", "document-kb-8", 8,
        ["response": "kb-8", "version": 1, "owner": "parks", "reviewBy": "2026-05-30"], [:])
    let tool = try Tool()
    try tool.succeed("append", input: input)
    try tool.succeed("project")
    return tool
  }

  @Test("Shown with versions, owner, review date, where it was used and how that ended")
  func show() throws {
    let tool = try store()
    let shown = try tool.json("response", "show", "kb-7", "--purpose", "review")
    let state = shown["state"]
    #expect(state?["owner"] == "finance" && state?["reviewBy"] == "2026-12-01")
    #expect(
      state?["versions"]?.array?.map { $0["status"]?.string } == ["approved", "codified"])
    #expect(shown["used"] == 2 && shown["outcomes"] == ["resolved": 1, "abandoned": 1])
    #expect(shown["uses"]?.array?.map { $0["conversation"]?.string } == ["one", "two"])
    #expect(shown["uses"]?.array?.map { $0["version"]?.int } == [1, 2])
    let texts = shown["opened"]?.object?.members.compactMap(\.value.string) ?? []
    #expect(Set(texts) == ["Pay by the tenth.", "Pay by the fifteenth."])
    let card = try tool.succeed("response", "show", "kb-7").text
    for words in ["finance", "2026-12-01", "version 2", "2 times", "1 abandoned", "(sealed)"] {
      #expect(card.contains(words), "“\(words)” is missing in \(card)")
    }
    // Before the second conversation, one use, and nothing had come of it yet.
    let before = try tool.json("response", "show", "kb-7", "--as-of", "@4")
    #expect(before["used"] == 1 && before["state"]?["owner"] == "billing")
    #expect(before["outcomes"]?["resolved"] == nil)
  }

  @Test("What was used and never codified is said to be so")
  func unknown() throws {
    let tool = try store()
    let used = try tool.json("response", "show", "kb-0")
    #expect(used["state"] == JSONValue.null && used["used"] == 1)
    #expect(try tool.succeed("response", "show", "kb-0").text.contains("never codified"))
    let absent = try tool.run("response", "show", "kb-9")
    #expect(absent.code == 3, "\(absent.text)")
    #expect(absent.errors.contains("no response “kb-9”") && absent.errors.contains("response list"))
  }

  @Test("Listed by status, owner and by when somebody must look at them again")
  func list() throws {
    let tool = try store()
    func list(_ options: String...) throws -> [String] {
      let output = try tool.run(["response", "list", "--json"] + options)
      #expect(output.code == 0, "\(output.errors)")
      return (try output.json["responses"]?.array ?? []).compactMap { $0["response"]?.string }
    }
    #expect(try list() == ["kb-0", "kb-7", "kb-8"], "used, and never codified: kb-0")
    #expect(try list("--status", "used") == ["kb-0"])
    let used = try tool.json("response", "list", "--status", "used")["responses"]?.array?.first
    #expect(used?["status"] == "used" && used?["owner"] == JSONValue.null)
    #expect(try list("--owner", "finance") == ["kb-7"])
    #expect(try tool.run("response", "list", "--owner", "billing").code == 2, "nobody's any more")
    #expect(try list("--status", "approved") == ["kb-7"])
    #expect(try list("--due-before", "2026-06-15") == ["kb-8"])
    #expect(try list("--due-before", "2027-01-01", "--zone", "UTC") == ["kb-7", "kb-8"])
    #expect(try list("--limit", "1") == ["kb-0"] && list("--after", "kb-7") == ["kb-8"])
    #expect(try list("--after", "kb-0", "--limit", "1") == ["kb-7"])
    #expect(try tool.run("response", "list", "--after", "kb-9").code == 3)
    #expect(try tool.run("response", "list", "--status", "nonsense").code == 2)
    #expect(try tool.run("response", "list", "--due-before", "soon").code == 2)
  }
}
