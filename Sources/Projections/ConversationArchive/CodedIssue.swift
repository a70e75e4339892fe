internal import InteractionModel

/// What a conversation was about, as one record coded it.
struct CodedIssue: Sendable, Hashable {
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

extension CodedIssue: FoldCodable {
  /// `[time, position, said, code, model, confidence, disposition]`.
  var json: JSONValue {
    moment.json(
      followedBy: .string(said), .string(code), model.map(JSONValue.string) ?? .null,
      confidence.map(JSONValue.string) ?? .null, .bool(isDisposition))
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 7, let moment = Moment(elements),
      let said = elements[2].string, let code = elements[3].string,
      let isDisposition = elements[6].bool
    else { return nil }
    self.moment = moment
    self.said = said
    self.code = code
    self.isDisposition = isDisposition
    model = elements[4].string
    confidence = elements[5].string
  }
}
