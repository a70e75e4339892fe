public import InteractionModel

/// The names of the members of one document, or of one kind of part of it: shared by the fold that
/// writes it and by whoever reads it, so that there is no member that only one of them knows.
public protocol DocumentField: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

/// A document as a fold writes it, with the members of its fields and no others.
struct Document<Field: DocumentField>: Sendable, Hashable {
  private(set) var object = JSONObject()

  var json: JSONValue { .object(object) }

  /// The value of a field; setting nil removes it.
  subscript(field: Field) -> JSONValue? {
    get { object[field] }
    set { object[field] = newValue }
  }

  /// Sets a field that is known.
  mutating func put(_ field: Field, _ text: String?) {
    if let text { object[field] = .string(text) }
  }

  /// Sets a field that is known.
  mutating func put(_ field: Field, _ number: Int64?) {
    if let number { object[field] = .int(number) }
  }

  /// Sets a field that is known.
  mutating func put(_ field: Field, _ value: JSONValue?) {
    if let value { object[field] = value }
  }

  /// Sets a field unless it is empty.
  mutating func put(_ field: Field, _ elements: [JSONValue]) {
    if !elements.isEmpty { object[field] = .array(elements) }
  }

  /// Sets a field unless it is false.
  mutating func put(_ field: Field, _ truth: Bool) {
    if truth { object[field] = true }
  }
}

extension Document: ExpressibleByDictionaryLiteral {
  init(dictionaryLiteral elements: (Field, JSONValue)...) {
    object = JSONObject(elements.lazy.map { ($0.rawValue, $1) })
  }
}

extension JSONObject {
  /// The value of a field of the document that this is; setting nil removes it.
  public subscript(field: some DocumentField) -> JSONValue? {
    get { self[field.rawValue] }
    set { self[field.rawValue] = newValue }
  }
}

extension JSONValue {
  /// The value of a field, when this is a document that has it.
  public subscript(field: some DocumentField) -> JSONValue? { object?[field] }
}

/// The fields of a moment that something happened at.
public enum MomentField: String, DocumentField {
  case position, time
}

/// The fields of a reference to sealed words: the record, and where in its parts they stand
/// (RFC 6901): in one place, or in whichever of some.
public enum ReferenceField: String, DocumentField {
  case pointer, pointers, position
}
