extension MatterHistory: FoldCodable {
  func encode(into state: inout StateWriter) {
    encodeHead(into: &state)
    guard isComplete else { return }
    acts.encodePages(into: &state)
    details.encodePages(into: &state)
  }

  /// Writes all but the full pages.
  func encodeHead(into state: inout StateWriter) {
    acts.encodeHead(into: &state)
    details.encodeHead(into: &state)
    // Who has all pages finds them there.
    let firstActs = isLong ? isComplete ? actsByHandoff : firstActs : [:]
    let ids = firstActs.keys.sorted()
    state.write(ids)
    for id in ids { if let act = firstActs[id] { state.write(act) } }
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
    try acts.readHead(from: &state)
    try details.readHead(from: &state)
    let ids: [String] = try state.read()
    for (place, id) in ids.enumerated() {
      guard place == 0 || ids[place - 1] < id else { throw state.damage }
      let act: Touch = try state.read()
      firstActs[id] = act
    }
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
    // What ends here is a head without its pages.
    guard isLong, !state.isAtEnd else {
      guard isLong || firstActs.isEmpty else { throw state.damage }
      return
    }
    try acts.readPages(from: &state)
    try details.readPages(from: &state)
    guard firstActs == actsByHandoff else { throw state.damage }
    firstActs = [:]
  }
}
