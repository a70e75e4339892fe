internal import InteractionModel

extension Handoff: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&preparation, &by, &conversation, &giver)
    try fields(&leg, &packet, &party, &request)
    try fields(&steps, &service, &requestWords, &preparationWords)
  }
}
