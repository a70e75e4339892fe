package import InteractionModel

/// Writes a JSON object in canonical form, member by member, for rows that come by the million:
/// nothing is built first that is only there to be written.
///
/// Members must come in canonical order; builds for debugging check that. What is not known, not
/// true or empty is left out, as in `JSONObject.fill`.
package struct DocumentWriter {
  private var bytes: [UInt8] = []
  private var last = ""

  /// An object without members.
  package init() {
    bytes.reserveCapacity(512)
    bytes.append(UInt8(ascii: "{"))
  }

  /// The object as text.
  package consuming func text() -> String {
    bytes.append(UInt8(ascii: "}"))
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func begin(_ name: StaticString) {
    assert(bytes.count == 1 || last < name.description, "\(name) must come before \(last)")
    assert({ last = name.description }() == ())
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  /// Writes a text that is known.
  package mutating func put(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    begin(name)
    CanonicalJSON.write(text, to: &bytes)
  }

  /// Writes a number that is known.
  package mutating func put(_ name: StaticString, _ number: Int64?) {
    guard let number else { return }
    begin(name)
    CanonicalJSON.write(number, to: &bytes)
  }

  /// Writes a truth value unless it is false.
  package mutating func put(_ name: StaticString, _ truth: Bool) {
    guard truth else { return }
    begin(name)
    bytes.append(contentsOf: "true".utf8)
  }

  /// Writes texts unless there are none.
  package mutating func put(_ name: StaticString, _ texts: [String]) {
    guard !texts.isEmpty else { return }
    begin(name)
    bytes.append(UInt8(ascii: "["))
    for (place, text) in texts.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      CanonicalJSON.write(text, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Writes a value that is known.
  package mutating func put(_ name: StaticString, _ value: JSONValue?) {
    guard let value else { return }
    begin(name)
    CanonicalJSON.write(value, to: &bytes)
  }

  /// Writes values unless there are none.
  package mutating func put(_ name: StaticString, _ values: [JSONValue]) {
    guard !values.isEmpty else { return }
    put(name, .array(values))
  }
}
