internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// `throughline handoff show`: what whoever takes over must see.
struct HandoffShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract:
      "Show the packet of a hand-off: what whoever takes over must see, nothing asked twice.",
    discussion: """
      The packet is what the log knew when the hand-off was prepared; the status and the findings \
      are of now, or of --as-of. What people said opens only with --purpose, and what stays closed \
      is listed with the reason.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The hand-off.", transform: HandoffAccess.spelled)
  var id: String

  func run() async throws {
    let access = try HandoffAccess(store.open(for: reader))
    let point = try history.point
    let found = try access.handoff(id, point)
    let findings = try access.findings(of: id, found, point)
    let before = try access.knownBefore(found.fields)
    // Before anything is opened, for the account of that is a record too.
    let lag = try point == nil ? access.lag() : nil
    let opened = try await OpenedReferences(
      in: [found.fields["packet"] ?? .null, before.map(JSONValue.object) ?? .null],
      of: access.store, purpose: reader.purpose,
      scope: AccessGate.Scope(command: "handoff.show", entity: found.owner))
    if output.json {
      return Terminal.show([
        "handoff": .string(id),
        "asOf": .object([
          "position": .int(found.position.rawValue), "axis": .string(point?.axis ?? "position"),
        ]),
        "state": .object(found.fields), "findings": .array(findings.map(JSONValue.object)),
        "party": before.map(JSONValue.object) ?? .null,
        "opened": .object(opened.opened), "withheld": .array(opened.withheld),
      ])
    }
    let asked = history.asOf.map { ", as of \(Terminal.safe($0))" } ?? ""
    print(
      "hand-off \(Terminal.styled(Terminal.safe(id), .bold)) at position \(found.position)\(asked)\n"
    )
    HandoffCard(
      handoff: found.fields, findings: findings, before: before, opened: opened,
      now: try now(point, access)
    ).card.show()
    if let lag { Terminal.note(lag) }
  }

  /// When the card is looked at: now, or the time asked for.
  private func now(_ point: AsOf?, _ access: HandoffAccess) throws -> Instant {
    switch point {
    case .recorded(let instant)?, .occurred(let instant)?: instant
    case .position(let position)?:
      try access.store.events.record(at: position)?.decoded().effectiveTime
        ?? WallClock.logClock.now()
    case nil: WallClock.logClock.now()
    }
  }
}

extension HandoffAccess {
  /// What was known of the party beyond the matter when the packet was made: how it was
  /// identified, what it prefers, and what it had told the agency elsewhere.
  /// - Parameter handoff: the document of a hand-off.
  /// - Returns: the facts that the packet does not have, and which of them not to ask for; nil when
  ///   no party is known.
  /// - Throws: when the log cannot be read.
  func knownBefore(_ handoff: JSONObject) throws -> JSONObject? {
    guard let party = handoff["party"]?.string,
      let position = handoff["packet"]?["position"]?.int,
      model.projection.fold(over: .party) != nil
    else { return nil }
    let questions = try EntityQuestions(
      log: store.events, model: model, over: .party,
      subset: LogSubset(through: Position(position)))
    let root = try questions.root(of: party)
    let rows = try PartyRows(of: root, by: questions)
    let fields = rows.party ?? JSONObject()
    let here = Set((handoff["packet"]?["facts"]?.array ?? []).compactMap { $0["key"]?.string })
    func isNew(_ key: String?) -> Bool { key.map { !here.contains($0) } ?? false }
    return [
      "party": .string(root), "position": .int(position),
      "facts": .array(rows.facts.filter { isNew($0["key"]?.string) }),
      "doNotAsk": .array((fields["doNotAsk"]?.array ?? []).filter { isNew($0.string) }),
      "identities": fields["identities"] ?? [],
      "preferences": fields["preferences"] ?? [:],
    ]
  }
}
