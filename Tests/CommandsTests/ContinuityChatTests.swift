import Foundation
import InteractionModel
import Testing

/// A support channel in which many people ask and a few help, as conversations of those who ask.
struct SupportChannel {
  private struct Line {
    let time: String
    let nick: String
    let text: String

    /// Reads `channel 2019-09-04 [22:44:46] <nick> text`; nil for anything else.
    init?(_ line: Substring) {
      let words = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
      guard words.count == 5, words[2].hasPrefix("["), words[2].hasSuffix("]"),
        words[3].hasPrefix("<"), words[3].hasSuffix(">")
      else { return nil }
      time = "\(words[1])T\(words[2].dropFirst().dropLast())Z"
      nick = String(words[3].dropFirst().dropLast())
      text = String(words[4])
    }

    /// The words of the text, so that a name is found whatever stands around it.
    var words: Set<String> {
      Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }.map(String.init))
    }
  }

  /// Who helps: those who speak to at least so many others by name.
  private static let helped = 5

  private(set) var input: [UInt8] = []
  private(set) var conversations = 0
  private let people: [String: String]
  private let lines: [Line]

  init(_ bytes: [UInt8]) {
    lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { Line($0) }
    let nicks = Set(lines.map(\.nick))
    var addressed: [String: Set<String>] = [:]
    for line in lines {
      addressed[line.nick, default: []].formUnion(line.words.intersection(nicks))
    }
    let helpers = addressed.filter { nick, others in
      others.subtracting([nick]).count >= SupportChannel.helped
    }
    // Nicks are people's own names for themselves: the log gets ids in their place.
    people = Dictionary(
      uniqueKeysWithValues: nicks.sorted().enumerated().map { ($1, "person-\($0)") })
    var started: Set<String> = []
    var last: String?
    for (index, line) in lines.enumerated() {
      let isHelper = helpers[line.nick] != nil
      let asker = isHelper ? line.words.intersection(started).first ?? last : line.nick
      guard let asker else { continue }
      last = asker
      if started.insert(asker).inserted {
        add("conversation.started", line, asker, "start-\(index)")
      }
      add(isHelper ? "message.sent" : "message.received", line, asker, "line-\(index)")
    }
    conversations = started.count
  }

  private mutating func add(_ type: String, _ line: Line, _ asker: String, _ id: String) {
    let person = people[asker] ?? ""
    let isSent = type == "message.sent"
    var data: JSONObject = [
      "channel": "chat", "conversation": .string("chat-\(person)"), "party": .string(person),
      "actor": [
        "type": isSent ? "agent" : "party", "id": .string(people[line.nick] ?? ""),
      ], "direction": isSent ? "outbound" : "inbound",
    ]
    if type != "conversation.started" { data["sealed"] = ["text": .string(line.text)] }
    let event: JSONObject = [
      "specversion": "1.0", "source": "channel", "type": .string(type), "id": .string(id),
      "time": .string(line.time), "data": .object(data),
    ]
    input += event.canonicalBytes + [UInt8(ascii: "\n")]
  }

  /// Who wrote a line, and when.
  func author(ofLine number: Int) -> (party: String, time: Instant)? {
    guard lines.indices.contains(number - 1), let party = people[lines[number - 1].nick],
      let time = Timestamp(lines[number - 1].time)?.instant
    else { return nil }
    return (party, time)
  }
}

@Suite("Somebody is sent away to another channel and has to start over")
struct ContinuityChatTests {
  private static let file = "chat/stripe.0.ascii.txt"

  @Test(
    "The restart is found once the second conversation is there, and withdrawn by a later link",
    .enabled(if: RealData.exists(file), RealData.absent))
  func restart() throws {
    let channel = SupportChannel(try RealData.bytes(ContinuityChatTests.file))
    #expect(channel.conversations > 80)
    let tool = try Tool()
    let path = try tool.write(channel.input)
    let imported = try tool.json("import", "cloudevents", path)
    #expect(imported["rejected"] == 0 && (imported["appended"]?.int ?? 0) > 1_200)
    try tool.succeed("project")
    func restarts(_ options: String...) throws -> [JSONValue] {
      let arguments = ["handoff", "list", "--finding", "channel_restart", "--json"] + options
      return try tool.run(arguments).json["findings"]?.array ?? []
    }
    #expect(try restarts() == [])

    // The person of line 14, who was told to write to another place, does so.
    let person = try #require(channel.author(ofLine: 14))
    func event(
      _ type: String, _ stream: String, _ minutes: Int64, _ body: JSONObject = [:],
      _ more: JSONObject = [:]
    ) -> [UInt8] {
      var data: JSONObject = ["body": .object(body)]
      for member in more.members { data[member.key] = member.value }
      let event: JSONObject = [
        "specversion": "1.0", "source": "test", "type": .string(type),
        "id": .string("\(type)/\(stream)"), "partitionkey": .string(stream),
        "time": .string(person.time.advanced(bySeconds: minutes * 60).description),
        "data": .object(data),
      ]
      return event.canonicalBytes + [UInt8(ascii: "\n")]
    }
    let form: JSONObject = [
      "channel": "self_service", "party": .string(person.party), "direction": "inbound",
      "actor": ["type": "party", "id": .string(person.party)],
    ]
    var message = form
    message["sealed"] = ["text": "As I said before, somewhere else: I do not know this charge."]
    try tool.succeed(
      "append",
      input: event("conversation.started", "conversation-form-1", 25, [:], form)
        + event("message.received", "conversation-form-1", 26, [:], message))
    try tool.succeed("project")
    let found = try restarts()
    try #require(found.count == 1, "\(found)")
    let first = "chat-\(person.party)"
    #expect(found[0]["conversation"] == "form-1" && found[0]["earlier"]?.string == first)
    #expect(found[0]["fromChannel"] == "chat" && found[0]["toChannel"] == "self_service")
    #expect(found[0]["state"] == "open")
    let id = try #require(found[0]["id"]?.string)
    let causes = try tool.json("handoff", "explain", id)["causes"]?.array ?? []
    #expect(Set(causes.compactMap { $0["conversation"]?.string }) == [first, "form-1"])
    #expect(try tool.json("party", "show", person.party)["findings"]?.array?.count == 1)

    // Somebody sees that the two belong together.
    try tool.succeed(
      "append",
      input: event("case.opened", "case-K-1", 60)
        + event("conversation.linked", "conversation-\(first)", 61, ["case": "K-1"])
        + event("conversation.linked", "conversation-form-1", 62, ["case": "K-1"]))
    try tool.succeed("project")
    let after = try restarts()
    #expect(after.count == 1 && after[0]["id"]?.string == id)
    #expect(after[0]["state"] == "withdrawn")
    let head = try tool.head()
    #expect(after[0]["withdrawnBy"] == .int(head))
    #expect(try restarts("--open-only") == [])
    let text = try tool.succeed("handoff", "list", "--finding", "channel_restart").text
    #expect(text.contains("withdrawn by @\(head)"), "\(text)")
    let reasons = try tool.json("handoff", "explain", id)
    #expect(reasons["withdrawnBy"]?["type"] == "conversation.linked")
    // As of before the links it stood.
    let before = try tool.json("handoff", "explain", id, "--as-of", "@\(head - 3)")
    #expect(before["state"] == "open" && before["withdrawnBy"] == JSONValue.null)
    #expect(try tool.json("replay")["equal"] == true)
  }
}
