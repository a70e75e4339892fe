internal import InteractionModel

extension Record {
  /// A whole number of the body; nil when it is absent.
  /// - Throws: ``FoldError`` when the field holds something else.
  func wholeNumber(_ field: String) throws(FoldError) -> Int64? {
    switch body[field] {
    case nil: return nil
    case .int(let number)?: return number
    default: throw wrongKind(field, "a whole number")
    }
  }

  /// What the source said about the time, unless that is how the time is spelled anyway.
  var saidOtherwise: String {
    guard let occurred, occurred.text != effectiveTime.description else { return "" }
    return occurred.text
  }
}
