internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// `throughline handoff explain`: why a hand-off is as it is, and what makes a finding one.
struct HandoffExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say which event last changed each field of a hand-off, and what makes a finding one."
  )

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var history: AsOfOptions

  @Argument(
    help: "The hand-off, or a finding such as channel_restart@123.",
    transform: HandoffAccess.spelled)
  var id: String

  @Argument(help: "The field; all when left out.")
  var field: String?

  func validate() throws {
    if id.contains("@"), field != nil {
      throw ValidationError("a finding is explained by its causes; leave the field out")
    }
  }

  func run() async throws {
    let access = try HandoffAccess(store.open())
    let point = try history.point
    if id.contains("@") {
      let found = try access.finding(id, point)
      let reason = try FindingReason(found.fields, in: access.store.events)
      if output.json { return Terminal.show(reason.json) }
      reason.show()
      return
    }
    let found = try access.handoff(id, point)
    let reasons = try ExplanationList(
      found.owner.id, in: RowPlace(table: found.table, key: id), field: field,
      of: "hand-off “\(id)”", by: access.questions(over: found.owner.kind, point))
    let findings =
      field == nil || field == "findings" ? try access.findings(of: id, found, point) : []
    let causes = try findings.map { try FindingReason($0, in: access.store.events) }
    if output.json {
      return Terminal.show([
        "handoff": .string(id), "fields": reasons.json,
        "findings": .array(causes.map { .object($0.json) }),
      ])
    }
    reasons.show()
    for cause in causes {
      print("")
      cause.show()
    }
  }
}

/// A finding and all the records that make it one.
struct FindingReason {
  private let finding: JSONObject
  private let causes: Causes
  /// The link that withdrew it.
  private let withdrawal: Causes

  init(_ finding: JSONObject, in log: any EventStore) throws {
    self.finding = finding
    causes = try Causes(of: finding, in: log)
    withdrawal = try Causes([finding["withdrawnBy"]?.int].compactMap { $0 }, in: log)
  }

  var json: JSONObject {
    var object: JSONObject = [
      "finding": finding["id"] ?? .null, "kind": finding["kind"] ?? .null,
      "state": finding["state"] ?? .null, "causes": causes.json,
      "document": .object(finding),
    ]
    object["withdrawnBy"] = withdrawal.records.first.map { .object(Causes.json($0)) } ?? .null
    return object
  }

  func show() {
    print(
      "\(Terminal.styled(Terminal.plain(finding["id"]), .bold)): "
        + FindingKind.line(.object(finding)))
    var table = TextTable(
      "", "POSITION", "TYPE", "OCCURRED", "CHANNEL", "CONVERSATION", "BY")
    causes.add(to: &table, "because")
    withdrawal.add(to: &table, "withdrawn by")
    table.show()
  }
}
