/// Reads states that ``StateWriter`` wrote, and refuses everything else.
package struct StateReader: ~Copyable {
  private let bytes: [UInt8]
  private var place = 0

  /// A reader at the start of some bytes.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The value that all of some bytes are.
  package static func value<Value: FoldCodable>(
    of bytes: [UInt8]
  ) throws(StateDecodingError) -> Value {
    var state = StateReader(bytes)
    let value: Value = try state.read()
    try state.finish()
    return value
  }

  /// An error at the place that is read.
  var damage: StateDecodingError { StateDecodingError(offset: place) }

  /// Whether everything was read.
  var isAtEnd: Bool { place == bytes.count }

  /// Makes sure that everything was read.
  package func finish() throws(StateDecodingError) {
    guard isAtEnd else { throw damage }
  }

  /// Reads a value.
  package mutating func read<Value: FoldCodable>() throws(StateDecodingError) -> Value {
    try Value(from: &self)
  }

  /// Reads a number that is not negative.
  mutating func count() throws(StateDecodingError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      let part = UInt64(byte & 0x7F)
      // Neither bits that do not fit nor a last byte that says nothing: one number, one spelling.
      guard shift < 63 || part <= 1, shift == 0 || byte != 0 else { throw damage }
      value |= part << shift
      if byte < 0x80 { return value }
      shift += 7
      guard shift <= 63 else { throw damage }
    }
  }

  /// Reads one byte.
  mutating func byte() throws(StateDecodingError) -> UInt8 {
    guard place < bytes.count else { throw damage }
    defer { place += 1 }
    return bytes[place]
  }

  /// Reads a number of things that each take at least a byte.
  mutating func length() throws(StateDecodingError) -> Int {
    let count = try count()
    guard count <= UInt64(bytes.count - place) else { throw damage }
    return Int(count)
  }

  /// Reads bytes that stand behind how many there are.
  mutating func content() throws(StateDecodingError) -> ArraySlice<UInt8> {
    let count = try length()
    defer { place += count }
    return bytes[place..<place + count]
  }
}
