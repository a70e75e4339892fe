public import InteractionModel

/// The names of the members of one document, or of one kind of part of it: shared by the fold that
/// writes it and by whoever reads it, so that there is no member that only one of them knows.
public protocol DocumentField: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

/// A document that a fold writes and that people read, or a part of one.
public struct Document<Field: DocumentField>: Sendable, Hashable {
  /// The document as it is written.
  public internal(set) var object = JSONObject()

  /// A document in which nothing is known.
  public init() {}

  /// The document that was written as an object.
  public init(_ object: JSONObject) { self.object = object }

  /// The document that a value is; nil when it is none.
  public init?(_ value: JSONValue?) {
    guard let object = value?.object else { return nil }
    self.object = object
  }

  /// The document as a value.
  public var json: JSONValue { .object(object) }

  /// The value of a field; setting nil removes it.
  public subscript(field: Field) -> JSONValue? {
    get { object[field.rawValue] }
    set { object[field.rawValue] = newValue }
  }

  /// The part that a field holds; nil when it holds none.
  public func part<Part>(_ field: Field, of _: Part.Type = Part.self) -> Document<Part>? {
    Document<Part>(self[field])
  }

  /// The parts in the list that a field holds; empty when it holds none.
  public func parts<Part>(_ field: Field, of _: Part.Type = Part.self) -> [Document<Part>] {
    (self[field]?.array ?? []).compactMap { Document<Part>($0) }
  }

  /// The texts in the list that a field holds; empty when it holds none.
  public func texts(_ field: Field) -> [String] { (self[field]?.array ?? []).compactMap(\.string) }

  /// Sets a field that is known.
  mutating func put(_ field: Field, _ text: String?) {
    if let text { self[field] = .string(text) }
  }

  /// Sets a field that is known.
  mutating func put(_ field: Field, _ number: Int64?) {
    if let number { self[field] = .int(number) }
  }

  /// Sets a field that is known.
  mutating func put(_ field: Field, _ value: JSONValue?) {
    if let value { self[field] = value }
  }

  /// Sets a field unless it is empty.
  mutating func put(_ field: Field, _ elements: [JSONValue]) {
    if !elements.isEmpty { self[field] = .array(elements) }
  }

  /// Sets a field unless it is false.
  mutating func put(_ field: Field, _ truth: Bool) {
    if truth { self[field] = true }
  }
}

extension Document: ExpressibleByDictionaryLiteral {
  /// A document of these fields; of a doubled one the last stays.
  public init(dictionaryLiteral elements: (Field, JSONValue)...) {
    // Handing on a sequence would not be specialised, and cost a tenth of making a row.
    object.reserveCapacity(elements.count)
    for (field, value) in elements { object[field.rawValue] = value }
  }
}

/// The fields of a moment that something happened at.
public enum MomentField: String, DocumentField { case position, time }

/// The fields of a reference to sealed words: the record, and where in its parts they stand
/// (RFC 6901): in one place, or in whichever of some.
///
/// `otherwise` is another reference, for where there is nothing in these places.
public enum ReferenceField: String, DocumentField { case otherwise, pointer, pointers, position }
