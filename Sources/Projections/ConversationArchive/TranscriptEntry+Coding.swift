internal import InteractionModel

extension TranscriptEntry: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(moment)
    state.write(said)
    state.write(recorded)
    state.write(id)
    state.write(type)
    state.write(actorType)
    state.write(actorID)
    state.write(channel)
    state.write(direction)
    state.write(department)
    state.write(party)
    state.write(code: visibility)
    state.write(hasText)
    state.write(lacksTime)
    state.write(attachments)
    state.write(flags)
    state.write(item)
    state.write(mediaType)
    state.write(parent)
    state.write(parentPlace)
    state.write(cameLate)
    state.write(response)
    state.write(responseVersion)
    state.write(detail)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    moment = try state.read()
    said = try state.read()
    recorded = try state.read()
    id = try state.read()
    type = try state.read()
    actorType = try state.read()
    actorID = try state.read()
    channel = try state.read()
    direction = try state.read()
    department = try state.read()
    party = try state.read()
    visibility = try state.code()
    hasText = try state.read()
    lacksTime = try state.read()
    attachments = try state.read()
    flags = try state.read()
    item = try state.read()
    mediaType = try state.read()
    parent = try state.read()
    parentPlace = try state.read()
    cameLate = try state.read()
    response = try state.read()
    responseVersion = try state.read()
    detail = try state.read()
  }

  /// Whether all its places are among some words.
  func isSpelled(by words: Words) -> Bool {
    words.hold(type, actorType, actorID, channel, direction, department, party)
  }
}
