internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search

/// Which texts count in a search.
struct SearchOptions: ParsableArguments {
  @Option(help: "Only this channel.")
  var channel: String?

  @Option(help: "Only this department.")
  var department: String?

  @Option(help: "Only conversations of this party, and of whoever was merged with it.")
  var party: String?

  @Option(name: .customLong("case"), help: "Only conversations of this case.")
  var caseID: String?

  @Option(help: "Only conversations with this issue.")
  var issue: String?

  @Option(help: "Only inbound, outbound or internal.")
  var direction: String?

  @Option(help: "Only public, private or internal.")
  var visibility: String?

  @Option(help: "Only what was said at or after this time, or on or after this date.")
  var after: String?

  @Option(help: "Only what was said before this time, or before this date.")
  var before: String?

  @Option(help: "The time zone of times without one.")
  var zone: String?

  func validate() throws {
    func check(_ name: String, _ value: String?, _ known: [String]) throws {
      guard let value, !known.contains(value) else { return }
      throw ValidationError(
        "there is no \(name) “\(value)”; use one of \(known.joined(separator: ", "))")
    }
    try check("channel", channel, Channel.allCases.map(\.rawValue))
    try check("direction", direction, Direction.allCases.map(\.rawValue))
    try check("visibility", visibility, ["public", "private", "internal"])
    let zone = try LocalZone(zone)
    _ = try after.map(zone.start)
    _ = try before.map(zone.start)
  }

  /// Whom or what it is about, for the account; nil when about no one thing.
  var entity: EntityKey? { party.map(EntityKey.party) ?? caseID.map(EntityKey.case) }

  /// The filter, as the archive has conversations now.
  func filter(_ archive: EntityAccess) throws -> SearchFilter {
    var filter = SearchFilter()
    filter.channels = Set([channel].compactMap(\.self))
    filter.departments = Set([department].compactMap(\.self))
    filter.directions = Set([direction].compactMap(\.self))
    filter.visibilities = Set([visibility].compactMap(\.self))
    let zone = try LocalZone(zone)
    filter.after = try after.map(zone.start)
    filter.before = try before.map(zone.start)
    filter.conversations = try conversations(archive)
    filter.maskedKeys = try ErasureCertificate.pendingKeys(in: archive.store.events)
    return filter
  }

  /// The conversations of the party, the case and the issue; nil when any will do.
  private func conversations(_ archive: EntityAccess) throws -> Set<String>? {
    let links = Membership(try KnownLinks(of: archive.store.events, model: archive.model))
    var filters: [RowFilter] = []
    if let party {
      let root = try links.root(.partyIntoParty, of: party)
      filters.append(.contains(column: "parties", root))
    }
    if let caseID {
      let root = try links.root(.caseIntoCase, of: caseID)
      filters.append(.equals(column: "case_id", .text(root)))
    }
    if let issue { filters.append(.contains(column: "issues", issue)) }
    guard !filters.isEmpty else { return nil }
    var found: Set<String> = []
    var after: String?
    while true {
      let page = try archive.model.rows(archive.table, where: filters, after: after, limit: 4_096)
      found.formUnion(page.map(\.key))
      guard page.count == 4_096, let last = page.last else { return found }
      after = last.key
    }
  }
}

extension EntityAccess {
  /// The full-text index that follows the archive, when it can be trusted to answer.
  ///
  /// With the right to open, whose first use finishes erasures that were interrupted.
  func index(for purpose: String) async throws -> (index: any SearchIndex, gate: AccessGate) {
    guard let _ = try store.indexes().serving() else {
      throw Refusal("there is no full-text index yet; run `throughline project`")
    }
    let gate = try await store.gate(purpose: purpose)
    guard let index = try store.indexes().serving() else {
      throw Refusal("there is no full-text index any more; run `throughline project`")
    }
    try index.requireSound(for: store.events)
    return (index, gate)
  }

  /// How far the index is behind the log, to be said when it is; asked for before the account of
  /// the reading is in the log.
  func lag(of position: Position) throws -> String? {
    let behind = try store.events.head().position.rawValue - position.rawValue
    guard behind > 0 else { return nil }
    let records = behind == 1 ? "1 record" : "\(behind) records"
    return "the index is \(records) behind the log; `throughline project` brings it up to date"
  }

  /// The case that a conversation belongs to; nil when to none.
  func caseID(ofConversation id: String) throws -> String? {
    guard let row = try model.row(table, key: id),
      let column = table.columns.firstIndex(where: { $0.name == "case_id" }),
      case .text(let text) = row.values[column]
    else { return nil }
    return text
  }
}

extension Double {
  /// With four decimals: how a score is shown.
  var score: String {
    let scaled = (self * 10_000).rounded()
    guard scaled.isFinite, scaled.magnitude < 1e15 else { return "\(self)" }
    let fraction = String(Int64(scaled.magnitude) % 10_000)
    return (scaled < 0 ? "-" : "") + "\(Int64(scaled.magnitude) / 10_000)."
      + String(repeating: "0", count: 4 - fraction.count) + fraction
  }
}
