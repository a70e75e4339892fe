import Testing

@testable import Commands

/// What people are shown where there is little room.
@Suite("Answers at 80 columns")
struct WidthTests {
  /// The commands whose answers are for people; records and files of redactions are for programs.
  private static let answers = GoldenCommand.all.filter { command in
    !command.isJSON && command.store != .help
      && !["log", "redact"].contains(command.arguments.first)
      && !command.arguments.contains("--csv") && !command.arguments.contains("--example")
  }

  @Test("go for the help of every command, and for the usage below what is wrong")
  func help() throws {
    let tool = try Tool(initialised: false)
    for command in GoldenCommand.all where command.store == .help {
      let help = try tool.run(command.arguments, store: .nowhere).text
      for line in help.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
      let wrong = try tool.run(
        Array(command.arguments.dropLast()) + ["--no-such-option"], store: .nowhere)
      // In a pipe what is wrong is a sentence on a line; the usage below it is a table.
      let usage = wrong.errors.split(separator: "\n").drop { !$0.hasPrefix("Usage:") }
      for line in usage { #expect(line.count <= 80, "\(line)") }
    }
  }

  @Test(
    "go for what is wrong with a command, all of which is said",
    arguments: [
      [
        "case", "list", "--department",
        "Water and Sewer and Street Light and Road Works Departmant",
      ],
      ["case", "show", "no-case-of-that-name-which-is-a-long-one-and-is-nowhere-to-be-found-here"],
      ["handoff", "list", "--finding", "repeat"], ["find", "x"], ["rebuild", "nonsense"],
      ["case", "show", "A-1", "--as-of", "never"], ["log", "--open"],
      ["search", "(", "--purpose", "x"],
    ])
  func errors(arguments: [String]) async throws {
    let tool = try await GoldenStore.whole.tool
    let plain = try tool.run(arguments + ["--accept-clock"])
    let narrow = try tool.run(arguments + ["--accept-clock"], environment: ["COLUMNS": "80"])
    #expect(plain.code == narrow.code && plain.code != 0)
    for line in narrow.errors.split(separator: "\n") { #expect(line.columns <= 80, "\(line)") }
    #expect(WidthTests.words(narrow.errors) == WidthTests.words(plain.errors))
  }

  @Test("have no longer line, and lose nothing", arguments: answers)
  func widths(command: GoldenCommand) async throws {
    let shared = try await command.store.tool
    let tool = command.needsCopy ? try Tool(copying: shared) : shared
    let arguments = command.arguments + ["--quiet", "--accept-clock"]
    let narrow = try tool.run(arguments, environment: ["COLUMNS": "80"]).text
    for line in narrow.split(separator: "\n") { #expect(line.columns <= 80, "\(line)") }
    guard !command.needsCopy else { return }
    // A long word may be broken, so what it is made of is counted.
    let wide = try tool.run(arguments, environment: ["COLUMNS": "120"]).text
    #expect(WidthTests.letters(narrow) == WidthTests.letters(wide))
  }

  private static func letters(_ text: String) -> [Character: Int] {
    text.reduce(into: [:]) { if !$1.isWhitespace { $0[$1, default: 0] += 1 } }
  }

  private static func words(_ text: String) -> [Substring: Int] {
    text.split { $0.isWhitespace }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}
