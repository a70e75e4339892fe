internal import InteractionModel

/// What a conversation was about, as one record coded it.
struct CodedIssue: Noted {
  var moment = Moment.blank
  /// When, as the source said it; empty when the moment says it all.
  var said = ""
  /// The issue code.
  var code = ""
  /// The model that inferred it.
  var model: String?
  /// How sure the model was; a person who states it is sure.
  var confidence: String?
  /// Whether it came with the disposition of a leg.
  var isDisposition = false

  init() {}

  init?(_ record: Record, isDisposition: Bool) throws(FoldError) {
    guard let code = try record.text("issue") else { return nil }
    self.code = code
    self.isDisposition = isDisposition
    moment = Moment(record)
    said = record.saidOtherwise
    model = try record.text("model")
    confidence = try record.isInferred() ? record.text("confidence") : nil
  }

  /// Whether a model inferred it.
  var isInferred: Bool { model != nil || confidence != nil }

  /// The coding as users see it.
  var document: JSONValue {
    var object: Document<IssueField> = [
      .issue: .string(code), .position: .int(moment.position.rawValue),
      .time: .string(moment.text(said)),
    ]
    object.put(.confidence, confidence)
    object.put(.disposition, isDisposition)
    object.put(.inferred, isInferred)
    object.put(.model, model)
    return object.json
  }
}

extension CodedIssue {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moment, &said, &code, &model)
    try fields(&confidence, &isDisposition)
  }
}
