internal import InteractionModel

/// What became of a promise, as one record says it.
struct PromiseOutcome: FieldwiseCodable, Sendable, Hashable {
  /// The ways in which a promise ends; a call that was missed is still owed.
  enum State: String, FoldCodable, Sendable, Hashable {
    case kept
    case missed
    case broken
  }

  var kind = Promise.Kind.callback
  var state = State.kept
  var moment = Moment.blank
  /// When, in the words of the source; empty when it said none.
  var said = ""
  /// Which promise; nil when the record names none.
  var promise: String?
  /// The event that it was caused by.
  var cause: String?
  /// In which conversation.
  var conversation: String?
  /// The case in whose own stream it was said.
  var ownCase: String?
  /// Who calls the promise so.
  var source: String?

  /// Whether nothing is owed any more.
  var isEnd: Bool { state != .missed }

  init() {}

  /// What a record says of a promise.
  /// - Throws: ``FoldError`` when a field is not of its kind.
  init(_ kind: Promise.Kind, _ state: State, _ record: Record) throws(FoldError) {
    self.kind = kind
    self.state = state
    moment = Moment(record)
    said = record.said
    promise = try record.text(kind.rawValue).map { EventID($0)?.description ?? $0 }
    cause = record.causation?.description
    conversation = record.conversation
    ownCase = record.ownCase
    source = record.source
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&kind, &state, &moment, &said)
    try fields(&promise, &cause, &conversation, &ownCase)
    try fields(&source)
  }
}
