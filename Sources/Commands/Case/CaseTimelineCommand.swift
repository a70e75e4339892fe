internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import ProjectionEngine

/// `throughline case timeline`: everything that happened in a case, across its conversations.
struct CaseTimelineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Show everything that happened in a case, across all its conversations.",
    discussion: "In order of time (when it occurred, then position); text only with --purpose.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The case.")
  var id: String

  @Option(help: "Start after the entry of this position.")
  var after: Int64?

  func run() async throws {
    let opened = try store.open(for: reader)
    let access = try EntityAccess.cases(opened)
    let point = try history.point
    let all = try access.questions(point).records(of: id)
    guard !all.isEmpty else {
      // A case that was merged away has no records of its own; one that never was is refused.
      let (fields, _) = try access.fields(of: id, point)
      if let into = fields["mergedInto"]?.string {
        throw Refusal("case “\(id)” was merged into “\(into)”; look at that one's timeline")
      }
      throw try access.absent(id, at: access.model.checkpoint())
    }
    try await Timeline(all, after: after, limit: page.limit, of: "case “\(id)”").show(
      of: ("case", id), in: opened, purpose: reader.purpose,
      scope: AccessGate.Scope(command: "case.timeline", entity: .case(id)), json: output.json)
  }
}
