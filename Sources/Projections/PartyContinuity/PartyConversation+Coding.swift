internal import InteractionModel

extension PartyConversation: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(id)
    state.write(activity)
    state.write(callbacksPromised)
    state.write(channels)
    state.write(direction)
    state.write(sendings)
    state.write(channel)
    state.write(callbacksCompleted)
    state.write(links)
    state.write(method)
    state.write(callsBack)
    state.write(outcomes)
    state.write(saidCases)
    state.write(saidCase)
    state.write(isInCase)
    state.write(resumed)
    state.write(started)
    state.write(turns)
    state.write(issue)
    state.write(service)
    state.write(intent)
    state.write(received)
    state.write(arrived)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(id: try state.read())
    try state.read(&activity)
    try state.read(&callbacksPromised)
    try state.read(&channels)
    try state.read(&direction)
    try state.read(&sendings)
    try state.read(&channel)
    try state.read(&callbacksCompleted)
    try state.read(&links)
    try state.read(&method)
    try state.read(&callsBack)
    try state.read(&outcomes)
    try state.read(&saidCases)
    try state.read(&saidCase)
    try state.read(&isInCase)
    try state.read(&resumed)
    try state.read(&started)
    try state.read(&turns)
    try state.read(&issue)
    try state.read(&service)
    try state.read(&intent)
    try state.read(&received)
    try state.read(&arrived)
  }
}

extension PartyConversation.Link: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(position)
    state.write(target)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(position: try state.read(), target: try state.read())
  }
}

extension PartyConversation.Sending: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(moment)
    state.write(channel)
    state.write(ids)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(moment: try state.read(), channel: try state.read(), ids: try state.read())
  }
}
