extension PartyContinuity: FoldCodable {
  /// Writes the complete state.
  package func encode(into state: inout StateWriter) {
    state.write(parties)
    state.write(channels)
    state.write(endpoints)
    state.write(facts)
    state.write(consents)
    state.write(preferredChannel)
    state.write(identities)
    state.write(cases)
    state.write(lastTouch)
    state.write(counts)
    state.write(settlements)
    state.write(promises)
    state.write(language)
    state.write(conversations)
  }

  /// Reads the state that ``encode(into:)`` wrote.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    self.init()
    try state.read(&parties)
    try state.read(&channels)
    try state.read(&endpoints)
    try state.read(&facts)
    try state.read(&consents)
    try state.read(&preferredChannel)
    try state.read(&identities)
    try state.read(&cases)
    try state.read(&lastTouch)
    try state.read(&counts)
    try state.read(&settlements)
    try state.read(&promises)
    try state.read(&language)
    try state.read(&conversations)
  }

  /// The complete state: decoding it and folding on equals folding from the start.
  public func encoded() -> [UInt8] { StateWriter.bytes(of: self) }

  /// The state that ``encoded()`` wrote.
  /// - Parameter bytes: what it wrote.
  /// - Throws: an error that names the place from which on the bytes are of another form.
  public init(decoding bytes: [UInt8]) throws { self = try StateReader.value(of: bytes) }
}
