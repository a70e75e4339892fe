internal import ArgumentParser
internal import InteractionModel
internal import Queries

/// `throughline find TEXT`: who is meant, by whatever somebody has of them.
struct FindCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "find",
    abstract: "Find whom a number, an address, a name or an id belongs to.",
    discussion: """
      Takes a telephone number in any spelling, a mail address, a name, an account, reference or \
      case number, or an id of a party, a case or a conversation, or its beginning. Whoever wrote \
      it, in whatever spelling, is found behind those who are known by it. Finding is reading: \
      --purpose TEXT says why, and who looked for whom, whom that showed and why is recorded \
      first. Exit code 1 when nobody was found. Shows 10 people unless --limit says otherwise.

      Example: throughline find '(617) 555-0123' --purpose 'the caller on line 2'
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var table: CSVOptions
  @OptionGroup var reader: QuestionOptions
  @OptionGroup var times: ZoneOptions

  @Argument(help: "What you have of them.")
  var text: String

  func validate() throws {
    if text.allSatisfy(\.isWhitespace) { throw ValidationError("say what to find") }
    try table.validate(with: output)
  }

  func run() async throws {
    let found = try await People(store.reader(reader)).find(text, limit: page.limit ?? 10)
    if output.json {
      Terminal.show(found.json)
    } else if table.csv {
      try found.lines.showCSV()
    } else {
      FoundPeopleView(found).show()
    }
    if found.isEmpty { throw Failure.foundNobody }
  }
}
