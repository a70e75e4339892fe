internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import ProjectionEngine

/// `throughline party timeline`: everything that names a party, across all it came with.
struct PartyTimelineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Show every record about a party, those of parties merged into it included.",
    discussion: "In order of time (when it occurred, then position); text only with --purpose.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The party.")
  var id: String

  @Option(help: "Start after the entry of this position.")
  var after: Int64?

  func run() async throws {
    let opened = try store.open(for: reader)
    let access = try EntityAccess.parties(opened)
    let questions = try access.questions(history.point)
    // What a merged party did belongs to whom it was merged into.
    let root = try questions.root(of: id)
    let records = try questions.records(of: root)
    guard !records.isEmpty else { throw try access.absent(id, at: access.model.checkpoint()) }
    if root != id {
      Terminal.note("“\(id)” was merged into “\(root)”; this is that one's timeline")
    }
    try await Timeline(records, after: after, limit: page.limit, of: "party “\(root)”").show(
      of: ("party", root), in: opened, purpose: reader.purpose,
      scope: AccessGate.Scope(command: "party.timeline", entity: .party(root)), json: output.json)
  }
}
