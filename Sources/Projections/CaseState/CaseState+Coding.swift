extension CaseState: FoldCodable {
  /// Writes the complete state.
  package func encode(into state: inout StateWriter) {
    state.write(agents)
    state.write(channels)
    state.write(departments)
    state.write(firstContact)
    state.write(flags)
    state.write(lastTouch)
    state.write(matters)
    state.write(counts)
    state.write(parties)
    state.write(firstResponse)
    state.write(transfers)
    state.write(conversations)
    state.write(mergedCases)
  }

  /// Reads the state that ``encode(into:)`` wrote.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    self.init()
    try state.read(&agents)
    try state.read(&channels)
    try state.read(&departments)
    try state.read(&firstContact)
    try state.read(&flags)
    try state.read(&lastTouch)
    try state.read(&matters)
    try state.read(&counts)
    try state.read(&parties)
    try state.read(&firstResponse)
    try state.read(&transfers)
    try state.read(&conversations)
    try state.read(&mergedCases)
  }

  /// The complete state: decoding it and folding on equals folding from the start.
  public func encoded() -> [UInt8] { StateWriter.bytes(of: self) }

  /// The state that ``encoded()`` wrote.
  /// - Parameter bytes: what it wrote.
  /// - Throws: an error that names the place from which on the bytes are of another form.
  public init(decoding bytes: [UInt8]) throws { self = try StateReader.value(of: bytes) }
}
