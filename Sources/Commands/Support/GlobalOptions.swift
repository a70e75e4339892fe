/// Options that are accepted anywhere: before the subcommand, within it and after it.
enum GlobalOptions {
  private static let withValue = ["--store", "--master-key-file", "--master-key-command"]
  private static let flags = ["--accept-clock"]
  /// The subcommands that ask no store, which take none of them.
  private static let storeless = ["vocabulary"]

  /// Moves global options to the end, where the parser takes them.
  ///
  /// Where a subcommand asks no store they are left out. Where none is named they are too: the parser
  /// then speaks of what is missing or unknown, and not of an option that the root command does not
  /// have.
  static func moved(_ arguments: [String], subcommands: [String]) -> [String] {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    var global: [String] = []
    var rest: [String] = []
    var index = arguments.startIndex
    while index < end {
      let argument = arguments[index]
      if withValue.contains(argument), index + 1 < end {
        global += [argument, arguments[index + 1]]
        index += 2
        continue
      }
      if flags.contains(argument) || withValue.contains(where: { argument.hasPrefix($0 + "=") }) {
        global.append(argument)
      } else {
        rest.append(argument)
      }
      index += 1
    }
    guard let name = rest.first else { return [] }
    guard subcommands.contains(name) else {
      return name == "help" || name.hasPrefix("-") ? rest : [name]
    }
    return rest + (storeless.contains(name) ? [] : global) + arguments[end...]
  }
}
