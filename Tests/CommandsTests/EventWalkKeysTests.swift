import Foundation
import InteractionModel
import ProjectionEngine
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
    return EventWalkView(steps: steps, isFolded: true, width: 80)
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

  @Test("are asked for on a terminal, and what they lead to is shown")
  func terminal() throws {
    let tool = try Self.made.get()
    let words = "\(Tool.program) replay --events --conversation ring --store \(tool.store)"
    let output = try tool.run(
      [], store: .nowhere, input: Array("\n/closed\nb\nnowhere\nq\n".utf8),
      environment: ["COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1", "TZ": "UTC"],
      shell: "exec script -qec '\(words)' /dev/null")
    #expect(output.code == 0, "\(output.errors)")
    let text = output.text
    for words in ["1 of 5", "5 of 5", "4 of 5", "there is no such place"] {
      #expect(text.contains(words), "“\(words)” is missing in \(text)")
    }
  }
}
