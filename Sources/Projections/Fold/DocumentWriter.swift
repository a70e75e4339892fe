internal import InteractionModel

/// Writes a JSON object in canonical form, member by member, for rows that come by the million:
/// nothing is built first that is only there to be written.
///
/// Members must come in canonical order; builds for debugging check that. What is not known, not
/// true or empty is left out, as in ``Document``.
struct DocumentWriter<Field: DocumentField> {
  private var bytes: [UInt8] = []
  private var last = ""

  /// An object without members.
  init() {
    bytes.reserveCapacity(512)
    bytes.append(UInt8(ascii: "{"))
  }

  /// The object as text.
  consuming func text() -> String {
    bytes.append(UInt8(ascii: "}"))
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func begin(_ field: Field) {
    var name = field.rawValue
    assert(bytes.count == 1 || last < name, "\(name) must come before \(last)")
    assert({ last = name }() == ())
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8 { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  /// Writes a text that is known.
  mutating func put(_ field: Field, _ text: String?) {
    guard let text else { return }
    begin(field)
    CanonicalJSON.write(text, to: &bytes)
  }

  /// Writes a number that is known.
  mutating func put(_ field: Field, _ number: Int64?) {
    guard let number else { return }
    begin(field)
    CanonicalJSON.write(number, to: &bytes)
  }

  /// Writes a truth value unless it is false.
  mutating func put(_ field: Field, _ truth: Bool) {
    guard truth else { return }
    begin(field)
    bytes.append(contentsOf: "true".utf8)
  }

  /// Writes texts unless there are none.
  mutating func put(_ field: Field, _ texts: [String]) {
    guard !texts.isEmpty else { return }
    begin(field)
    bytes.append(UInt8(ascii: "["))
    for (place, text) in texts.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      CanonicalJSON.write(text, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Writes a value that is known.
  mutating func put(_ field: Field, _ value: JSONValue?) {
    guard let value else { return }
    begin(field)
    CanonicalJSON.write(value, to: &bytes)
  }

  /// Writes values unless there are none.
  mutating func put(_ field: Field, _ values: [JSONValue]) {
    guard !values.isEmpty else { return }
    put(field, .array(values))
  }
}
