internal import InteractionModel

extension Matter: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(id)
    state.write(ended)
    state.write(department)
    state.write(envelopeDepartment)
    state.write(clocks)
    state.write(reopens)
    state.write(owner)
    state.write(priority)
    state.write(queue)
    state.write(resolutions)
    state.write(status)
    state.write(opened)
    state.write(due)
    state.write(service)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(id: try state.read())
    try state.read(&ended)
    try state.read(&department)
    try state.read(&envelopeDepartment)
    try state.read(&clocks)
    try state.read(&reopens)
    try state.read(&owner)
    try state.read(&priority)
    try state.read(&queue)
    try state.read(&resolutions)
    try state.read(&status)
    try state.read(&opened)
    try state.read(&due)
    try state.read(&service)
  }
}
