internal import ArgumentParser
internal import InteractionModel
internal import Projections
internal import Queries

/// `throughline handoff explain`: why a hand-off is as it is, and what makes a finding one.
struct HandoffExplainCommand: AsyncParsableCommand, AsksHistory {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say which event last changed each field of a hand-off, and what makes a finding one."
  )

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var history: AsOfOptions

  @Argument(
    help: "The hand-off, or a finding such as channel_restart@123.",
    transform: Handoffs.spelled)
  var id: String

  @Argument(help: "The field (default: all).")
  var field: String?

  func validate() throws {
    if id.contains("@"), field != nil {
      throw ValidationError("a finding is explained by its causes; leave the field out")
    }
  }

  func run() async throws {
    let reader = try store.reader()
    let handoffs = try Handoffs(reader)
    if id.contains("@") {
      let reason = try handoffs.explain(finding: id, at: history.point)
      return output.json ? Terminal.show(reason.json) : reason.show()
    }
    let reasons = try handoffs.explain(reader.handoff(id), field: field, at: history.point)
    if output.json { return Terminal.show(reasons.json) }
    reasons.fields.show()
    for finding in reasons.findings {
      print("")
      finding.show()
    }
  }
}

extension FindingReason {
  fileprivate func show() {
    Terminal.say("\(Terminal.plain(finding[.id])): \(FindingKind.line(finding))", .bold)
    var table = TextTable(
      "", "POSITION", "TYPE", "OCCURRED", "CHANNEL", "CONVERSATION", "BY")
    causes.add(to: &table, "because")
    withdrawal.add(to: &table, "withdrawn by")
    table.show()
  }
}
