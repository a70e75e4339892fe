internal import ArgumentParser

/// Which part of a list is shown, and how.
struct ListOptions: ParsableArguments {
  @Option(help: "How many at most (default: 50, of --csv all).")
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Start after this one, which the page before gives as its “next”.", valueName: "id"))
  var after: String?

  @OptionGroup var lines: LineOptions

  /// How many lines a page has.
  var count: Int { limit ?? 50 }

  private var isPage: Bool { after != nil || limit != nil }

  /// Whether all lines are asked for, and no page of them.
  var takesAll: Bool { lines.isAsked && !isPage }

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    if lines.countBy != nil, isPage {
      throw ValidationError("--count-by counts all lines: leave --after and --limit out")
    }
  }
}
