internal import InteractionModel

/// The rows of a matter: itself, its hand-offs, its findings, steps of others' hand-offs, and what
/// became of others' promises.
struct MatterRows {
  let view: MatterView
  let kind: EntityKind
  let table: Table
  let context: RowContext
  private let findings: [Finding]

  init(_ history: MatterHistory, kind: EntityKind, table: Table, _ context: RowContext) {
    view = MatterView(history)
    self.kind = kind
    self.table = table
    self.context = context
    findings = view.findings(root: context.partyRoot)
  }

  private var history: MatterHistory { view.history }

  /// All rows, the matter's own first.
  var all: [Row] {
    let spoken = view.spoken
    let own = Dictionary(grouping: findings, by: \.handoff)
    return [matter] + view.handoffs.map { row(of: $0, spoken, own[$0.id] ?? []) }
      + findings.map { $0.row(in: ContinuityHandoff.findings) }
      + view.foreign.map { $0.step.row(of: $0.handoff) } + view.course.foreign.compactMap(\.row)
  }

  private var matter: Row {
    let counts = ContinuityHandoff.countedKinds.map { kind in
      ColumnValue.integer(Int64(findings.count { $0.kind == kind }))
    }
    let open = view.handoffs.count { $0.status().isOpen }
    let first: [ColumnValue] = [
      .integer(Int64(view.legs.count)), .integer(Int64(view.handoffs.count)),
      .integer(Int64(open)), .integer(Int64(findings.count)),
    ]
    let last: [ColumnValue] = [
      ColumnValue(history.lastTouch.moment?.sortable), ColumnValue(context.mergedInto),
      .text(document.json.canonicalText),
    ]
    return Row(table: table.name, key: context.key, values: first + counts + last)
  }

  /// The matter as users see it; facts are stale or not as of its last touch.
  private var document: Document<MatterField> {
    let facts = history.apart(history.disclosableFacts, root: context.partyRoot)
    let questions = view.openQuestions(history.apart(history.facts, root: context.partyRoot))
    var object: Document<MatterField> = [
      .doNotAsk: .array(facts.doNotAsk(at: history.now).map(JSONValue.string)),
      .facts: .array(facts.facts().map { $0.document(at: history.now).json }),
      .findings: .array(findings.map { .string($0.id) }),
      .handoffs: .array(view.handoffs.compactMap { $0.id.map(JSONValue.string) }),
      .legs: .array(view.legs.map(\.document)),
      .openQuestions: .array(questions.map(JSONValue.string)),
      .promises: .array(view.promises),
      .unmatched: .array(view.unmatched.map(\.document.json)),
    ]
    object.put(.lastTouch, history.lastTouch.saidTime)
    object.put(.mergedInto, context.mergedInto)
    object.put(.party, history.party.value.map(context.partyRoot))
    return object
  }

  /// A hand-off as users see it.
  /// - Parameter id: its id.
  /// - Returns: the document; nil when there is no such hand-off.
  func document(ofHandoff id: String) -> Document<HandoffField>? {
    view.handoffs.first { $0.id == id }.map { handoff in
      document(of: handoff, view.spoken, findings.filter { $0.handoff == id })
    }
  }

  private func document(
    of handoff: Handoff, _ spoken: [(position: Position, completedBy: Position?)],
    _ findings: [Finding]
  ) -> Document<HandoffField> {
    var document = handoff.document(spoken)
    document[.findings] = .array(findings.map { .string($0.id) })
    document[.matter] = .object([kind.rawValue: .string(context.key)])
    document.put(.party, party(of: handoff))
    return document
  }

  private func party(of handoff: Handoff) -> String? {
    (handoff.party.value ?? history.party.value).map(context.partyRoot)
  }

  private func row(
    of handoff: Handoff, _ spoken: [(position: Position, completedBy: Position?)],
    _ own: [Finding]
  ) -> Row {
    let party = party(of: handoff)
    let from = handoff.from
    let to = handoff.leg.to
    let document = document(of: handoff, spoken, own)
    return Row(
      table: ContinuityHandoff.handoffs.name, key: handoff.id ?? "",
      values: [
        .text(handoff.status().rawValue),
        ColumnValue(handoff.leg.kind.value),
        .text(kind.rawValue),
        .text(context.key),
        ColumnValue(handoff.conversation.value),
        ColumnValue(party),
        ColumnValue(from.department.value),
        ColumnValue(from.queue.value),
        ColumnValue(from.agent.value),
        ColumnValue(from.channel.value),
        ColumnValue(to.department.value),
        ColumnValue(to.queue.value),
        ColumnValue(to.agent.value),
        ColumnValue(to.channel.value),
        ColumnValue(handoff.begin?.sortable),
        .text(StringSet(own.map(\.kind.rawValue)).json.canonicalText),
        .text(document.json.canonicalText),
      ])
  }
}
