import Foundation
import InteractionModel
import ProjectionEngine
import Queries
import Testing

@testable import Commands

/// What is typed while a case or a conversation is walked event by event.
@Suite("The keys of the walk")
struct EventWalkKeysTests {
  /// A call of five events, of which the second and the third change nothing but counts.
  private static let made = Result {
    let tool = try Tool()
    for (number, type) in [
      "conversation.started", "message.received", "message.received", "contact.enqueued",
      "conversation.closed",
    ].enumerated() {
      try tool.succeed(
        "append",
        input: cloudEvent(
          type, id: "key-\(number)",
          [
            "time": .string("2026-06-02T09:0\(number):00Z"),
            "data": [
              "conversation": "ring", "channel": "voice",
              "body": type == "contact.enqueued" ? ["queue": "Night Desk"] : [:],
            ],
          ]))
    }
    try tool.succeed("project")
    return tool
  }

  private func walk() throws -> EventWalkView {
    let lines = try Self.made.get().succeed("log", "--conversation", "ring").text
    let steps = try lines.split(separator: "\n").enumerated().map { number, line in
      let change = FieldChange(field: "status", before: nil, after: .string("state \(number)"))
      return EntityStep(
        record: try Record(line: Array(line.utf8)),
        changes: [1, 2].contains(number) ? [] : [change])
    }
    return EventWalkView(EventWalk(steps: steps), isFolded: true, width: 80)
  }

  @Test("the question leaves room for an answer")
  func prompt() throws {
    let walk = try walk()
    for place in 0..<4 {
      let prompt = walk.prompt(at: place)
      #expect(prompt.hasPrefix(place == 1 ? "2–3 of 5 – Enter" : "\([1, 0, 4, 5][place]) of 5 – "))
      #expect(prompt.count <= 72, "\(prompt)")
    }
  }

  @Test(
    "lead on, back, to a number, to a position and to words",
    arguments: [
      ("", 0, .to(1)), ("", 2, .to(3)), ("", 3, .stop), ("b", 2, .to(1)), ("b", 0, .to(0)),
      ("B", 3, .to(2)), ("e", 1, .expand), ("q", 1, .stop), ("Q", 0, .stop),
      // The second and the third are one place.
      ("1", 3, .to(0)), ("2", 0, .to(1)), ("3", 0, .to(1)), ("5", 0, .to(3)),
      ("0", 0, .nowhere), ("6", 0, .nowhere), ("-1", 0, .nowhere),
      ("@2", 3, .to(0)), ("@4", 0, .to(1)), ("@6", 0, .to(3)), ("@7", 0, .nowhere),
      ("@", 0, .nowhere), ("/night desk", 0, .to(2)), ("/NIGHT", 3, .to(2)),
      ("/conversation", 0, .to(3)), ("/conversation", 3, .to(0)), ("/no such words", 0, .nowhere),
      ("further", 0, .nowhere), ("99999999999999999999", 0, .nowhere),
    ] as [(String, Int, EventWalkView.Move)])
  func keys(answer: String, place: Int, move: EventWalkView.Move) throws {
    #expect(try walk().step(answer, from: place) == move)
  }

  /// What a walk on a terminal shows.
  private func shown(_ keys: String, of conversation: String, _ tool: Tool, _ options: String...)
    throws -> String
  {
    let words =
      "\(Tool.program) replay --events --conversation \(conversation) --store \(tool.store) "
      + options.joined(separator: " ")
    let output = try tool.run(
      [], store: .nowhere, input: Array(keys.utf8),
      environment: ["COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1", "TZ": "UTC"],
      shell: "exec script -qec '\(words)' /dev/null")
    #expect(output.code == 0, "\(output.errors)")
    return output.text
  }

  @Test("search what people said only for a purpose, and say so where they do not")
  func sealed() throws {
    let tool = try Tool()
    let data: JSONObject = ["conversation": "dial", "channel": "chat"]
    for (type, text) in [("conversation.started", nil), ("message.received", "The marmot sleeps")] {
      var data = data
      if let text { data["sealed"] = ["text": .string(text)] }
      try tool.succeed("append", input: cloudEvent(type, ["data": .object(data)]))
    }
    try tool.succeed("project")
    let closed = try shown("/marmot\n/sealed\n/message\nq\n", of: "dial", tool)
    #expect(closed.contains("(sealed)") && !closed.contains("marmot sleeps"), "\(closed)")
    let remark = "what people said was not searched"
    #expect(closed.components(separatedBy: remark).count == 4, "\(closed)")
    #expect(closed.components(separatedBy: "nothing has “").count == 3, "\(closed)")
    let open = try shown("/marmot\n/otter\nq\n", of: "dial", tool, "--purpose test")
    #expect(open.contains("The marmot sleeps") && !open.contains(remark), "\(open)")
    #expect(open.contains("nothing has “otter”"), "\(open)")
    let piped = try tool.run("replay", "--events", "--conversation", "dial")
    #expect(piped.text.contains("(sealed)") && piped.errors.contains("--purpose TEXT opens it"))
    let walk = ["replay", "--events", "--conversation", "dial", "--json"]
    #expect(
      try tool.run(walk).json["events"]?.array?.last?["text"]?["state"] == "notPermitted")
    #expect(
      try tool.run(walk + ["--purpose", "test"]).json["events"]?.array?.last?["text"]?["value"]
        == "The marmot sleeps")
    let log = try tool.succeed("log", "--type", "record.accessed").text
    #expect(log.contains("\"command\":\"replay\""))
  }

  @Test("are asked for on a terminal, and what they lead to is shown")
  func terminal() throws {
    let text = try shown("\n/closed\nb\nnowhere\nq\n", of: "ring", Self.made.get())
    for words in ["1 of 5", "5 of 5", "4 of 5", "“nowhere” is none of the answers"] {
      #expect(text.contains(words), "“\(words)” is missing in \(text)")
    }
  }
}
