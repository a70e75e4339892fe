internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine

/// `throughline handoff timeline`: what happened from the request to the end of a hand-off.
struct HandoffTimelineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Show the steps of a hand-off and what happened in its matter between them.",
    discussion: """
      From the request to the acknowledgement, completion or return; to the last event of the \
      matter while it is open. In order of time (when it occurred, then position); text only with \
      --purpose.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The hand-off.", transform: HandoffAccess.spelled)
  var id: String

  @Option(help: "Start after the entry of this position.")
  var after: Int64?

  /// The steps after which a hand-off is over.
  private static let ends = [
    "acknowledged", "completed", "rejected", "failed", "returned",
  ]

  func run() async throws {
    let opened = try store.open(for: reader)
    let access = try HandoffAccess(opened)
    let point = try history.point
    let found = try access.handoff(id, point)
    var all = try access.questions(over: found.owner.kind, point).records(of: found.owner.id)
    let own = Set(all.map(\.position))
    // Steps may stand in other matters.
    let steps = (found.fields["steps"]?.array ?? []).compactMap { $0["position"]?.int }
    all += try Set(steps.map { Position($0) }).subtracting(own).sorted().compactMap { position in
      try opened.events.record(at: position)?.decoded()
    }
    let records = HandoffTimelineCommand.records(of: found.fields, among: all)
    try await Timeline(records, after: after, limit: page.limit, of: "hand-off “\(id)”").show(
      of: ("handoff", id), in: opened, purpose: reader.purpose,
      scope: AccessGate.Scope(command: "handoff.timeline", entity: found.owner),
      json: output.json)
  }

  /// The records of the steps, and those between the first of them and the end.
  private static func records(of handoff: JSONObject, among all: [Record]) -> [Record] {
    let steps = handoff["steps"]?.array ?? []
    let own = Set(steps.compactMap { $0["position"]?.int })
    let places = all.filter { own.contains($0.position.rawValue) }
    func moment(_ record: Record) -> (Instant, Position) { (record.effectiveTime, record.position) }
    guard let first = places.map(moment).min(by: <) else { return places }
    let ended = Set(
      steps.filter { ends.contains($0["what"]?.string ?? "") }.compactMap { $0["position"]?.int })
    let last = places.filter { ended.contains($0.position.rawValue) }.map(moment).max(by: <)
    return all.filter { record in
      if own.contains(record.position.rawValue) { return true }
      return first < moment(record) && last.map { moment(record) < $0 } ?? true
    }
  }
}
