internal import ArgumentParser
internal import InteractionModel
internal import Queries

/// What is made of a list beside a page for people: a table for other programs, or counts.
struct LineOptions: ParsableArguments {
  @Flag(help: "Print all lines as comma-separated values (RFC 4180).")
  var csv = false

  @Option(
    help: ArgumentHelp(
      "Count all lines by what they have in this column, a member of --json.", valueName: "column"))
  var countBy: String?

  /// Whether all lines are asked for, and no page of them.
  var isAsked: Bool { csv || countBy != nil }

  /// Prints the lines, or what they count.
  /// - Parameters:
  ///   - lines: all lines.
  ///   - asJSON: whether counts are printed as JSON.
  /// - Throws: when there is no such column, or the lines cannot be read.
  func show(_ lines: ListLines, asJSON: Bool) throws {
    Interruption.install()
    if csv, asJSON { throw ValidationError("give --csv or --json, not both") }
    if let countBy {
      let tally = try Tally(of: lines, by: countBy)
      if csv { try tally.lines.showCSV() } else { LineOptions.show(tally, asJSON) }
    } else {
      try lines.showCSV()
    }
    if let lag = lines.lag { Terminal.note(lag.line) }
  }

  private static func show(_ tally: Tally, _ asJSON: Bool) {
    if asJSON { return Terminal.show(tally.json) }
    var table = TextTable("COUNT", tally.column.uppercased())
    for (value, count) in tally.counts { table.add(String(count), Terminal.plain(value)) }
    table.show()
    print(Terminal.styled("\n\(tally.total) in all", .dim))
  }
}
