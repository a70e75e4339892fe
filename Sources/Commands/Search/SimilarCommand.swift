internal import ArgumentParser
internal import InteractionModel
internal import Queries

/// `throughline similar CONVERSATION`: conversations like this one.
struct SimilarCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "similar",
    abstract: "Find conversations that use the same telling words as a given one.",
    discussion: """
      Compares the words that tell the conversation from others. That is reading: --purpose TEXT \
      says why, and who looked and why is recorded first. Shows the 10 \
      most similar unless --limit says otherwise.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var table: CSVOptions
  @OptionGroup var reader: QuestionOptions
  @OptionGroup var times: ZoneOptions

  @Argument(help: "The conversation.")
  var conversation: String

  func validate() throws { try table.validate(with: output) }

  func run() async throws {
    let reader = try store.reader(self.reader)
    let id = try reader.id(of: .conversation, conversation)
    let found = try await SearchedTexts(reader).similar(to: id, limit: page.limit ?? 10)
    if output.json { return Terminal.show(found.json) }
    if table.csv {
      try found.lines.showCSV()
    } else {
      show(found)
    }
    if let lag = found.lag { Terminal.note(lag.indexLine) }
  }

  private func show(_ found: SimilarAnswer) {
    guard !found.similar.isEmpty else {
      return print("No conversation is like it, or nothing was said in it.")
    }
    var table = TextTable("SCORE", "CONVERSATION", "CASE", "WORDS")
    for item in found.similar {
      table.add(
        "\(item.score)", item.id, item.caseID ?? "–",
        Terminal.safe(item.words.joined(separator: " ")))
    }
    table.show()
  }
}
