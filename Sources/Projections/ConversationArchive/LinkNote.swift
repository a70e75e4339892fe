internal import InteractionModel

/// That a conversation was linked to a case, or its link taken out.
///
/// History only: where it belongs is for the membership to say.
struct LinkNote: Sendable, Hashable {
  var moment: Moment
  /// When, as the source said it; empty when the moment says it all.
  var said: String
  var isLinked: Bool
  /// The case the record names.
  var `case`: String?

  init(_ record: Record, isLinked: Bool) throws(FoldError) {
    moment = Moment(record)
    said = record.saidOtherwise
    self.isLinked = isLinked
    self.case = try record.text("case") ?? (isLinked ? record.case : nil)
  }

  /// The note as users see it.
  var document: JSONValue {
    var object: JSONObject = [
      "position": .int(moment.position.rawValue), "time": .string(moment.text(said)),
      "type": isLinked ? "linked" : "unlinked",
    ]
    object.fill("case", self.case)
    return .object(object)
  }
}

extension LinkNote: FoldCodable {
  /// `[time, position, said, linked, case]`.
  var json: JSONValue {
    moment.json(
      followedBy: .string(said), .bool(isLinked), self.case.map(JSONValue.string) ?? .null)
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 5, let moment = Moment(elements),
      let said = elements[2].string, let isLinked = elements[3].bool
    else { return nil }
    self.moment = moment
    self.said = said
    self.isLinked = isLinked
    self.case = elements[4].string
  }
}
