extension PartyContinuity: FieldwiseCodable {
  /// The complete state, told once for both directions.
  package mutating func visit<Coder: FieldCoder & ~Copyable>(
    _ fields: inout Coder
  ) throws(Coder.Failure) {
    try fields(&parties, &channels, &endpoints, &facts)
    try fields(&consents, &preferredChannel, &identities, &cases)
    try fields(&lastTouch, &counts, &promised)
    try fields(&language, &conversations)
  }

  /// The complete state: decoding it and folding on equals folding from the start.
  public func encoded() -> [UInt8] { StateWriter.bytes(of: self) }

  /// The state that ``encoded()`` wrote.
  /// - Parameter bytes: what it wrote.
  /// - Throws: an error that names the place from which on the bytes are of another form.
  public init(decoding bytes: [UInt8]) throws { self = try StateReader.value(of: bytes) }
}
