internal import InteractionModel

extension JSONObject {
  /// Sets a member that is known.
  mutating func put(_ member: String, _ value: String?) {
    if let value { self[member] = .string(value) }
  }

  /// Sets a member unless there is nothing in it.
  mutating func put(_ member: String, _ value: JSONObject) {
    if !value.isEmpty { self[member] = .object(value) }
  }
}
