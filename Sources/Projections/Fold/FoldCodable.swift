package import InteractionModel

/// What a state consists of: written as JSON and read back exactly.
package protocol FoldCodable {
  /// The value in JSON.
  var json: JSONValue { get }
  /// The value that ``json`` wrote; nil when the JSON is of another form.
  init?(json: JSONValue)
}

/// What a register can hold.
package protocol FoldValue: FoldCodable, Sendable, Hashable {}

extension String: FoldValue {
  /// The string in JSON.
  package var json: JSONValue { .string(self) }
  /// The string, when the JSON is one.
  package init?(json: JSONValue) {
    guard let value = json.string else { return nil }
    self = value
  }
}

extension Int64: FoldValue {
  /// The integer in JSON.
  package var json: JSONValue { .int(self) }
  /// The integer, when the JSON is one.
  package init?(json: JSONValue) {
    guard let value = json.int else { return nil }
    self = value
  }
}

extension Array: FoldCodable where Element: FoldCodable {
  /// The elements in JSON.
  package var json: JSONValue { .array(map(\.json)) }
  /// The elements, when each is of its form.
  package init?(json: JSONValue) {
    guard let values = json.array else { return nil }
    self = []
    reserveCapacity(values.count)
    for value in values {
      guard let element = Element(json: value) else { return nil }
      append(element)
    }
  }
}

extension JSONObject {
  /// Writes a member unless it is empty, to keep states small.
  mutating func write(_ member: String, _ value: some FoldCodable) {
    switch value.json {
    case .null, .array([]), .int(0): break
    case let json: self[member] = json
    }
  }

  /// Reads a member into the variable that holds it; an absent one leaves it as it is.
  func read<Value: FoldCodable>(_ member: String, into value: inout Value) throws {
    guard let json = self[member] else { return }
    guard let decoded = Value(json: json) else { throw StateDecodingError(member: member) }
    value = decoded
  }
}
