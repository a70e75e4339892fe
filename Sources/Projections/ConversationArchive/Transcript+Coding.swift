extension Transcript: FoldCodable {
  func encode(into state: inout StateWriter) {
    // One form for one state: a long one in parts.
    var whole = self
    whole.moveIntoParts()
    whole.visitHead(&state)
    if whole.isInParts, whole.isComplete { state.write(whole.parts) }
  }

  func encodedHead() -> [UInt8] {
    var head = self
    var state = StateWriter()
    head.visitHead(&state)
    return state.bytes
  }

  /// Writes or reads all but the parts.
  private mutating func visitHead<Coder: FieldCoder & ~Copyable>(
    _ fields: inout Coder
  ) throws(Coder.Failure) {
    try fields(&isInParts, &counts, &useCount, &edits)
    try fields(&redactions, &latest, &legCount, &issueCodes)
    try fields(&amendments, &departments, &channels, &department)
    try fields(&entries, &flags, &agents, &activity)
    try fields(&issues, &firstTouch, &saidCase, &lastTouch)
    try fields(&language, &events, &unknown, &resumptions)
    try fields(&others, &parties, &direction, &uses)
    try fields(&started, &legs, &links, &firstChannel)
    try fields(&words, &disposition, &ending)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init()
    try visitHead(&state)
    if isInParts {
      guard entries.isEmpty, amendments.isEmpty, uses.isEmpty else { throw state.damage }
      // What ends here is a head without its parts.
      parts = state.isAtEnd ? TranscriptParts(isComplete: false) : try state.read()
    }
    let words = words
    guard entries.allSatisfy({ $0.isSpelled(by: words) }),
      amendments.allSatisfy({ $0.isSpelled(by: words) }),
      uses.allSatisfy({ $0.isSpelled(by: words) }), parts.isSpelled(by: words)
    else { throw state.damage }
  }
}
