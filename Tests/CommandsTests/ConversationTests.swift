import Foundation
import InteractionModel
import Testing

@Suite("Conversations as people read them")
struct ConversationTests {
  /// A chat with everything that happens to messages, and the ids of its events by label.
  struct Chat {
    private(set) var input: [UInt8] = []
    private(set) var ids: [String: String] = [:]
    private var count = 0

    init() {
      let (her, agent) = ("party:p-9", "agent:a-1")
      add("start", "conversation.started", "10:00:00", by: her, ["language": "en"])
      add("first", "message.received", "10:00:10", by: her, ["item": "m-1"], "Is the pool open?")
      add("answer", "message.sent", "10:01:00", by: agent, [:], "Yes, until noon.")
      add(
        "edit", "message.edited", "10:01:30", by: agent,
        ["message": .string(ids["answer"] ?? ""), "edition": 2], "Yes, until nine.")
      add(
        "note", "note.added", "10:02:00", by: agent, ["visibility": "internal"],
        "Third call this week.")
      add(
        "aside", "note.added", "10:02:30", by: agent, ["visibility": "private"],
        "Told her the new hours.")
      add("again", "message.received", "10:00:10", by: her, ["item": "m-1"], "Is the pool open?")
      add("late", "message.received", "10:01:10", by: her, [:], "On Sundays too?")
      add("card", "message.received", "10:03:00", by: her, [:], "My card is 4000 1234.")
      add(
        "redaction", "message.redacted", "10:04:00", by: agent,
        ["message": .string(ids["card"] ?? ""), "authority": "pci"])
      add(
        "reply", "message.received", "10:05:00", by: her,
        ["parent": .string(UUID().uuidString.lowercased())], "About the other thing: thanks.")
      add("close", "conversation.closed", "10:06:00", by: agent, ["outcome": "resolved"])
    }

    private mutating func add(
      _ label: String, _ type: String, _ clock: String, by actor: String, _ body: JSONObject,
      _ text: String? = nil
    ) {
      count += 1
      let id = "10000000-0000-4000-8000-\(100_000_000_000 + count)"
      ids[label] = id
      let words = actor.split(separator: ":").map(String.init)
      var data: JSONObject = [
        "body": .object(body), "channel": "chat", "conversation": "pool", "party": "p-9",
        "actor": ["type": .string(words[0]), "id": .string(words[1])],
      ]
      if let text { data["sealed"] = ["text": .string(text)] }
      let event: JSONObject = [
        "specversion": "1.0", "id": .string(id), "source": "test", "type": .string(type),
        "time": .string("2026-05-04T\(clock)-05:00"), "data": .object(data),
      ]
      input += event.canonicalBytes + [UInt8(ascii: "\n")]
    }

    static let labels = [
      "start", "first", "answer", "edit", "note", "aside", "again", "late", "card", "redaction",
      "reply", "close",
    ]

    /// Where an event stands in the log.
    func position(_ label: String) -> Int64 {
      Chat.labels.firstIndex(of: label).map { Int64($0 + 2) } ?? -1
    }
  }

  private let chat = Chat()

  private func store() throws -> Tool {
    let tool = try Tool()
    try tool.succeed("append", input: chat.input)
    try tool.succeed("project")
    return tool
  }

  @Test("In the order of time, with edits, redactions, late and doubled deliveries as such")
  func transcript() throws {
    let tool = try store()
    let shown = try tool.json("conversation", "show", "pool", "--purpose", "a complaint")
    let entries = shown["entries"]?.array ?? []
    let order = [
      "start", "first", "again", "answer", "late", "note", "aside", "card", "reply", "close",
    ]
    #expect(entries.map { $0["position"]?.int } == order.map { chat.position($0) })
    #expect(
      entries.map { $0["state"]?.string } == [
        "original", "original", "duplicate", "edited", "original", "original", "original",
        "redacted", "original", "original",
      ])
    func text(_ label: String) -> String? {
      shown["opened"]?["\(chat.position(label))/text"]?.string
    }
    #expect(text("first") == "Is the pool open?" && text("again") == nil)
    #expect(text("edit") == "Yes, until nine." && text("answer") == nil)
    #expect(text("card") == nil, "what was redacted is not opened")
    #expect(entries[4]["flags"]?.array?.contains("late") == true)
    #expect(entries[8]["flags"]?.array?.contains("parent_missing") == true)
    #expect(shown["withheld"] == [] && shown["leftOut"] == 0)

