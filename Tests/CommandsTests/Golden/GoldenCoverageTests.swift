import Foundation
import InteractionModel
import Testing

/// That no command, no option and no file is forgotten.
@Suite("Golden answers are complete")
struct GoldenCoverageTests {
  /// The commands that are there to write; their answers are pinned by the tests of what they do.
  private static let writing: Set<String> = [
    "init", "import", "append", "simulate", "project", "rebuild", "generation rollback",
    "quarantine", "party erase",
    "conversation erase", "hold place", "hold release", "key rotate-master", "key rotate-signing",
    "key start-epoch", "backup", "restore", "checkpoint", "prove", "tiles export",
    "evidence", "witness serve", "witness key", "witness add", "witness remove",
  ]

  /// Options that say where the store is, or are the same for every command.
  private static let common: Set<String> = [
    "store", "master-key-file", "master-key-command", "accept-clock", "json", "quiet", "version",
    "help",
  ]

  @Test("of every command that reads, as JSON")
  func commands() throws {
    let commands = try ToolCommand.all()
    let leaves = Set(commands.filter(\.isLeaf).map(\.name))
    #expect(Self.writing.isSubset(of: leaves), "no such commands any more")
    let pinned = GoldenCommand.all.filter { $0.isJSON && $0.store == .whole }
    for name in leaves.subtracting(Self.writing) {
      let words = name.split(separator: " ").map(String.init)
      #expect(
        pinned.contains { $0.arguments.starts(with: words) },
        "`\(name)` has no golden answer: add it to Commands.txt, or to those that write")
    }
  }

  @Test("with every option that it has")
  func options() throws {
    for command in try ToolCommand.all() where command.isLeaf {
      guard !Self.writing.contains(command.name) else { continue }
      let words = command.name.split(separator: " ").map(String.init)
      let used = Set(
        GoldenCommand.all.filter { $0.arguments.starts(with: words) }.flatMap(\.arguments))
      for option in command.options.subtracting(Self.common) {
        #expect(used.contains("--\(option)"), "`\(command.name) --\(option)` has no golden answer")
      }
    }
  }

  @Test("and the help of every command")
  func help() throws {
    let pinned = Set(GoldenCommand.all.filter { $0.store == .help }.map(\.line))
    for command in try ToolCommand.all() {
      let line = command.name.isEmpty ? "--help" : "\(command.name) --help"
      #expect(pinned.contains(line), "`\(line)` has no golden answer")
    }
  }

  @Test("which says what it does, its own options first, and gives an example that is one")
  func examples() throws {
    let tool = try Tool(initialised: false)
    for command in try ToolCommand.all() where command.isLeaf {
      let words = command.name.split(separator: " ").map(String.init)
      let help = try tool.run(words + ["--help"], store: .nowhere).text
      let example = help.split(separator: "EXAMPLE:\n  throughline ").last.map(String.init) ?? ""
      #expect(example.hasPrefix(command.name), "`\(command.name) --help` gives none")
      let options = example.split(whereSeparator: \.isWhitespace).filter { $0.hasPrefix("--") }
      for option in options { #expect(command.options.contains(String(option.dropFirst(2)))) }
      #expect(
        help.range(of: "OPTIONS:")?.lowerBound ?? help.startIndex
          < help.range(of: "STORE:")?.lowerBound ?? help.endIndex)
    }
  }

  @Test("in one file each, and there is no other file")
  func files() throws {
    let names = GoldenCommand.all.map(\.file.name)
    #expect(Set(names).count == names.count, "two commands have one file")
    #expect(names.count > 300)
    #expect(
      !GoldenCommand.all.contains { $0.line.hasPrefix("[") }, "no such store: see GoldenStore")
    guard !GoldenFile.isRenewing else { return }
    #expect(try GoldenFile.names().subtracting(names) == [], "belong to no command of Commands.txt")
  }
}

@Suite("A golden file")
struct GoldenFileTests {
  @Test("is renewed only where it is asked for, never silently, and never by a build server")
  func renewed() throws {
    let variable = GoldenFile.variable
    #expect(GoldenFile.isRenewing([variable: "1"]))
    #expect(!GoldenFile.isRenewing([:]))
    #expect(!GoldenFile.isRenewing([variable: "0"]))
    #expect(!GoldenFile.isRenewing([variable: "1", "CI": "true"]))

    let tool = try Tool(initialised: false)
    let file = GoldenFile(name: "new/answer.txt", folder: URL(filePath: tool.directory))
    #expect(
      try file.compare("a\nb\n", isRenewing: false)?.description.contains("not there") == true)
    #expect(try file.compare("a\nb\n", isRenewing: false) != nil, "it has written nothing")
    #expect(try file.compare("a\nb\n", isRenewing: true) != nil, "whoever renews fails")
    #expect(try file.compare("a\nb\n", isRenewing: false) == nil)
    let difference = try file.compare("a\nc\n", isRenewing: false)?.description
    #expect(difference?.contains("@2 - b\n@2 + c\n") == true, "\(difference ?? "")")
  }

  @Test("shows everything but ciphertext, and marks what is no canonical JSON")
  func text() throws {
    let part = #"{"commitment":"AA==","data":"AAEC","key":"k","nonce":"AAAA","root":"AA=="}"#
    let lines = "{\"sealed\":[\(part)],\"text\":\"a\\u0007\u{202E}/s\"}\n{\"b\":1, \"a\":2}"
    let output = Output(code: 3, standardOutput: Array(lines.utf8), errors: "no /s\n")
    let text = GoldenText(output, store: "/s", isJSON: true).text
    #expect(
      text == """
        {
          "sealed": [{ "commitment": "AA==", "data": "‹3 bytes›", "key": "k", "nonce": "‹3 bytes›", "root": "AA==" }],
          "text": "a\\u0007\\u202e‹store›"
        }
        ⟨not canonical⟩ {"b":1, "a":2}⟨no line feed⟩
        --- standard error
        no ‹store›
        --- exit code 3

        """)
  }

  @Test("says how long ago something was only of a point in history")
  func time() {
    func shown(_ text: String) -> String {
      let output = Output(code: 0, standardOutput: Array(text.utf8), errors: "")
      return GoldenText(output, store: "/s", isJSON: false).text
    }
    #expect(shown("asked 700 days ago, 2025\n") == "asked ‹days› ago, 2025\n")
    #expect(shown("at 5, as of @5\nasked 2 days ago\n") == "at 5, as of @5\nasked 2 days ago\n")
  }
}
