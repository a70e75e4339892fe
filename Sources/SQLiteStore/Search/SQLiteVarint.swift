/// A number of SQLite's file format, section 1.6: seven bits a byte, the ninth byte whole.
enum SQLiteVarint {
  /// Reads a number and goes behind it.
  static func next(_ bytes: inout Slice<UnsafeRawBufferPointer>) -> Int64 {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard let byte = bytes.popFirst() else { break }
      if index == 8 {
        value = value << 8 | UInt64(byte)
      } else {
        value = value << 7 | UInt64(byte & 0x7F)
        if byte & 0x80 == 0 { break }
      }
    }
    return Int64(bitPattern: value)
  }

  /// The number that some bytes begin with.
  static func first(of bytes: UnsafeRawBufferPointer) -> Int64 {
    var bytes = bytes[...]
    return next(&bytes)
  }
}