    let read = try tool.succeed("conversation", "show", "pool", "--purpose", "a complaint").words
    for words in [
      "Yes, until nine.", "edited 2026-05-04 10:01:30-05:00 by a-1",
      "doubled delivery of @\(chat.position("first"))", "delivered late",
      "[internal] Third call this week.", "[private note] Told her the new hours.",
      "redacted 2026-05-04 10:04:00-05:00 by a-1, pci",
      "answers a message that the log does not have",
    ] {
      #expect(read.contains(words), "“\(words)” is missing in \(read)")
    }
    #expect(!read.contains("until noon") && !read.contains("4000 1234"))
    let sealed = try tool.succeed("conversation", "show", "pool").text
    #expect(sealed.contains("(sealed)") && !sealed.contains("pool open?"))
  }

  @Test("What is not public is left out of the public transcript, words and line")
  func publicOnly() throws {
    let tool = try store()
    let shown = try tool.json(
      "conversation", "show", "pool", "--public-only", "--purpose", "a journalist asks")
    let entries = shown["entries"]?.array ?? []
    #expect(!entries.isEmpty && entries.allSatisfy { $0["visibility"] == "public" })
    let places = entries.map { $0["position"]?.int }
    #expect(!places.contains(chat.position("note")) && !places.contains(chat.position("aside")))
    #expect((shown["leftOut"]?.int ?? 0) >= 2)
    let texts = shown["opened"]?.object?.members.compactMap(\.value.string) ?? []
    #expect(Set(texts).isDisjoint(with: ["Third call this week.", "Told her the new hours."]))
    let read = try tool.succeed(
      "conversation", "show", "pool", "--public-only", "--purpose", "a journalist asks"
    ).text
    #expect(!read.contains("Third call") && !read.contains("new hours"))
    #expect(read.contains("left out") && read.contains("Is the pool open?"))
  }

  @Test("As of before the edit the first wording stands; pages go on where they stopped")
  func points() throws {
    let tool = try store()
    let before = try tool.json(
      "conversation", "show", "pool", "--as-of", "@\(chat.position("answer"))", "--purpose", "audit"
    )
    #expect(before["opened"]?["\(chat.position("answer"))/text"] == "Yes, until noon.")
    #expect(before["entries"]?.array?.count == 3 && before["state"]?["status"] == "open")
    #expect(before["asOf"]?["position"] == .int(chat.position("answer")))

    let whole = try tool.json("conversation", "show", "pool")["entries"]?.array ?? []
    let page = try tool.json("conversation", "show", "pool", "--limit", "4")
    #expect(page["entries"]?.array == Array(whole[..<4]))
    let next = try #require(page["next"]?.string)
    let rest = try tool.json("conversation", "show", "pool", "--after", next)
    #expect(rest["entries"]?.array == Array(whole[4...]) && rest["next"] == JSONValue.null)
    #expect(try tool.run("conversation", "show", "pool", "--after", "1").code == 3)
  }

  @Test("Listed by channel, status, party and case; explained and followed by its records")
  func others() throws {
    let tool = try store()
    try tool.succeed(
      "append",
      input: cloudEvent(
        "message.received", case: "C-7", sealed: ["text": "Hello"],
        ["partitionkey": "conversation-mail", "time": "2026-05-03T10:00:00Z"]))
    try tool.succeed("project")
    func list(_ options: String...) throws -> [String] {
      let output = try tool.run(["conversation", "list", "--json"] + options)
      #expect(output.code == 0, "\(output.errors)")
      return (try output.json["conversations"]?.array ?? []).compactMap {
        $0["conversation"]?.string
      }
    }
    #expect(try list() == ["mail", "pool"], "in the order in which they began")
    #expect(try list("--channel", "chat") == ["pool"])
    #expect(try list("--status", "closed") == ["pool"] && list("--party", "p-9") == ["pool"])
    #expect(try list("--case", "C-7") == ["mail"])
    #expect(try tool.run("conversation", "list", "--department", "Parks").code == 2)
    #expect(try list("--limit", "1") == ["mail"] && list("--after", "mail") == ["pool"])
    #expect(try tool.run("conversation", "list", "--channel", "pigeon").code == 2)

    let reason = try tool.json("conversation", "explain", "pool", "status")["fields"]?.array?.first
    #expect(reason?["value"] == "closed" && reason?["position"] == .int(chat.position("close")))
    let entries = try tool.json("conversation", "timeline", "pool")["entries"]?.array ?? []
    #expect(entries.count == Chat.labels.count)
    #expect(
      entries.first?["text"] == JSONValue.null && entries[1]["text"]?["state"] == "notPermitted")
    for verb in ["show", "timeline", "explain"] {
      let absent = try tool.run("conversation", verb, "no-such")
      #expect(absent.code == 3 && absent.errors.contains("conversation list"), "\(verb)")
    }
  }
}
