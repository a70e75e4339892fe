extension JSONValue {
  /// Everything in it that has nothing below it: scalars, and empty objects and arrays.
  /// - Parameter pointer: where the value itself stands: a JSON pointer (RFC 6901).
  /// - Returns: each with its place, in the order of the canonical form.
  package func leaves(below pointer: String = "") -> [(pointer: String, value: JSONValue)] {
    switch self {
    case .object(let object) where !object.isEmpty:
      object.members.flatMap { member in
        member.value.leaves(below: "\(pointer)/\(JSONPointer.token(member.key))")
      }
    case .array(let elements) where !elements.isEmpty:
      elements.enumerated().flatMap { $1.leaves(below: "\(pointer)/\($0)") }
    default: [(pointer, self)]
    }
  }
}
