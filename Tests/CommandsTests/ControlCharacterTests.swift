import Foundation
import InteractionModel
import Testing

/// What was written by others does not rule the terminal of who reads it.
@Suite("Control and direction characters")
struct ControlCharacterTests {
  /// A case whose text begins commands to a terminal, and turns the direction of writing.
  private static let nasty =
    "a\u{9B}2Jb\u{85}c\u{202E}d\u{2066}e\u{7F}f\u{200F}g\u{2028}h\u{1B}[1mi"

  private static let hidden: Set<Unicode.Scalar> = [
    "\u{9B}", "\u{85}", "\u{202E}", "\u{2066}", "\u{7F}", "\u{200F}", "\u{2028}", "\u{1B}",
  ]

  private static let handoff = "0b6f3a52-7f3e-4c27-9d0e-6a1f4a3c9e12"

  private static let made = Result {
    let tool = try Tool()
    let event = cloudEvent("case.opened", case: "C-1", sealed: ["subject": .string(nasty)])
    try tool.succeed("append", input: event)
    let request = cloudEvent(
      "transfer.requested", id: handoff, body: ["kind": "warm", "toQueue": "q2"],
      sealed: ["reason": .string(nasty), "expected": .string(nasty)])
    try tool.succeed("append", input: request)
    try tool.succeed("project")
    return tool
  }

  private static let commands = [
    ["log", "--open", "--purpose", "audit"],
    ["case", "timeline", "C-1", "--json", "--purpose", "audit"],
    ["case", "show", "C-1", "--json"], ["log"],
    ["search", "subject", "--json", "--purpose", "audit"],
    ["handoff", "show", handoff, "--json", "--purpose", "audit"],
    ["handoff", "timeline", handoff, "--json", "--purpose", "audit"],
  ]

  /// Runs a command whose standard output is a terminal; answers its lines.
  private func onTerminal(_ tool: Tool, _ command: [String]) throws -> [String] {
    // Each word comes to the inner shell through the environment, so none is quoted twice.
    let words = (1...command.count + 3).map { "\"$W\($0)\"" }.joined(separator: " ")
    let all = [Tool.program] + command + ["--store", "sqlite:\(tool.store)"]
    let variables = Dictionary(
      uniqueKeysWithValues: all.enumerated().map { ("W\($0.offset + 1)", $0.element) })
    let output = try tool.run(
      [], store: .nowhere, environment: variables.merging(["NO_COLOR": "1"]) { $1 },
      shell: "exec script -qec '\(words)' /dev/null")
    #expect(output.code == 0, "\(output.text) \(output.errors)")
    // The terminal has made a carriage return of each end of a line.
    return output.text.split(separator: "\r\n").map(String.init)
  }

  @Test("On a terminal JSON and record lines escape them, and say the same", arguments: commands)
  func terminal(command: [String]) throws {
    let tool = try Tool(copying: Self.made.get())
    let lines = try onTerminal(tool, command)
    #expect(!lines.isEmpty)
    let piped = try tool.run(command)
    #expect(piped.code == 0, "\(piped.errors)")
    for line in lines {
      #expect(!line.unicodeScalars.contains(where: Self.hidden.contains), "\(line)")
      _ = try JSONValue(parsing: Array(line.utf8))
    }
    // Accounts of the first reading are not in the second.
    let plain = try piped.jsonLines
    for (index, line) in lines.enumerated() where plain.count == lines.count {
      #expect(try JSONValue(parsing: Array(line.utf8)) == plain[index])
    }
  }

  @Test("In a pipe they stand as they were written and hashed")
  func pipe() throws {
    let tool = try Tool(copying: Self.made.get())
    let opened = try tool.run(Self.commands[0])
    // The canonical form escapes what JSON has to have escaped, and nothing else.
    for scalar in Self.hidden.subtracting(["\u{1B}"]) {
      #expect(opened.text.unicodeScalars.contains(scalar))
    }
    for line in try opened.jsonLines where line["record"]?["type"] == "case.opened" {
      #expect(line["opened"]?.array?.first?["content"]?["subject"]?.string == Self.nasty)
    }
  }

  @Test("Tables on a terminal show them by their numbers")
  func tables() throws {
    let tool = try Tool(copying: Self.made.get())
    for command in [["case", "timeline", "C-1"], ["handoff", "show", Self.handoff]] {
      let shown = try onTerminal(tool, command + ["--purpose", "audit"])
      #expect(shown.contains { $0.contains("\\u{9b}2J") }, "\(shown)")
      #expect(!shown.joined().unicodeScalars.contains(where: Self.hidden.contains))
    }
  }

  @Test("Lines of mail end where their writer ended them, and nowhere shows how")
  func mail() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: cloudEvent(
        "message.received",
        [
          "data": [
            "conversation": "M-1", "channel": "email",
            "sealed": ["text": "Dear office,\r\n\r\nthe kerb is broken.\r\nAda"],
          ]
        ]))
    try tool.succeed("project")
    for command in [["conversation", "show", "M-1"], ["conversation", "timeline", "M-1"]] {
      let shown = try tool.run(command + ["--purpose", "audit"])
      let lines = shown.text.split(separator: "\n").map { $0.drop { $0 == " " } }
      #expect(lines.contains("the kerb is broken."), "\(shown.text)\(shown.errors)")
      #expect(lines.contains("Ada"))
      #expect(!shown.text.contains("\\u{d}") && !shown.text.contains("\r"))
    }
  }
}
