import Testing

/// What people are shown where there is little room.
@Suite("Answers at 80 columns")
struct WidthTests {
  /// The commands whose answers are for people, and of which nothing is cut.
  private static let tables: [GoldenCommand] = {
    let names: Set = ["list", "timeline", "explain", "similar", "status", "search", "find"]
    return GoldenCommand.all.filter { command in
      !command.isJSON && command.store != .help && !command.arguments.contains("--csv")
        && (!names.isDisjoint(with: command.arguments)
          || command.arguments.starts(with: ["response", "show"]))
    }
  }()

  @Test("go for the help of every command, and for the usage below what is wrong")
  func help() throws {
    let tool = try Tool(initialised: false)
    for command in GoldenCommand.all where command.store == .help {
      let help = try tool.run(command.arguments, store: .nowhere).text
      for line in help.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
      let wrong = try tool.run(
        Array(command.arguments.dropLast()) + ["--no-such-option"], store: .nowhere)
      // What is wrong is a sentence, which a terminal breaks; the usage below it is a table.
      let usage = wrong.errors.split(separator: "\n").drop { !$0.hasPrefix("Usage:") }
      for line in usage { #expect(line.count <= 80, "\(line)") }
    }
  }

  @Test("have no longer line, and lose no word", arguments: tables)
  func widths(command: GoldenCommand) async throws {
    let shared = try await command.store.tool
    let tool = command.needsCopy ? try Tool(copying: shared) : shared
    let arguments = command.arguments + ["--quiet", "--accept-clock"]
    let narrow = try tool.run(arguments, environment: ["COLUMNS": "80"]).text
    for line in narrow.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    guard !command.needsCopy else { return }
    let wide = try tool.run(arguments).text
    #expect(WidthTests.words(narrow) == WidthTests.words(wide))
  }

  private static func words(_ text: String) -> [Substring: Int] {
    text.split { $0.isWhitespace }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}
