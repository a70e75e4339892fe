internal import InteractionModel

/// What one record puts into the transcript of a conversation: somebody said something, or
/// something happened.
///
/// Whether it was edited, redacted or delivered twice is for ``ThingReading`` to say, because
/// the records that say so may come before or after it.
struct TranscriptEntry: FieldwiseCodable, Sendable, Hashable {
  var moment = Moment.blank
  /// When, as the source said it; empty when the moment says it all.
  var said = ""
  var recorded = Instant(microseconds: 0)
  var id = EventID(high: 0, low: 0)

  // Places among the state's words.
  var type: Int32 = 0
  var actorType: Int32 = 0
  var actorID: Int32 = 0
  var channel: Int32 = 0
  var direction: Int32 = 0
  var department: Int32 = 0
  var party: Int32 = 0

  var visibility = Visibility.internal
  /// Whether sealed parts hold something to read.
  var hasText = false
  /// Whether the moment is that of the recording because the source gave no usable time.
  var lacksTime = false

  var attachments: [String] = []
  var flags: [String] = []
  /// The source's own id of what was said, minted by the agency.
  var item: String?
  var mediaType: String?
  /// The event id of what it answers.
  var parent: String?
  /// The record that brought what it answers; nil as long as that has not come.
  var parentPlace: Position?
  /// Whether an entry of a later time came before it.
  var cameLate = false
  /// The codified response used.
  var response: String?
  var responseVersion: Int64?
  /// The codes of the body that have no place above: the step that failed, the queue, the model.
  var detail = JSONObject()

  /// The fields that are read here or elsewhere, and not repeated in ``detail``.
  private static let placed: Set<String> = [
    "attachment", "attachments", "flags", "item", "mediaType", "parent", "response",
    "responseVersion", "visibility",
  ]

  init() {}

  init(_ record: Record, _ event: ArchiveEvent, _ words: inout StringTable) throws(FoldError) {
    moment = Moment(record)
    said = record.saidOtherwise
    recorded = record.recorded
    id = record.id
    visibility = try Visibility(record, event)
    hasText = record.hasText(event)
    lacksTime = record.lacksUsableTime
    flags = try record.texts("flags")
    // Only what the catalogue lists, should a body ever hold more.
    if record.body.members.contains(where: { !TranscriptEntry.placed.contains($0.key) }) {
      for member in EventCatalogue.partition(record.body, of: record.type).body.members
      where !TranscriptEntry.placed.contains(member.key) {
        detail[member.key] = member.value
      }
    }
    switch event {
    case .received, .sent:
      item = try record.text("item")
      mediaType = try record.text("mediaType")
      parent = try record.text("parent")
      attachments = try record.texts("attachments")
      if event == .sent {
        response = try record.text("response")
        responseVersion = try record.wholeNumber("responseVersion")
      }
    case .note:
      item = try record.text("item")
      mediaType = try record.text("mediaType")
      attachments = try record.texts("attachments")
    case .transcript, .recording:
      mediaType = try record.text("mediaType")
      if let attachment = try record.text("attachment") { attachments = [attachment] }
    default: break
    }
    type = words.place(of: record.type.rawValue)
    actorType = words.place(of: record.actor?.type)
    actorID = words.place(of: record.actor?.id)
    channel = words.place(of: record.channel?.rawValue)
    direction = words.place(of: record.direction?.rawValue)
    department = words.place(of: record.department)
    party = words.place(of: record.party)
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moment, &said, &recorded, &id)
    try fields(&type, &actorType, &actorID, &channel)
    try fields(&direction, &department, &party, &visibility)
    try fields(&hasText, &lacksTime, &attachments, &flags)
    try fields(&item, &mediaType, &parent, &parentPlace)
    try fields(&cameLate, &response, &responseVersion, &detail)
  }

  /// Whether all its places are among some words.
  func isSpelled(by words: StringTable) -> Bool {
    words.hold(type, actorType, actorID, channel, direction, department, party)
  }
}
