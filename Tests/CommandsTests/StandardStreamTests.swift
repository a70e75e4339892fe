import Foundation
import InteractionModel
import Testing

/// What is printed arrives, or the exit code says that it did not.
@Suite("Standard output and standard error")
struct StandardStreamTests {
  private static let made = Result {
    let tool = try Tool()
    var events: [UInt8] = []
    for number in 0..<300 {
      events += cloudEvent("case.opened", case: "C-\(number)", ["subject": "some subject"])
    }
    try tool.succeed("import", "cloudevents", "-", input: events)
    try tool.succeed("project")
    return tool
  }

  private func tool() throws -> Tool { try Tool(copying: Self.made.get()) }

  private static let commands: [[String]] = [
    ["log"], ["log", "--open", "--purpose", "audit"], ["status"], ["status", "--json"],
    ["case", "list"], ["case", "list", "--json"], ["case", "show", "C-1"],
    ["case", "timeline", "C-1"], ["case", "explain", "C-1"], ["conversation", "list"],
    ["handoff", "list"], ["party", "list"], ["response", "list"], ["hold", "list"],
    ["erasure", "list"], ["verify"], ["verify", "--json"], ["replay"], ["replay", "--json"],
    ["replay", "--events", "--case", "C-1"], ["project"], ["rebuild", "CaseState"],
    ["init"], ["simulate", "--events", "300", "--seed", "9"], ["--version"], ["help"],
    ["case", "--help"], ["import", "cloudevents", "/dev/null"],
  ]

  /// Some know nothing of a store.
  private static func place(of command: [String]) -> Tool.Place {
    let isStoreless =
      ["simulate", "--version", "help"].contains(command[0]) || command.last == "--help"
    return isStoreless ? .nowhere : .after
  }

  @Test(
    "What is lost on a full disk or a closed output is said, and ends with 3", arguments: commands)
  func lost(command: [String]) throws {
    let tool = try tool()
    let place = Self.place(of: command)
    for line in ["exec \"$@\" >/dev/full", "exec \"$@\" >&-", "exec \"$@\" >&- <&-"] {
      let output = try tool.run(command, store: place, shell: line)
      #expect(output.code == 3, "\(line): \(output.code) \(output.errors)")
      #expect(output.errors.contains("standard output"), "\(line): \(output.errors)")
    }
    // With nobody left to tell, the code says it.
    for line in ["exec \"$@\" >/dev/full 2>/dev/full", "exec \"$@\" >&- 2>&- <&-"] {
      #expect(try tool.run(command, store: place, shell: line).code == 3, "\(line)")
    }
    #expect(try tool.json("verify")["ok"] == true)
  }

  @Test("A reader that goes away ends it quietly", arguments: commands)
  func left(command: [String]) throws {
    let tool = try tool()
    let place = Self.place(of: command)
    let output = try tool.start(command, store: place, isDeaf: true).finish()
    #expect(output.code == 0, "\(output.errors)")
    #expect(!output.errors.contains("cannot be written"), "\(output.errors)")
  }

  @Test("A reader that goes away ends what would print for ever")
  func endless() throws {
    let tool = try Tool(initialised: false)
    let output = try tool.run(
      ["simulate", "--events", "1000000000", "--quiet"], store: .nowhere,
      shell: "{ \"$@\"; echo $? >code; } | head -3")
    #expect(output.lines.count == 3 && output.errors.isEmpty, "\(output.errors)")
    #expect(try String(contentsOfFile: "\(tool.directory)/code", encoding: .utf8) == "0\n")
  }

