internal import InteractionModel

extension Record {
  /// A whole number of the body; nil when it is absent.
  /// - Throws: ``FoldError`` when the field holds something else.
  func wholeNumber(_ field: String) throws(FoldError) -> Int64? {
    switch body[field] {
    case nil: return nil
    case .int(let number)?: return number
    default:
      throw FoldError(
        position: position,
        reason: "the body field “\(field)” of \(type) is not a whole number; "
          + "quarantine the position")
    }
  }

  /// What the source said about the time, unless that is how the time is spelled anyway.
  var saidOtherwise: String {
    guard let occurred, occurred.text != effectiveTime.description else { return "" }
    return occurred.text
  }
}

extension JSONObject {
  /// Sets a member that is known.
  mutating func fill(_ member: String, _ text: String?) {
    if let text { self[member] = .string(text) }
  }

  /// Sets a member that is known.
  mutating func fill(_ member: String, _ number: Int64?) {
    if let number { self[member] = .int(number) }
  }

  /// Sets a member that is known.
  mutating func fill(_ member: String, _ value: JSONValue?) {
    if let value { self[member] = value }
  }

  /// Sets a member unless it is empty.
  mutating func fill(_ member: String, _ elements: [JSONValue]) {
    if !elements.isEmpty { self[member] = .array(elements) }
  }

  /// Sets a member unless it is false.
  mutating func fill(_ member: String, _ truth: Bool) {
    if truth { self[member] = true }
  }
}
