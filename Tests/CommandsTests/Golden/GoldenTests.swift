import Foundation
import InteractionModel
import Testing

/// What every reading command answers on one store, byte for byte.
@Suite("Golden answers")
struct GoldenTests {
  @Test("are what they were", arguments: GoldenCommand.all)
  func answers(command: GoldenCommand) async throws {
    let difference = try command.file.compare(try await command.answer())
    if let difference { Issue.record(Comment(rawValue: difference.description)) }
  }
}

extension GoldenCommand {
  /// Arguments that every run has and no golden file shows: progress comes by the clock, and the
  /// clock is years from the store's last record.
  private static let always = ["--quiet", "--accept-clock"]

  /// What the command prints now, as its golden file has it.
  func answer() async throws -> String {
    let shared = try await store.tool
    // What a reading adds to the log must not be in the answer to another one.
    let tool = needsCopy ? try Tool(copying: shared) : shared
    let output =
      try store == .help
      ? tool.run(arguments, store: .nowhere, environment: ["COLUMNS": "80"])
      : tool.run(arguments + Self.always)
    let text = GoldenText(output, store: tool.store, isJSON: isJSON)
    return "$ throughline \(line)\n\(text.text)"
  }
}
