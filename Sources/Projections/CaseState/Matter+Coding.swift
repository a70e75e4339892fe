internal import InteractionModel

extension Matter: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&id, &ended, &department, &envelopeDepartment)
    try fields(&clocks, &reopens, &owner, &priority)
    try fields(&queue, &resolutions, &status, &opened)
    try fields(&due, &service)
  }
}
