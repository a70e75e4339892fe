internal import InteractionModel

extension TranscriptEntry: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moment, &said, &recorded, &id)
    try fields(&type, &actorType, &actorID, &channel)
    try fields(&direction, &department, &party, &visibility)
    try fields(&hasText, &lacksTime, &attachments, &flags)
    try fields(&item, &mediaType, &parent, &parentPlace)
    try fields(&cameLate, &response, &responseVersion, &detail)
  }

  /// Whether all its places are among some words.
  func isSpelled(by words: Words) -> Bool {
    words.hold(type, actorType, actorID, channel, direction, department, party)
  }
}
