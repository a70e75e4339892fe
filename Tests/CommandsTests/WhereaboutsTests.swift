import InteractionModel
import Testing

@Suite("Where somebody is, and who wrote to whom")
struct WhereaboutsTests {
  private static func event(
    _ type: String, _ minute: Int, _ data: JSONObject, _ body: JSONObject = [:],
    _ sealed: JSONObject
  ) -> [UInt8] {
    var data = data
    data["body"] = .object(body)
    data["sealed"] = .object(sealed)
    let event: JSONObject = [
      "specversion": "1.0", "id": .string("601f0000-0000-4000-8000-0000000000\(minute)"),
      "source": "test", "type": .string(type), "time": .string("2026-04-12T09:\(minute):00Z"),
      "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// Nia writes a mail about a case, gives her address, and is passed on.
  private static let made = Result {
    let tool = try Tool()
    let own: JSONObject = [
      "case": "W-1", "party": "nia", "actor": ["type": "party", "id": "nia"],
    ]
    var mail = own
    mail["conversation"] = "nia-mail"
    mail["channel"] = "email"
    mail["direction"] = "inbound"
    var sent = mail
    sent["direction"] = "outbound"
    sent["actor"] = ["type": "agent", "id": "ravi"]
    try tool.succeed(
      "append",
      input: event(
        "case.opened", 10, own, [:], ["title": "Tree down", "address": "Corner of Elm and 3rd"])
        + event(
          "message.received", 11, mail, [:],
          [
            "from": "nia@example.org", "to": ["trees@city.example", "desk@city.example"],
            "subject": "A tree", "text": "It fell on my fence.",
          ])
        + event("fact.provided", 12, mail, ["key": "mailing_address"], ["value": "PO Box 41"])
        + event("party.endpoint_added", 13, own, ["kind": "postal"], ["address": "8 Quince Way"])
        + event(
          "message.sent", 14, sent, [:],
          ["from": "trees@city.example", "to": "nia@example.org", "text": "We will come."])
        + event(
          "handoff.prepared", 15, sent, ["toQueue": "crew"], ["reason": "Needs a saw."]))
    try tool.succeed("project")
    return tool
  }

  @Test(
    "stand in the card of a case, a party and a hand-off",
    arguments: [
      "case show W-1", "party show nia", "handoff show 601f0000-0000-4000-8000-000000000015",
    ])
  func card(line: String) throws {
    let tool = try Tool(copying: Self.made.get())
    let words = line.split(separator: " ").map(String.init)
    let shown = try tool.run(words + ["--purpose", "test"]).text
    let address = shown.split(separator: "\n").drop { !$0.hasPrefix("address ") }.prefix(2)
      .joined(separator: "\n")
    #expect(address.contains("PO Box 41 (mailing address)"), "\(shown)")
    #expect(address.contains("8 Quince Way"), "\(shown)")
    #expect(!shown.contains("known as"), "\(shown)")
    let closed = try tool.run(words).text
    #expect(!closed.contains("Quince") && !closed.contains("PO Box"), "\(closed)")
  }

  @Test("of a case stand in its card, with the address that was last written from")
  func matter() throws {
    let tool = try Tool(copying: Self.made.get())
    let shown = try tool.succeed("case", "show", "W-1", "--purpose", "test").text
    #expect(shown.contains("where        Corner of Elm and 3rd"), "\(shown)")
    #expect(shown.contains("wrote from   nia@example.org"), "\(shown)")
    let closed = try tool.succeed("case", "show", "W-1").text
    #expect(!closed.contains("where") && !closed.contains("wrote from"), "\(closed)")
  }

  @Test("are shown part by part in the timeline, as is whatever else a row of a file says")
  func parts() throws {
    let tool = try Tool()
    let columns: JSONObject = ["Plate": "ZH 88", "Remark": "two\nlines", "Weight": 12]
    for (number, rest) in [
      JSONValue.object(columns), .string(JSONValue.object(columns).canonicalText),
    ].enumerated() {
      try tool.succeed(
        "append",
        input: cloudEvent(
          "note.added", case: "R-\(number)", body: ["kind": "row"], sealed: ["columns": rest]))
    }
    try tool.succeed(
      "append",
      input: cloudEvent(
        "case.opened", case: "R-2",
        sealed: ["title": "A bin", "address": ["street": "Osier Walk", "number": "8"]]))
    try tool.succeed("project")
    func lines(_ matter: String) throws -> [String] {
      try tool.succeed("case", "timeline", matter, "--purpose", "test").text
        .split(separator: "\n").map { String($0.drop { $0 == " " }) }
    }
    for matter in ["R-0", "R-1"] {
      let shown = try lines(matter)
      let expected = [
        "[internal] other columns:", "Plate: ZH 88", "Remark: two", "lines", "Weight: 12",
      ]
      #expect(shown.suffix(5) == expected[...], "\(shown)")
    }
    let shown = try lines("R-2")
    let expected = ["A bin", "address:", "number: 8", "street: Osier Walk"]
    #expect(shown.suffix(4) == expected[...], "\(shown)")
  }

  @Test(
    "stand in the timeline, beside the words",
    arguments: ["case timeline W-1", "party timeline nia"])
  func timeline(line: String) throws {
    let tool = try Tool(copying: Self.made.get())
    let words = line.split(separator: " ").map(String.init) + ["--purpose", "test"]
    let shown = try tool.run(words).text
    for said in [
      "from: nia@example.org", "to: trees@city.example, desk@city.example", "subject: A tree",
      "It fell on my fence.", "address: Corner of Elm and 3rd", "to: nia@example.org",
      "8 Quince Way",
    ] {
      #expect(shown.contains(said), "“\(said)” is missing in \(shown)")
    }
    let entries = try tool.run(words + ["--json"]).json["entries"]?.array ?? []
    let mail = entries.first { $0["type"] == "message.received" }
    #expect(mail?["text"]?["also"]?["from"] == "nia@example.org")
  }
}
