internal import InteractionModel

extension Record {
  /// A code, an id or a time of the body; nil when it is absent.
  /// - Throws: ``FoldError`` when the field holds something else.
  func text(_ field: String) throws(FoldError) -> String? {
    switch body[field] {
    case nil: return nil
    case .string(let text)?: return text
    default: throw wrongKind(field, "a string")
    }
  }

  /// The codes or ids of a list in the body; empty when it is absent.
  /// - Throws: ``FoldError`` when the field holds something else.
  func texts(_ field: String) throws(FoldError) -> [String] {
    guard let value = body[field] else { return [] }
    guard let texts = [String](json: value) else { throw wrongKind(field, "a list of strings") }
    return texts
  }

  /// What the source said about the time; empty when it said nothing.
  var said: String { occurred?.text ?? "" }

  private func wrongKind(_ field: String, _ expected: String) -> FoldError {
    FoldError(
      position: position,
      reason: "the body field “\(field)” of \(type) is not \(expected); quarantine the position")
  }
}
