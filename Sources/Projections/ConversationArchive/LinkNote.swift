internal import InteractionModel

/// That a conversation was linked to a case, or its link taken out.
///
/// History only: where it belongs is for the membership to say.
struct LinkNote: Noted {
  var moment = Moment.blank
  /// When, as the source said it; empty when the moment says it all.
  var said = ""
  var isLinked = false
  /// The case the record names.
  var `case`: String?

  init() {}

  init(_ record: Record, isLinked: Bool) throws(FoldError) {
    moment = Moment(record)
    said = record.saidOtherwise
    self.isLinked = isLinked
    self.case = try record.text("case") ?? (isLinked ? record.case : nil)
  }

  /// The note as users see it.
  var document: JSONValue {
    var object: Document<LinkField> = [
      .position: .int(moment.position.rawValue), .time: .string(moment.text(said)),
      .type: isLinked ? "linked" : "unlinked",
    ]
    object.put(.case, self.case)
    return object.json
  }
}

extension LinkNote {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moment, &said, &isLinked, &self.case)
  }
}
