internal import InteractionModel

extension TransferLeg: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&event, &first, &handoffs, &keys)
    try fields(&kind, &outcome, &references, &reason)
    try fields(&from, &to)
  }
}

extension TransferLeg.End: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&channel, &queue, &agent, &department)
    try fields(&self.case)
  }
}
