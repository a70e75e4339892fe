internal import InteractionModel

/// One record on the way of a hand-off.
struct HandoffStep: FieldwiseCodable, Sendable, Hashable {
  /// What it says.
  enum Kind: String, FoldCodable, Sendable, Hashable {
    case requested, prepared, accepted, viewed, acknowledged, completed, rejected, failed, returned
    /// The receiver misses something; the hand-off goes on.
    case contextMissing = "context_missing"
  }

  var kind = Kind.requested
  var moment = Moment.blank
  /// The time in the words of the source; empty when it said none.
  var said = ""
  /// Whose step it is.
  var agent: String?
  var conversation: String?
  /// What was missing, the outcome, the error or the reason: a code.
  var code: String?

  init() {}

  init(_ kind: Kind, _ record: Record) throws(FoldError) {
    self.kind = kind
    moment = Moment(record)
    said = record.said
    conversation = record.conversation
    let actor = record.actor.flatMap { $0.type == "agent" ? $0.id : nil }
    let field = kind == .requested ? "fromAgent" : "agent"
    agent = try record.text(field) ?? actor
    switch kind {
    case .contextMissing: code = try record.text("key")
    case .completed: code = try record.text("outcome")
    case .failed:
      let error = try record.text("error")
      let reason = try record.text("reason")
      code = error ?? reason
    default: code = try record.text("reason")
    }
  }

  /// Whether it is a step of the routing and not of passing the context.
  var isOfTransfer: Bool {
    switch kind {
    case .requested, .accepted, .completed, .rejected, .failed: true
    case .prepared, .viewed, .acknowledged, .returned, .contextMissing: false
    }
  }

  /// The row of a step that names a hand-off of another matter.
  /// - Parameter handoff: the id that it names.
  /// - Returns: the row, keyed by the position.
  func row(of handoff: String) -> Row {
    var object = document
    object[.at] = .int(moment.sortable)
    object[.handoff] = .string(handoff)
    return Row(
      table: ContinuityHandoff.steps.name, key: String(moment.position.rawValue),
      values: [
        .text(handoff), .text(kind.rawValue), ColumnValue(agent), .integer(moment.sortable),
        ColumnValue(conversation), .text(object.json.canonicalText),
      ])
  }

  /// The step as users see it; what is not known is left out.
  var document: Document<StepField> {
    var object: Document<StepField> = [
      .position: .int(moment.position.rawValue), .time: .string(moment.text(said)),
      .what: .string(kind.rawValue),
    ]
    object.put(.agent, agent)
    object.put(.code, code)
    object.put(.conversation, conversation)
    return object
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&kind, &moment, &said, &agent)
    try fields(&conversation, &code)
  }
}
