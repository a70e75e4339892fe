/// A JSON value in the profile of the log.
///
/// RFC 8785 restricted so that every implementation agrees on the bytes: numbers are integers
/// within ±(2^53−1) only (anything else travels as a decimal string), and there is no Unicode
/// normalisation.
public enum JSONValue: Sendable, Hashable {
  /// JSON `null`.
  case null
  /// JSON `true` or `false`.
  case bool(Bool)
  /// An integer within ±(2^53−1).
  case int(Int64)
  /// A string, kept scalar for scalar.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object, its members in canonical order.
  case object(JSONObject)

  /// The largest magnitude that every JSON implementation keeps exactly (RFC 8259 §6).
  public static let maximumInteger: Int64 = 9_007_199_254_740_991
}

extension JSONValue {
  /// Equal when the canonical bytes are: strings are compared scalar for scalar, where `String`
  /// would take a composed and a decomposed letter for the same.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.int(let left), .int(let right)): left == right
    case (.string(let left), .string(let right)): JSONObject.isSame(left, right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }
}

extension JSONValue {
  /// The string, when this is one.
  public var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  /// The integer, when this is one.
  public var int: Int64? {
    guard case .int(let value) = self else { return nil }
    return value
  }

  /// The truth value, when this is one.
  public var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The elements, when this is an array.
  public var array: [JSONValue]? {
    guard case .array(let value) = self else { return nil }
    return value
  }

  /// The object, when this is one.
  public var object: JSONObject? {
    guard case .object(let value) = self else { return nil }
    return value
  }

  /// The member of that name, when this is an object that has it.
  public subscript(key: String) -> JSONValue? {
    object?[key]
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  /// A string value.
  public init(stringLiteral value: String) { self = .string(value) }
  /// An integer value.
  public init(integerLiteral value: Int64) { self = .int(value) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// An array value.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// An object value; of a doubled key the last one stays.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements))
  }
  /// The null value.
  public init(nilLiteral: ()) { self = .null }
}
