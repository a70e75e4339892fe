import InteractionModel

/// A command of the tool, as the tool describes itself.
struct ToolCommand {
  /// The words that are typed; none for the tool itself.
  let name: String
  let isLeaf: Bool
  /// The names of its options and flags.
  let options: Set<String>

  /// Every command, but for `help`, which shows the help of others.
  static func all() throws -> [ToolCommand] {
    let tool = try Tool(initialised: false)
    let output = try tool.run("--experimental-dump-help", store: .nowhere)
    guard let root = try output.json["command"] else { throw UnexpectedEnd("no description") }
    return commands(root, path: [])
  }

  private static func commands(_ json: JSONValue, path: [String]) -> [ToolCommand] {
    let subcommands = (json["subcommands"]?.array ?? []).filter { $0["commandName"] != "help" }
    let options = (json["arguments"]?.array ?? []).flatMap { argument in
      (argument["names"]?.array ?? []).filter { $0["kind"] == "long" }
        .compactMap { $0["name"]?.string }
    }
    let own = ToolCommand(
      name: path.joined(separator: " "), isLeaf: subcommands.isEmpty, options: Set(options))
    return [own]
      + subcommands.flatMap { commands($0, path: path + [$0["commandName"]?.string ?? ""]) }
  }
}
