extension MatterHistory: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(passages)
    state.write(edits)
    state.write(facts)
    state.write(language)
    state.write(handoffs)
    state.write(identities)
    state.write(lastTouch)
    state.write(events)
    state.write(party)
    state.write(redacted)
    state.write(service)
    state.write(touches)
    state.write(issue)
    state.write(inferredIssue)
    state.write(intent)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init()
    try state.read(&passages)
    try state.read(&edits)
    try state.read(&facts)
    try state.read(&language)
    try state.read(&handoffs)
    try state.read(&identities)
    try state.read(&lastTouch)
    try state.read(&events)
    try state.read(&party)
    try state.read(&redacted)
    try state.read(&service)
    try state.read(&touches)
    try state.read(&issue)
    try state.read(&inferredIssue)
    try state.read(&intent)
  }
}
