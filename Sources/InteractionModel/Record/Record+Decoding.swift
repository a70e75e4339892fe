extension Record {
  /// Decodes a record line.
  ///
  /// Strict about fields and their forms. Whether the bytes are *the* canonical ones is for
  /// ``isCanonical(_:)`` to say.
  /// - Parameter line: the bytes that are hashed, without a line feed.
  /// - Throws: ``RecordError`` that names the field.
  public init(line: some Collection<UInt8>) throws(RecordError) {
    let result = line.withContiguousStorageIfAvailable { buffer in
      Result { () throws(RecordError) in try Record(buffer: buffer) }
    }
    if let result {
      self = try result.get()
      return
    }
    self = try Array(line).withUnsafeBufferPointer { buffer in
      Result { () throws(RecordError) in try Record(buffer: buffer) }
    }.get()
  }

  /// Decodes a record line that is borrowed for the length of the call.
  package init(buffer: UnsafeBufferPointer<UInt8>) throws(RecordError) {
    var fields = RecordFields()
    var reader = JSONReader(buffer)
    do {
      try fields.read(from: &reader)
    } catch let error as JSONError {
      throw .json(error)
    } catch let error as RecordError {
      throw error
    } catch {
      throw .malformed(field: "line")
    }
    self = try fields.record()
  }

  /// Whether a line is the canonical form of what it says: the only bytes the log hashes.
  /// - Parameter line: a record line.
  /// - Returns: true when the bytes are canonical.
  public static func isCanonical(_ line: [UInt8]) -> Bool {
    guard let value = try? JSONValue(parsing: line) else { return false }
    return value.canonicalBytes == line
  }
}
