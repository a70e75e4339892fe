internal import ArgumentParser

/// Which part of a list is shown, and how.
struct ListOptions: ParsableArguments {
  @OptionGroup var page: PageOptions

  @Option(
    help: ArgumentHelp("Start after this one: the “next” of the page before.", valueName: "id"))
  var after: String?

  @OptionGroup var lines: LineOptions

  /// How many lines a page has when nobody says it.
  var limit: Int { page.limit ?? 50 }

  func validate() throws {
    if lines.isAsked, after != nil || page.limit != nil {
      throw ValidationError("--csv and --count-by take all lines: leave --after and --limit out")
    }
  }
}
