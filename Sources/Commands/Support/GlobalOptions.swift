/// Options that are accepted before the subcommand as well as after it.
enum GlobalOptions {
  private static let withValue = ["--store", "--master-key-file", "--master-key-command"]

  /// Moves global options that stand before the subcommand to the end, where the parser takes them.
  ///
  /// Where no subcommand follows they are left out: the parser then speaks of what is missing or
  /// unknown, and not of an option that the root command does not have.
  static func moved(_ arguments: [String], subcommands: [String]) -> [String] {
    var leading: [String] = []
    var index = 0
    scanning: while index < arguments.count {
      for option in withValue {
        if arguments[index] == option, index + 1 < arguments.count {
          leading += [option, arguments[index + 1]]
          index += 2
          continue scanning
        }
        if arguments[index].hasPrefix(option + "=") {
          leading.append(arguments[index])
          index += 1
          continue scanning
        }
      }
      break
    }
    let rest = arguments[index...]
    guard let name = rest.first else { return [] }
    guard subcommands.contains(name) else {
      return name == "help" || name.hasPrefix("-") ? Array(rest) : [name]
    }
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return rest[..<end] + leading + rest[end...]
  }
}
