internal import InteractionModel

/// That a conversation was linked to a case, or its link taken out.
///
/// History only: where it belongs is for the membership to say.
struct LinkNote: Noted {
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

extension LinkNote {
  func encode(into state: inout StateWriter) {
    state.write(moment)
    state.write(said)
    state.write(isLinked)
    state.write(self.case)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    moment = try state.read()
    said = try state.read()
    isLinked = try state.read()
    self.case = try state.read()
  }
}
