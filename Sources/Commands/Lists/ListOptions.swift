internal import ArgumentParser

/// Which part of a list is shown, and how.
struct ListOptions: ParsableArguments {
  @Option(help: "How many at most (default: 50).")
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Start after this one, which the page before gives as its “next”.", valueName: "id"))
  var after: String?

  @OptionGroup var lines: LineOptions

  /// How many lines a page has.
  var count: Int { limit ?? 50 }

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    if lines.isAsked, after != nil || limit != nil {
      throw ValidationError("--csv and --count-by take all lines: leave --after and --limit out")
    }
  }
}
