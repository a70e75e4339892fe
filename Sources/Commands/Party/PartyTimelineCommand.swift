internal import ArgumentParser
internal import InteractionModel
internal import Queries

/// `throughline party timeline`: everything that names a party, across all it came with.
struct PartyTimelineCommand: AsyncParsableCommand, AsksHistory {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Show every record about a party, including those about parties merged into them.",
    discussion: "In order of time (when it occurred, then position); text only with --purpose.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: EntryOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The party.")
  var id: String

  func run() async throws {
    let reader = try store.reader(self.reader)
    let id = try reader.id(of: .party, self.id)
    let found = try await Parties(reader).timeline(
      of: id, at: history.point, page.entries)
    if found.entity.id != id {
      Terminal.note("“\(id)” was merged into “\(found.entity.id)”; this is that one's timeline")
    }
    found.show(as: history, asJSON: output.json)
  }
}
