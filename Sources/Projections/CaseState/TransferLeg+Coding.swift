internal import InteractionModel

extension TransferLeg: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(event)
    state.write(first)
    state.write(handoffs)
    state.write(keys)
    state.write(kind)
    state.write(outcome)
    state.write(references)
    state.write(reason)
    state.write(from)
    state.write(to)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init()
    try state.read(&event)
    try state.read(&first)
    try state.read(&handoffs)
    try state.read(&keys)
    try state.read(&kind)
    try state.read(&outcome)
    try state.read(&references)
    try state.read(&reason)
    try state.read(&from)
    try state.read(&to)
  }
}

extension TransferLeg.End: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(channel)
    state.write(queue)
    state.write(agent)
    state.write(department)
    state.write(self.case)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init()
    try state.read(&channel)
    try state.read(&queue)
    try state.read(&agent)
    try state.read(&department)
    try state.read(&self.case)
  }
}
