internal import InteractionModel

extension ContinuityHandoff {
  /// The table of steps that name a hand-off which is not of their own matter: one row each, keyed
  /// by the position.
  ///
  /// `handoff` is the event id that the records name: of the request, else of the preparation.
  /// `at` is the effective time in microseconds from 1970-01-01T00:00:00Z. A conversation without a
  /// case does not see the others, so whoever shows a hand-off gives the steps of this table to
  /// ``joined(_:with:)``.
  public static let steps = Table(
    "handoff_step",
    columns: [
      Column("handoff", .text, indexed: true),
      Column("what", .text),
      Column("agent", .text),
      Column("at", .integer),
      Column("conversation", .text),
      Column("document", .json),
    ])

  /// A hand-off with those of its steps that stand in other matters.
  ///
  /// The steps are in order of time, the status is what all of them make of it, and `returnedBy`
  /// and `outcome` are those of the last return and completion. A step that is there already is
  /// left as it is. Nothing else is changed, findings neither.
  /// - Parameters:
  ///   - handoff: the document of a hand-off, of ``handoffs``.
  ///   - steps: documents of ``steps`` that name it, in any order.
  /// - Returns: the document.
  public static func joined(
    _ handoff: Document<HandoffField>, with steps: [Document<StepField>]
  ) -> Document<HandoffField> {
    var all = handoff.parts(.steps).map(PlacedStep.init)
    for step in steps.map(PlacedStep.init).sorted(by: { $0.precedes($1) }) {
      guard let position = step.position, !all.contains(where: { $0.position == position })
      else { continue }
      // Times without a zone cannot be compared; such steps stay where they are.
      let before = all.lastIndex { $0.at != nil && $0.precedes(step) }.map { $0 + 1 }
      let after = all.firstIndex { $0.at != nil && step.precedes($0) }
      all.insert(step, at: before ?? after ?? all.count)
    }
    var status = HandoffStatus.open
    for step in all { if let kind = step.kind { status.take(kind) } }
    var joined = handoff
    joined[.status] = .string(status.rawValue)
    joined[.steps] = .array(all.map(\.document.json))
    if let outcome = all.last(where: { $0.kind == .completed })?.document[.code] {
      joined[.outcome] = outcome
    }
    if let step = all.last(where: { $0.kind == .returned }) {
      var returned = Document<StepField>()
      for field in [StepField.agent, .position, .time] { returned[field] = step.document[field] }
      joined[.returnedBy] = returned.json
    }
    return joined
  }
}

/// The document of a step, and where it belongs.
private struct PlacedStep {
  /// The step as users see it.
  let document: Document<StepField>
  /// When it was, in microseconds; nil when its words do not tell.
  let at: Int64?

  init(_ document: Document<StepField>) {
    at =
      document[.at]?.int
      ?? document[.time]?.string.flatMap { Timestamp($0)?.instant?.microseconds }
    var document = document
    document[.at] = nil
    document[.handoff] = nil
    self.document = document
  }

  var position: Int64? { document[.position]?.int }
  var kind: HandoffStep.Kind? { document[.what]?.string.flatMap(HandoffStep.Kind.init) }

  /// By time, then by position.
  func precedes(_ other: PlacedStep) -> Bool {
    (at ?? .min, position ?? .min) < (other.at ?? .min, other.position ?? .min)
  }
}
