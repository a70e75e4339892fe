internal import InteractionModel

/// A call back or a commitment, as one record makes it.
struct Promise: FieldwiseCodable, Sendable, Hashable {
  /// What can be promised.
  enum Kind: String, FoldCodable, Sendable, Hashable {
    case callback
    case commitment
  }

  /// By which later records of its source name it: its own id, else that of its event.
  var id = ""
  /// The id of its event, by which any record may name it.
  var event = ""
  var kind = Kind.callback
  /// When it was promised.
  var moment = Moment.blank
  /// When, in the words of the source; empty when it said none.
  var said = ""
  /// Until when, as the source said it.
  var due: String?
  /// What was promised, as a code.
  var code: String?
  /// In which conversation.
  var conversation: String?
  /// The case in whose own stream it was said.
  var ownCase: String?
  /// Who calls it by its own id.
  var source: String?

  init() {}

  /// The promise that a record makes.
  /// - Throws: ``FoldError`` when a field is not of its kind.
  init(_ kind: Kind, _ record: Record) throws(FoldError) {
    event = record.id.description
    id = kind == .commitment ? try record.text("commitment") ?? event : event
    self.kind = kind
    moment = Moment(record)
    said = record.said
    due = try record.text("due")
    code = kind == .commitment ? try record.text("kind") : nil
    conversation = record.conversation
    ownCase = record.ownCase
    source = record.source
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&id, &event, &kind, &moment)
    try fields(&said, &due, &code, &conversation)
    try fields(&ownCase, &source)
  }
}
