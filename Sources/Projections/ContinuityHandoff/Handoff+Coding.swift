internal import InteractionModel

extension Handoff: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(preparation)
    state.write(by)
    state.write(conversation)
    state.write(giver)
    state.write(leg)
    state.write(packet)
    state.write(party)
    state.write(request)
    state.write(steps)
    state.write(service)
    state.write(requestWords)
    state.write(preparationWords)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init()
    try state.read(&preparation)
    try state.read(&by)
    try state.read(&conversation)
    try state.read(&giver)
    try state.read(&leg)
    try state.read(&packet)
    try state.read(&party)
    try state.read(&request)
    try state.read(&steps)
    try state.read(&service)
    try state.read(&requestWords)
    try state.read(&preparationWords)
  }
}
