import Testing

/// Tables where there is little room.
@Suite("Tables at 80 columns")
struct WidthTests {
  /// The commands whose answers are tables, and say nothing else in sentences.
  private static let tables: [GoldenCommand] = {
    let names: Set = ["list", "timeline", "explain", "similar", "status"]
    return GoldenCommand.all.filter { command in
      !command.isJSON && command.store != .help && !command.arguments.contains("--csv")
        && (!names.isDisjoint(with: command.arguments)
          || command.arguments.starts(with: ["response", "show"]))
    }
  }()

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
