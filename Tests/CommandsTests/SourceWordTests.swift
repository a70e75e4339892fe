import Foundation
import InteractionModel
import Testing

/// What a source calls an event is no text of it: it names the record, and nobody said it.
@Suite("What a source calls its events")
struct SourceWordTests {
  private static func event(
    _ type: String, _ id: String, _ data: JSONObject, sealed: JSONObject = [:]
  ) -> [UInt8] {
    var data = data
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    let event: JSONObject = [
      "specversion": "1.0", "id": .string(id), "source": "test", "type": .string(type),
      "time": "2026-04-09T08:00:00Z", "correlationid": "desk rota 7", "data": .object(data),
    ]
    return event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// Four events, one of which says something.
  private static let made = Result {
    let tool = try Tool()
    let party: JSONObject = ["party": "uma", "actor": ["type": "party", "id": "uma"]]
    func chat(_ more: JSONObject = [:]) -> JSONObject {
      var data = party
      data["conversation"] = "ferry-talk"
      data["channel"] = "chat"
      for member in more.members { data[member.key] = member.value }
      return data
    }
    var opened = party
    opened["case"] = "F-1"
    try tool.succeed(
      "append",
      input: event("conversation.started", "zebra-start-1", chat(["body": ["case": "F-1"]]))
        + event("case.opened", "zebra-case-2", opened)
        + event("assistant.turn_taken", "zebra-turn-3", chat(["body": ["turn": 1]]))
        + event(
          "message.received", "zebra-message-4", chat(),
          sealed: ["text": "The ferry was late", "externalID": "post 99"]))
    try tool.succeed("project")
    return tool
  }

  @Test("is not found as a text of its own, and finds what is one")
  func search() throws {
    let tool = try Tool(copying: Self.made.get())
    let index = try tool.json("status")["search"]
    #expect(index?["documents"] == 1, "\(index?.canonicalText ?? "none")")
    let found = try tool.json("search", "zebra", "--purpose", "test")
    #expect(found["hits"]?.array?.map { $0["kind"] } == ["message"])
    #expect(try tool.json("search", "ferry", "--purpose", "test")["total"] == 1)
  }

  @Test("finds whose event it is")
  func find() throws {
    let tool = try Tool(copying: Self.made.get())
    for id in ["zebra-case-2", "zebra-start-1"] {
      let people = try tool.json("find", id, "--purpose", "test")["people"]?.array
      #expect(people?.map { $0["party"] } == ["uma"], "\(id)")
    }
  }

  @Test("stands in no timeline and is no utterance without words")
  func shown() throws {
    let tool = try Tool(copying: Self.made.get())
    for words in [["case", "timeline", "F-1"], ["conversation", "show", "ferry-talk"]] {
      let shown = try tool.run(words + ["--purpose", "test"]).text
      #expect(shown.contains("The ferry was late"), "\(shown)")
      for noise in ["zebra", "post 99", "rota", "no text", "opened)"] {
        #expect(!shown.contains(noise), "“\(noise)” is in \(shown)")
      }
    }
    let entries = try tool.json("case", "timeline", "F-1", "--purpose", "test")["entries"]?.array
    #expect(entries?.count { $0["text"] != .null } == 1)
  }

  @Test("is not said to be sealed, where nobody would read anything if it were open")
  func closed() throws {
    let tool = try Tool(copying: Self.made.get())
    for words in [["case", "timeline", "F-1"], ["conversation", "timeline", "ferry-talk"]] {
      let shown = try tool.run(words).text
      #expect(shown.components(separatedBy: "(sealed)").count == 2, "\(shown)")
      let entries = try tool.run(words + ["--json"]).json["entries"]?.array ?? []
      let closed = entries.filter { $0["text"] != .null }
      #expect(closed.map { $0["type"] } == ["message.received"])
      #expect(closed.allSatisfy { $0["text"]?["state"] == "notPermitted" })
    }
    let walk = try tool.run("replay", "--events", "--all", "--case", "F-1").text
    #expect(walk.components(separatedBy: "(sealed)").count == 2, "\(walk)")
    let card = try tool.succeed("case", "show", "F-1").text
    #expect(card.contains("1 sealed"), "\(card)")
  }

  @Test("is known by its name, and by what it is called where the data have that name")
  func members() {
    for name in [
      "externalID", "cloudevent.externalID", "cloudevent.externalID__", "source", "correlationid",
    ] {
      #expect(SourceWord.isMember(name), "\(name)")
    }
    for name in ["text", "externalIDs", "cloudevent.attributes", "sources", "data.source", ""] {
      #expect(!SourceWord.isMember(name), "\(name)")
    }
  }
}
