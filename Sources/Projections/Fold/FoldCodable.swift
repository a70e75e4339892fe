package import InteractionModel

/// What a state consists of: written as bytes and read back exactly.
package protocol FoldCodable {
  /// Writes the value.
  func encode(into state: inout StateWriter)
  /// Reads what ``encode(into:)`` wrote.
  init(from state: inout StateReader) throws(StateDecodingError)
}

/// What a register can hold.
package protocol FoldValue: FoldCodable, Sendable, Hashable {}

extension FoldState where Self: FoldCodable {
  /// The complete state: decoding it and folding on equals folding from the start.
  package func encoded() -> [UInt8] { StateWriter.bytes(of: self) }

  /// The state that ``encoded()`` wrote.
  package init(decoding bytes: [UInt8]) throws { self = try StateReader.value(of: bytes) }
}

extension String: FoldValue {
  /// Writes the string.
  package func encode(into state: inout StateWriter) {
    var text = self
    text.withUTF8 { state.write($0) }
  }

  /// Reads a string.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    let text = try state.content().withUnsafeBufferPointer { bytes in
      // Validating is not specialised; nearly all strings of states are ids and codes.
      bytes.allSatisfy { $0 < 0x80 }
        ? String(decoding: bytes, as: UTF8.self) : String(validating: bytes, as: UTF8.self)
    }
    guard let text else { throw state.damage }
    self = text
  }
}

extension Int64: FoldValue {
  /// Writes the number.
  package func encode(into state: inout StateWriter) {
    state.write(count: UInt64(bitPattern: self << 1 ^ self >> 63))
  }

  /// Reads a number.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    let value = try state.count()
    self = Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}

extension Int32: FoldCodable {
  /// Writes the number.
  package func encode(into state: inout StateWriter) { state.write(Int64(self)) }

  /// Reads a number.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    guard let value = Int32(exactly: try Int64(from: &state)) else { throw state.damage }
    self = value
  }
}

extension Bool: FoldCodable {
  /// Writes the truth value.
  package func encode(into state: inout StateWriter) { state.write(byte: self ? 1 : 0) }

  /// Reads a truth value.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    let byte = try state.byte()
    guard byte <= 1 else { throw state.damage }
    self = byte == 1
  }
}

extension Optional: FoldCodable where Wrapped: FoldCodable {
  /// Writes whether there is a value, and the value.
  package func encode(into state: inout StateWriter) {
    state.write(self != nil)
    if let self { state.write(self) }
  }

  /// Reads a value, if there is one.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    let isThere: Bool = try state.read()
    self = isThere ? try Wrapped(from: &state) : nil
  }
}

extension Array: FoldCodable where Element: FoldCodable {
  /// Writes the elements.
  package func encode(into state: inout StateWriter) {
    state.write(count: UInt64(count))
    for element in self { state.write(element) }
  }

  /// Reads the elements.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    let count = try state.length()
    self = []
    reserveCapacity(count)
    for _ in 0..<count { append(try Element(from: &state)) }
  }
}

extension FoldCodable where Self: RawRepresentable, RawValue: FoldCodable {
  /// Writes the raw value.
  package func encode(into state: inout StateWriter) { state.write(rawValue) }

  /// Reads what has a raw value.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    guard let value = Self(rawValue: try state.read()) else { throw state.damage }
    self = value
  }
}

extension Channel: FoldCodable {}

extension Position: FoldCodable {
  /// Writes the position.
  package func encode(into state: inout StateWriter) { state.write(rawValue) }

  /// Reads a position.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(try state.read())
  }
}

extension Instant: FoldCodable {
  /// Writes the microseconds.
  package func encode(into state: inout StateWriter) { state.write(microseconds) }

  /// Reads an instant.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(microseconds: try state.read())
  }
}

extension EventID: FoldCodable {
  /// Writes the two halves.
  package func encode(into state: inout StateWriter) {
    state.write(Int64(bitPattern: high))
    state.write(Int64(bitPattern: low))
  }

  /// Reads an id.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    let high: Int64 = try state.read()
    self.init(
      high: UInt64(bitPattern: high), low: UInt64(bitPattern: try state.read()))
  }
}

extension JSONObject: FoldCodable {
  /// Writes the canonical bytes.
  package func encode(into state: inout StateWriter) {
    // Nearly always empty.
    if isEmpty { return state.write(byte: 0) }
    canonicalBytes.withUnsafeBufferPointer { state.write($0) }
  }

  /// Reads an object from its canonical bytes.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    let bytes = Array(try state.content())
    if bytes.isEmpty {
      self.init()
      return
    }
    guard case .object(let object)? = try? JSONValue(parsing: bytes), !object.isEmpty,
      object.canonicalBytes == bytes
    else { throw state.damage }
    self = object
  }
}

extension [String] {
  /// The strings in JSON, as rows show them.
  var json: JSONValue { .array(map(JSONValue.string)) }

  /// The strings of a JSON array; nil when it is something else.
  init?(json: JSONValue) {
    guard let values = json.array else { return nil }
    self = []
    reserveCapacity(values.count)
    for value in values {
      guard let text = value.string else { return nil }
      append(text)
    }
  }
}
