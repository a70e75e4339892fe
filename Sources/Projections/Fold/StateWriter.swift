/// Writes states as bytes: compact, because a state is stored beside every row.
///
/// Nothing says what a value is: it is read back by the code of the same version, value by value in
/// the same order. Whole numbers are LEB128, signed ones zigzag first; whatever can be absent has a
/// byte before it that is 0 or 1.
package struct StateWriter: ~Copyable {
  /// What was written.
  package private(set) var bytes: [UInt8] = []

  /// A writer that has written nothing.
  package init() {
    bytes.reserveCapacity(1_024)
  }

  /// The bytes of a value.
  package static func bytes(of value: some FoldCodable) -> [UInt8] {
    var state = StateWriter()
    state.write(value)
    return state.bytes
  }

  /// Writes a value.
  package mutating func write(_ value: some FoldCodable) { value.encode(into: &self) }

  /// Writes a number that is not negative.
  mutating func write(count: UInt64) {
    var rest = count
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Writes one byte.
  mutating func write(byte: UInt8) { bytes.append(byte) }

  /// Writes bytes as they are, behind how many there are.
  mutating func write(_ content: UnsafeBufferPointer<UInt8>) {
    write(count: UInt64(content.count))
    bytes.append(contentsOf: content)
  }
}
