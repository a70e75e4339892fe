internal import InteractionModel

extension PartyConversation: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&id, &activity, &callbacksPromised, &channels)
    try fields(&direction, &sendings, &channel, &callbacksCompleted)
    try fields(&links, &method, &callsBack, &outcomes)
    try fields(&saidCases, &saidCase, &isInCase, &resumed)
    try fields(&started, &turns, &issue, &service)
    try fields(&intent, &received, &arrived)
  }
}

extension PartyConversation.Link: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&position, &target)
  }
}

extension PartyConversation.Sending: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moment, &channel, &ids)
  }
}
