/// A sealed part without attachments as it stands in a line: borrowed, and nothing of it decoded.
package struct WrittenPart {
  /// Which key opens it.
  package let key: UnsafeBufferPointer<UInt8>
  /// The commitment in base64.
  package let commitment: UnsafeBufferPointer<UInt8>
  /// The nonce in base64.
  package let nonce: UnsafeBufferPointer<UInt8>
  /// Ciphertext and tag in base64.
  package let data: UnsafeBufferPointer<UInt8>
  /// The root of what is sealed in base64.
  package let root: UnsafeBufferPointer<UInt8>

  /// Reads a part in its canonical form; nil when it is anything else.
  @inline(__always)
  init?(_ reader: inout JSONReader) throws(JSONError) {
    guard reader.consume(literal: "{\"commitment\":"), let commitment = try reader.plainString(),
      reader.consume(literal: ",\"data\":"), let data = try reader.plainString(),
      reader.consume(literal: ",\"key\":"), let key = try reader.plainString(),
      reader.consume(literal: ",\"nonce\":"), let nonce = try reader.plainString(),
      reader.consume(literal: ",\"root\":"), let root = try reader.plainString(),
      reader.consume(literal: "}")
    else { return nil }
    self.key = key
    self.commitment = commitment
    self.nonce = nonce
    self.data = data
    self.root = root
  }
}

extension Record {
  /// Lends the sealed parts as the log writes them, one after the other.
  ///
  /// - Parameter body: is given each part; answers whether it is of use.
  /// - Returns: false when a part is of any other form or of no use, or the list is not whole; what
  ///   it is then ``sealedParts()`` says.
  package func forEachWrittenPart(_ body: (WrittenPart) -> Bool) -> Bool {
    guard sealedCount > 0 else { return true }
    return sealedBytes.withUnsafeBufferPointer { bytes in
      (try? Record.readWrittenParts(bytes, count: sealedCount, body)) ?? false
    }
  }

  private static func readWrittenParts(
    _ bytes: UnsafeBufferPointer<UInt8>, count: Int, _ body: (WrittenPart) -> Bool
  ) throws(JSONError) -> Bool {
    var reader = JSONReader(bytes)
    try reader.expect(UInt8(ascii: "["))
    for index in 0..<count {
      if index > 0 { try reader.expect(UInt8(ascii: ",")) }
      guard let part = try WrittenPart(&reader), body(part) else { return false }
    }
    try reader.expect(UInt8(ascii: "]"))
    try reader.end()
    return true
  }
}
