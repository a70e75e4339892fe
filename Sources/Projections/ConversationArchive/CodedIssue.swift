internal import InteractionModel

/// What a conversation was about, as one record coded it.
struct CodedIssue: Noted {
  var moment: Moment
  /// When, as the source said it; empty when the moment says it all.
  var said: String
  /// The issue code.
  var code: String
  /// The model that inferred it.
  var model: String?
  /// How sure the model was.
  var confidence: String?
  /// Whether it came with the disposition of a leg.
  var isDisposition: Bool

  init?(_ record: Record, isDisposition: Bool) throws(FoldError) {
    guard let code = try record.text("issue") else { return nil }
    self.code = code
    self.isDisposition = isDisposition
    moment = Moment(record)
    said = record.saidOtherwise
    model = try record.text("model")
    confidence = try record.text("confidence")
  }

  /// Whether a model inferred it.
  var isInferred: Bool { model != nil || confidence != nil }

  /// The coding as users see it.
  var document: JSONValue {
    var object: JSONObject = [
      "issue": .string(code), "position": .int(moment.position.rawValue),
      "time": .string(moment.text(said)),
    ]
    object.fill("confidence", confidence)
    object.fill("disposition", isDisposition)
    object.fill("inferred", isInferred)
    object.fill("model", model)
    return .object(object)
  }
}

extension CodedIssue {
  func encode(into state: inout StateWriter) {
    state.write(moment)
    state.write(said)
    state.write(code)
    state.write(model)
    state.write(confidence)
    state.write(isDisposition)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    moment = try state.read()
    said = try state.read()
    code = try state.read()
    model = try state.read()
    confidence = try state.read()
    isDisposition = try state.read()
  }
}
