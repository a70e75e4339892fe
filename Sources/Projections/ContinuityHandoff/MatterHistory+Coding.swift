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
    var rest = self
    rest.visitRest(&state)
  }

  /// Writes or reads what stands in the head and is in no pages.
  private mutating func visitRest<Coder: FieldCoder & ~Copyable>(
    _ fields: inout Coder
  ) throws(Coder.Failure) {
    try fields(&passages, &edits, &facts, &language)
    try fields(&handoffs, &identities, &lastTouch, &events)
    try fields(&party, &redacted, &service, &touches)
    try fields(&issue, &inferredIssue, &intent, &promised)
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
    try visitRest(&state)
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
