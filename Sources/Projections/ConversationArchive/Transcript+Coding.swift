extension Transcript: FoldCodable {
  func encode(into state: inout StateWriter) {
    // One form for one state: a long one in parts.
    var whole = self
    whole.moveIntoParts()
    whole.encodeHead(into: &state)
    if whole.isInParts, whole.isComplete { state.write(whole.parts) }
  }

  func encodedHead() -> [UInt8] {
    var state = StateWriter()
    encodeHead(into: &state)
    return state.bytes
  }

  private func encodeHead(into state: inout StateWriter) {
    state.write(isInParts)
    state.write(counts)
    state.write(useCount)
    state.write(edits)
    state.write(redactions)
    state.write(latest)
    state.write(legCount)
    state.write(issueCodes)
    state.write(amendments)
    state.write(departments)
    state.write(channels)
    state.write(department)
    state.write(entries)
    state.write(flags)
    state.write(agents)
    state.write(activity)
    state.write(issues)
    state.write(firstTouch)
    state.write(saidCase)
    state.write(lastTouch)
    state.write(language)
    state.write(events)
    state.write(unknown)
    state.write(resumptions)
    state.write(others)
    state.write(parties)
    state.write(direction)
    state.write(uses)
    state.write(started)
    state.write(legs)
    state.write(links)
    state.write(firstChannel)
    state.write(words)
    state.write(disposition)
    state.write(ending)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init()
    try state.read(&isInParts)
    try state.read(&counts)
    try state.read(&useCount)
    try state.read(&edits)
    try state.read(&redactions)
    try state.read(&latest)
    try state.read(&legCount)
    try state.read(&issueCodes)
    try state.read(&amendments)
    try state.read(&departments)
    try state.read(&channels)
    try state.read(&department)
    try state.read(&entries)
    try state.read(&flags)
    try state.read(&agents)
    try state.read(&activity)
    try state.read(&issues)
    try state.read(&firstTouch)
    try state.read(&saidCase)
    try state.read(&lastTouch)
    try state.read(&language)
    try state.read(&events)
    try state.read(&unknown)
    try state.read(&resumptions)
    try state.read(&others)
    try state.read(&parties)
    try state.read(&direction)
    try state.read(&uses)
    try state.read(&started)
    try state.read(&legs)
    try state.read(&links)
    try state.read(&firstChannel)
    try state.read(&words)
    try state.read(&disposition)
    try state.read(&ending)
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
