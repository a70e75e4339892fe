extension JSONValue {
  /// Parses one JSON text in the canonical profile: integers only.
  ///
  /// White space and any member order are accepted; whether the bytes are *the* canonical ones is
  /// for the caller to compare with ``canonicalBytes``.
  /// - Parameter bytes: UTF-8 text.
  /// - Throws: ``JSONError`` with the byte offset.
  public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
    self = try JSONValue.parse(bytes, numbers: .integersOnly)
  }

  /// Parses one JSON text from elsewhere: numbers that the profile lacks become strings that keep
  /// their spelling.
  /// - Parameter bytes: UTF-8 text without a byte order mark.
  /// - Throws: ``JSONError`` with the byte offset.
  public init(parsingForeign bytes: some Collection<UInt8>) throws(JSONError) {
    self = try JSONValue.parse(bytes, numbers: .decimalStrings)
  }

  /// Parses one JSON text in the canonical profile, borrowed for the length of the call.
  package init(borrowed bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) {
    self = try JSONValue.read(bytes, numbers: .integersOnly)
  }

  private static func read(
    _ buffer: UnsafeBufferPointer<UInt8>, numbers: JSONReader.NumberPolicy
  ) throws(JSONError) -> JSONValue {
    if buffer.count >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF {
      throw JSONError(.byteOrderMark, at: 0)
    }
    var reader = JSONReader(buffer, numbers: numbers)
    let value = try reader.value()
    try reader.end()
    return value
  }

  private static func parse(
    _ bytes: some Collection<UInt8>, numbers: JSONReader.NumberPolicy
  ) throws(JSONError) -> JSONValue {
    let result = bytes.withContiguousStorageIfAvailable { buffer in
      Result { () throws(JSONError) in try read(buffer, numbers: numbers) }
    }
    if let result { return try result.get() }
    return try Array(bytes).withUnsafeBufferPointer { buffer in
      Result { () throws(JSONError) in try read(buffer, numbers: numbers) }
    }.get()
  }
}
