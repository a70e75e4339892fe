internal import InteractionModel

/// That a codified response was used, as a record of its own says it.
struct ResponseUse: FieldwiseCodable, Sendable, Hashable {
  var moment = Moment.blank
  /// When, as the source said it; empty when the moment says it all.
  var said = ""
  var response = ""
  var version: Int64?
  /// The source's own id of the use, minted by the agency.
  var item: String?

  // Places among the state's words.
  var actorType: Int32 = 0
  var actorID: Int32 = 0
  var channel: Int32 = 0
  var department: Int32 = 0

  init() {}

  init?(_ record: Record, _ words: inout StringTable) throws(FoldError) {
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

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moment, &said, &response, &version)
    try fields(&item, &actorType, &actorID, &channel)
    try fields(&department)
  }

  /// Whether all its places are among some words.
  func isSpelled(by words: StringTable) -> Bool {
    words.hold(actorType, actorID, channel, department)
  }
}
