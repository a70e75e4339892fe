/// Options that are accepted before the subcommand as well as after it.
enum GlobalOptions {
  private static let withValue = ["--store", "--master-key-file", "--master-key-command"]

  /// Moves global options that stand before the subcommand to the end, where the parser takes them.
  static func moved(_ arguments: [String]) -> [String] {
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
    guard !leading.isEmpty else { return arguments }
    let rest = arguments[index...]
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return rest[..<end] + leading + rest[end...]
  }
}
