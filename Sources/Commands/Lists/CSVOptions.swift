internal import ArgumentParser
internal import Queries

/// Whether what was found is a table for other programs.
struct CSVOptions: ParsableArguments {
  @Flag(help: "Print comma-separated values (RFC 4180).")
  var csv = false

  /// Makes sure that one form alone is asked for.
  func validate(with output: OutputOptions) throws {
    if csv, output.json { throw ValidationError("give --csv or --json, not both") }
  }
}

extension ListLines {
  /// Prints the lines as comma-separated values.
  /// - Throws: when they cannot be read.
  func showCSV() throws {
    do {
      try csv { record in
        StandardStream.output.write(
          Terminal.isInteractive ? Terminal.lines(record.replacing("\r\n", with: "\n")) : record)
        if !StandardStream.output.isHeard { throw Unheard() }
      }
    } catch is Unheard {}
  }

  /// Nobody reads what is printed any more.
  private struct Unheard: Error {}
}