  @Test("What was found to be wrong is still said when nobody reads")
  func foundAndLeft() throws {
    let tool = try tool()
    let file = try tool.write(Array("no event\n".utf8))
    #expect(try tool.start(["import", "cloudevents", file], isDeaf: true).finish().code == 1)
    #expect(
      try tool.run(["import", "cloudevents", file], shell: "exec \"$@\" >/dev/full").code == 3)
  }

  @Test("Messages that are lost end with 3; a closed standard error costs nothing else")
  func errors() throws {
    let tool = try tool()
    let file = try tool.write(cloudEvent("case.opened", case: "C-x") + Array("no event\n".utf8))
    for line in ["exec \"$@\" 2>&-", "exec \"$@\" 2>/dev/full"] {
      // Nothing to say there.
      let status = try tool.run(["status", "--json"], shell: line)
      #expect(try status.code == 0 && status.json["origin"] == "test.example/log")
      // A rejected row is said there, and the answer is given all the same.
      let output = try tool.run(["import", "cloudevents", file, "--json"], shell: line)
      #expect(try output.code == 3 && output.json["rejected"] == 1)
      // Usage that nobody sees is wrong nevertheless.
      #expect(try tool.run(["frobnicate"], store: .nowhere, shell: line).code == 2)
      #expect(try tool.run(["case", "show", "none"], shell: line).code == 3)
    }
    #expect(try tool.json("verify")["ok"] == true)
  }

  @Test(
    "An erasure is carried out whoever hears of it",
    arguments: [">&-", "2>&-", ">&- 2>&- <&-", ">/dev/full", "2>/dev/full", ">/dev/full 2>&1"])
  func erasure(redirection: String) throws {
    let tool = try Tool()
    let told: JSONObject = [
      "specversion": "1.0", "id": "77000000-0000-4000-8000-000000000001", "source": "test",
      "type": "message.received",
      "data": [
        "party": "ana", "actor": ["type": "party", "id": "ana"], "conversation": "talk-1",
        "channel": "chat", "sealed": ["text": "Ana asks about her boiler"],
      ],
    ]
    try tool.succeed("append", input: told.canonicalBytes)
    let output = try tool.run(
      ["party", "erase", "ana", "--reason", "asked for", "--yes"],
      shell: "exec \"$@\" \(redirection)")
    #expect(output.code == 3, "\(output.errors)")
    #expect(try tool.json("erasure", "list")["erasures"]?.array?.count == 1)
    #expect(try tool.json("verify")["ok"] == true)
    let opened = try tool.succeed("log", "--open", "--purpose", "audit")
    #expect(!opened.text.contains("boiler"))
  }

  @Test("Standard input that is closed is no empty file")
  func closedInput() throws {
    let tool = try tool()
    for command in [["append"], ["import", "cloudevents", "-"]] {
      let output = try tool.run(command, shell: "exec \"$@\" <&-")
      #expect(output.code == 3 && output.errors.contains("standard input"), "\(output.errors)")
    }
    #expect(try tool.run(["status"], shell: "exec \"$@\" <&-").code == 0)
  }

  @Test("Whoever waits for a reader that does not read can be stopped")
  func stalled() throws {
    let tool = try Tool(initialised: false)
    // The reader has the pipe open and reads nothing until it is let go on.
    let pipe = "\(tool.directory)/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let reader = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(reader) }
    let running = try tool.start(
      ["simulate", "--events", "100000", "--quiet"], store: .nowhere, shell: "exec \"$@\" >pipe")
    var entry = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
    #expect(poll(&entry, 1, 60_000) == 1)
    running.send(SIGTERM)
    #expect(running.hasEnded(within: 60_000))
    #expect(try running.finish().code == 130)
  }

  @Test("Only one file writes to them, and none prints unchecked")
  func oneWriter() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    let files = try #require(FileManager.default.enumerator(atPath: root.path))
    let names = [
      "FileHandle.standard", "Swift.print(", "debugPrint(", "dump(", "fputs(", "fputc(", "puts(",
      "printf(", "fwrite(", "readLine(", "NSLog(", "stdout", "stderr",
    ]
    var seen = 0
    for case let path as String in files where path.hasSuffix(".swift") {
      let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      let lines = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
      seen += 1
      for line in lines where path != "Commands/Output/StandardStream.swift" {
        for name in names where line.contains(name) {
          // The names of the descriptors, for `/dev/stdout`, are no stream.
          if line.contains("\"/dev/\(name)\"") { continue }
          Issue.record("\(path) writes past the standard streams: \(line)")
        }
        if line.contains("print("), !path.hasPrefix("Commands/"),
          !line.contains("ingerprint(")
        {
          Issue.record("\(path) prints: \(line)")
        }
      }
    }
    #expect(seen > 100)
  }
}
