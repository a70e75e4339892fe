internal import InteractionModel

/// That a codified response was used, as a record of its own says it.
struct ResponseUse: Sendable, Hashable {
  var moment: Moment
  /// When, as the source said it; empty when the moment says it all.
  var said: String
  var response: String
  var version: Int64?
  /// The source's own id of the use, minted by the agency.
  var item: String?

  // Places among the state's words.
  var actorType: Int32 = 0
  var actorID: Int32 = 0
  var channel: Int32 = 0
  var department: Int32 = 0

  init?(_ record: Record, _ words: inout Words) throws(FoldError) {
    guard let response = try record.text("response") else { return nil }
    self.response = response
    moment = Moment(record)
    said = record.saidOtherwise
    version = try record.wholeNumber("version")
    item = try record.text("item")
    actorType = words.place(of: record.actor?.type)
    actorID = words.place(of: record.actor?.id)
    channel = words.place(of: record.channel?.rawValue)
    department = words.place(of: record.department)
  }

  /// The use that a message is which carries a response; nil when it carries none.
  init?(_ entry: TranscriptEntry) {
    guard let response = entry.response else { return nil }
    self.response = response
    moment = entry.moment
    said = entry.said
    version = entry.responseVersion
    actorType = entry.actorType
    actorID = entry.actorID
    channel = entry.channel
    department = entry.department
  }

  /// Within how many microseconds a message and a use of its response are the same.
  private static let window: Int64 = 3_600_000_000

  /// Whether another use can be the same one: of the same version, as far as both say, and within
  /// the hour.
  func canBe(_ other: ResponseUse) -> Bool {
    guard response == other.response,
      version == nil || other.version == nil || version == other.version
    else { return false }
    let distance = moment.time.microseconds.subtractingReportingOverflow(
      other.moment.time.microseconds)
    return !distance.overflow && distance.partialValue.magnitude <= ResponseUse.window
  }
}

extension ResponseUse: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(moment)
    state.write(said)
    state.write(response)
    state.write(version)
    state.write(item)
    state.write(actorType)
    state.write(actorID)
    state.write(channel)
    state.write(department)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    moment = try state.read()
    said = try state.read()
    response = try state.read()
    version = try state.read()
    item = try state.read()
    actorType = try state.read()
    actorID = try state.read()
    channel = try state.read()
    department = try state.read()
  }

  /// Whether all its places are among some words.
  func isSpelled(by words: Words) -> Bool {
    words.hold(actorType, actorID, channel, department)
  }
}
