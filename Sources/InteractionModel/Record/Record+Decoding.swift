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

  /// Decodes a record line.
  ///
  /// The same for bytes that lie in one piece, which is what logs give.
  /// - Parameter line: the bytes that are hashed, without a line feed.
  /// - Throws: ``RecordError`` that names the field.
  public init(line: [UInt8]) throws(RecordError) {
    self = try line.withUnsafeBufferPointer { buffer in
      Result { () throws(RecordError) in try Record(buffer: buffer) }
    }.get()
  }

  /// Decodes a record line.
  ///
  /// The same for bytes that a store lends while it is scanned.
  /// - Parameter line: the bytes that are hashed, without a line feed.
  /// - Throws: ``RecordError`` that names the field.
  public init(line: UnsafeRawBufferPointer) throws(RecordError) {
    self = try line.withMemoryRebound(to: UInt8.self) { buffer in
      Result { () throws(RecordError) in try Record(buffer: buffer) }
    }.get()
  }

  /// Decodes a record line whose leaf is known.
  /// - Parameters:
  ///   - line: the bytes that are hashed, without a line feed.
  ///   - leaf: what they hash to.
  /// - Throws: ``RecordError`` that names the field.
  package init(line: UnsafeRawBufferPointer, leaf: RecordLeaf?) throws(RecordError) {
    self = try line.withMemoryRebound(to: UInt8.self) { buffer in
      Result { () throws(RecordError) in try Record(buffer: buffer, leaf: leaf) }
    }.get()
  }

  /// Decodes one of many record lines, as a store lends them.
  ///
  /// - Parameters:
  ///   - line: the bytes that are hashed, without a line feed.
  ///   - memo: what the lines before it have left, and this one leaves to the next.
  /// - Throws: ``RecordError`` that names the field.
  package init(line: UnsafeRawBufferPointer, memo: TextMemo) throws(RecordError) {
    self = try line.withMemoryRebound(to: UInt8.self) { buffer in
      Result { () throws(RecordError) in try Record(buffer: buffer, memo: memo) }
    }.get()
  }

  /// Decodes of one of many record lines what says where it stands, whose it is, of what type and
  /// when it happened: everything else is left out.
  ///
  /// For whoever chooses among many records those that are read.
  /// - Parameters:
  ///   - line: the bytes that are hashed, without a line feed.
  ///   - memo: what the lines before it have left, and this one leaves to the next.
  /// - Throws: ``RecordError`` that names the field.
  package init(headOf line: UnsafeRawBufferPointer, memo: TextMemo) throws(RecordError) {
    self = try line.withMemoryRebound(to: UInt8.self) { buffer in
      Result { () throws(RecordError) in
        var fields = RecordFields()
        var reader = JSONReader(buffer, memo: memo)
        defer { withExtendedLifetime(memo) {} }
        try fields.readHead(from: &reader)
        return Record(storage: RecordStorage(consume fields))
      }
    }.get()
  }

  /// Decodes a record line that is borrowed for the length of the call.
  package init(
    buffer: UnsafeBufferPointer<UInt8>, memo: TextMemo? = nil, leaf: RecordLeaf? = nil
  ) throws(RecordError) {
    var fields = RecordFields()
    fields.leaf = leaf
    var reader = JSONReader(buffer, memo: memo)
    // The reader borrows it without counting.
    defer { withExtendedLifetime(memo) {} }
    try fields.read(from: &reader)
    storage = RecordStorage(consume fields)
  }

  /// Whether a line is the canonical form of what it says: the only bytes the log hashes.
  /// - Parameter line: a record line.
  /// - Returns: true when the bytes are canonical.
  public static func isCanonical(_ line: [UInt8]) -> Bool {
    line.withUnsafeBytes { isCanonical($0) }
  }

  /// Whether a line that is borrowed is in canonical form.
  package static func isCanonical(_ line: UnsafeRawBufferPointer) -> Bool {
    line.withMemoryRebound(to: UInt8.self) { line in
      var reader = JSONReader(line)
      return (try? reader.skipCanonical()) == true && reader.isAtVeryEnd
    }
  }
}
