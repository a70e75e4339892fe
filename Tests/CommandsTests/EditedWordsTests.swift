import InteractionModel
import Testing

/// What somebody wrote is quoted as it was last edited, wherever it is quoted.
@Suite("Words that were edited")
struct EditedWordsTests {
  private static let message = "7d170000-0000-4000-8000-000000000001"

  private static func event(
    _ type: String, _ id: String, _ minute: Int, _ body: JSONObject = [:], text: String? = nil
  ) -> [UInt8] {
    let isWritten = type.hasPrefix("message")
    var data: JSONObject = [
      "conversation": "letters", "party": "uma", "channel": "email", "case": "E-1",
      "body": .object(body),
      "actor": isWritten ? ["type": "party", "id": "uma"] : ["type": "agent", "id": "pia"],
    ]
    if isWritten { data["direction"] = "inbound" }
    data["sealed"] = text.map { ["text": .string($0)] }
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(id), "source": "test", "type": .string(type),
      "time": .string("2026-05-05T08:\(minute):00Z"), "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  private static func id(_ number: Int) -> String {
    "7d170000-0000-4000-8000-00000000000\(number)"
  }

  private static let made = Result {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: event("conversation.started", id(9), 10, ["case": "E-1"])
        + event("message.received", message, 11, text: "The fountain leaks on Tuesday")
        + event(
          "message.edited", id(2), 13, ["message": .string(message), "edition": 2],
          text: "The fountain leaks on Thursday")
        // Delivered late, and replaced already.
        + event(
          "message.edited", id(3), 12, ["message": .string(message), "edition": 1],
          text: "The fountain leaks on Wednesday")
        + event("handoff.prepared", id(4), 20, ["toQueue": "desk"]))
    try tool.succeed("project")
    return tool
  }

  @Test(
    "are quoted as the last edit that counts has them, and it is said that it was edited",
    arguments: [
      ["case", "show", "E-1"], ["handoff", "show", id(4)], ["conversation", "show", "letters"],
      ["search", "fountain"],
    ])
  func last(command: [String]) throws {
    let tool = try Tool(copying: Self.made.get())
    let output = try tool.run(command + ["--purpose", "test"])
    #expect(output.code == 0, "\(output.errors)")
    let text = output.text.replacing("«", with: "").replacing("»", with: "")
    #expect(text.contains("The fountain leaks on Thursday"), "\(text)")
    #expect(!text.contains("Tuesday") && !text.contains("Wednesday"), "\(text)")
    #expect(text.contains("(edited ") && text.contains("2026-05-05 08:13:00Z"), "\(text)")
  }

  @Test(
    "are as of a point what they were by then",
    arguments: [
      (["@3"], "Tuesday"), (["@4"], "Thursday"), (["occurred:2026-05-05T08:12:30Z"], "Wednesday"),
      (["occurred:2026-05-05T08:12:30Z", "--known", "@4"], "Tuesday"),
    ])
  func then(point: [String], day: String) throws {
    let tool = try Tool(copying: Self.made.get())
    let output = try tool.run(
      ["case", "show", "E-1", "--purpose", "test", "--json", "--as-of"] + point)
    #expect(output.code == 0, "\(output.errors)")
    let words = try output.json["opened"]?.object?.members.compactMap(\.value.string) ?? []
    #expect(words.contains("The fountain leaks on \(day)"), "\(words)")
    #expect(words.count { $0.hasPrefix("The fountain") } == 1, "\(words)")
  }

  @Test("say in JSON when they were edited")
  func json() throws {
    let tool = try Tool(copying: Self.made.get())
    let hit = try tool.json("search", "fountain", "--purpose", "test")["hits"]?.array?.first
    #expect(hit?["edited"] == "2026-05-05T08:13:00Z" && hit?["position"] == 3)
    let card = try tool.json("case", "show", "E-1", "--purpose", "test")
    #expect(card["words"]?.array?.last?["position"] == 4)
    #expect(card["words"]?.array?.last?["edited"] == "2026-05-05T08:13:00Z")
  }

  // MARK: What an edit does not say

  private static func edit(_ number: Int, _ edition: Int64, _ sealed: JSONObject) throws -> [UInt8]
  {
    let made = try JSONValue(
      parsing: event(
        "message.edited", id(number), 10 + number,
        ["message": .string(message), "edition": .int(edition)]))
    guard var changed = made.object, var data = changed["data"]?.object else { return [] }
    data["sealed"] = .object(sealed)
    changed["data"] = .object(data)
    return changed.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// A letter with a subject, and edits of it, each followed before the next comes.
  private func edited(_ edits: [(edition: Int64, says: JSONObject)]) throws -> Tool {
    let tool = try Tool()
    let letter = try JSONValue(
      parsing: Self.event("message.received", Self.message, 10, text: "The slats are loose"))
    var (made, data) = (letter.object ?? [:], letter["data"]?.object ?? [:])
    data["sealed"] = ["subject": "Bench in the orchard", "text": "The slats are loose"]
    made["data"] = .object(data)
    try tool.succeed("append", input: made.canonicalBytes)
    for (number, edit) in edits.enumerated() {
      try tool.succeed("project")
      try tool.succeed("append", input: Self.edit(number + 2, edit.edition, edit.says))
    }
    try tool.succeed("project")
    return tool
  }

  @Test(
    "change only what an edit says; what it says to be empty goes",
    arguments: [
      ([(1, ["text": "The seat is loose"])], "Bench in the orchard", "The seat is loose"),
      ([(1, ["subject": "Seat in the orchard"])], "Seat in the orchard", "The slats are loose"),
      ([(1, ["subject": .null, "text": "The seat is loose"])], nil, "The seat is loose"),
      ([(1, ["subject": ""])], nil, "The slats are loose"),
      (
        [(1, ["subject": "Seat in the orchard"]), (2, ["text": "The seat is loose"])],
        "Seat in the orchard", "The seat is loose"
      ),
      // Delivered late: replaced where the other says something, and nowhere else.
      (
        [
          (2, ["text": "The seat is loose"]),
          (1, ["subject": "Seat in the orchard", "text": "The leg is loose"]),
        ],
        "Seat in the orchard", "The seat is loose"
      ),
    ] as [([(Int64, JSONObject)], String?, String)])
  func parts(edits: [(Int64, JSONObject)], subject: String?, text: String) throws {
    let tool = try edited(edits.map { (edition: $0.0, says: $0.1) })
    let page = try tool.json("conversation", "show", "letters", "--purpose", "test")
    let opened = page["opened"]?.object?.members ?? []
    let said = Dictionary(
      opened.map { (String($0.key.split(separator: "/").last ?? ""), $0.value.string ?? "") }
    ) { $0 + $1 }
    #expect(said == ["subject": subject, "text": text].compactMapValues(\.self), "\(opened)")
    for words in ["Bench", "Seat", "slats", "leg", "seat loose", "slats orchard", "seat orchard"] {
      let hits = try tool.json("search", words, "--purpose", "test")["hits"]?.array ?? []
      let standing = "\(subject ?? "") \(text)".lowercased()
      let isThere = words.lowercased().split(separator: " ").allSatisfy { standing.contains($0) }
      #expect(hits.count == (isThere ? 1 : 0), "\(words): \(hits)")
      for hit in hits {
        let snippet = (hit["snippet"]?.string ?? "").lowercased()
        #expect(snippet.contains(words.lowercased().split(separator: " ")[0]), "\(snippet)")
      }
    }
  }

  @Test("say nothing that an edit may have changed that stays closed")
  func closed() throws {
    let tool = try edited([(1, ["text": "The seat is loose"])])
    try tool.succeed("party", "erase", "uma", "--reason", "letter", "--yes")
    try tool.succeed("project")
    let output = try tool.run("conversation", "show", "letters", "--purpose", "test")
    #expect(!output.text.contains("orchard") && !output.text.contains("loose"), "\(output.text)")
    #expect(try tool.json("search", "orchard", "--purpose", "test")["total"] == 0)
  }
}
