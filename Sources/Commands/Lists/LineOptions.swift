internal import ArgumentParser
internal import InteractionModel
internal import Queries

/// What is made of a list beside a page for people: a table for other programs, or counts.
struct LineOptions: ParsableArguments {
  @Flag(help: "Print all lines as comma-separated values (RFC 4180).")
  var csv = false

  @Option(
    help: ArgumentHelp(
      "Count all lines by what they have in this column, as the table calls it or --json.",
      valueName: "column"))
  var countBy: String?

  /// Whether something else than a page for people is asked for.
  var isAsked: Bool { csv || countBy != nil }

  /// Prints the lines, or what they count.
  /// - Parameters:
  ///   - lines: all lines, or those of a page.
  ///   - asJSON: whether counts are printed as JSON.
  ///   - next: what the page behind theirs starts after; nil when nothing follows.
  /// - Throws: when there is no such column, or the lines cannot be read.
  func show(_ lines: ListLines, asJSON: Bool, next: String? = nil) throws {
    Interruption.install()
    if csv, asJSON { throw ValidationError("give --csv or --json, not both") }
    if let countBy {
      let tally = try Tally(of: lines, by: countBy)
      if csv { try tally.lines.showCSV() } else { LineOptions.show(tally, asJSON) }
    } else {
      try lines.showCSV()
      if let next { Terminal.note("more: --after \(next)") }
    }
    if let lag = lines.lag { Terminal.note(lag.line) }
  }

  private static func show(_ tally: Tally, _ asJSON: Bool) {
    if asJSON { return Terminal.show(tally.json) }
    // As tables head their columns: `slaState` is `SLA STATE`.
    let heading = tally.column.reduce(into: "") { heading, letter in
      heading += letter.isUppercase ? " \(letter)" : letter.uppercased()
    }
    var table = TextTable("COUNT", heading)
    for (value, count) in tally.counts { table.add(String(count), Terminal.plain(value)) }
    table.show()
    print(Terminal.styled("\n\(tally.total) in all", .dim))
  }
}
