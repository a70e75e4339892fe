internal import InteractionModel

/// What a later record says about something that was said: edited, redacted, delivered, failed.
///
/// Kept by the id of what it is about, because it may be delivered before it.
struct Amendment: FieldwiseCodable, MessageAmendment, Sendable, Hashable {
  /// What happened to it.
  enum Kind: Int64, FoldCodable, Sendable, Hashable {
    case edit, redaction, delivery, failure

    /// The type of the event.
    var type: EventType {
      switch self {
      case .edit: .messageEdited
      case .redaction: .messageRedacted
      case .delivery: .messageDelivered
      case .failure: .messageFailed
      }
    }

    /// The kind of an event; nil when it is no amendment.
    init?(_ event: ArchiveEvent) {
      switch event {
      case .edited: self = .edit
      case .redacted: self = .redaction
      case .delivered: self = .delivery
      case .undelivered: self = .failure
      default: return nil
      }
    }
  }

  var kind = Kind.edit
  var moment = Moment.blank
  /// When, as the source said it; empty when the moment says it all.
  var said = ""
  var recorded = Instant(microseconds: 0)
  /// The event id of what it is about; nil when the record does not say.
  var target: String?
  /// The edition of an edit.
  var edition: Int64?
  /// The authority of a redaction, the error of a failure.
  var code: String?
  /// Whether the new text is sealed in it.
  var hasText = false
  var lacksTime = false
  /// At most this can be seen of the new text.
  var visibility = Visibility.internal

  // Places among the state's words.
  var actorType: Int32 = 0
  var actorID: Int32 = 0
  var channel: Int32 = 0
  var direction: Int32 = 0
  var department: Int32 = 0
  var party: Int32 = 0

  init() {}

  init(
    _ kind: Kind, _ record: Record, _ event: ArchiveEvent, _ words: inout StringTable
  ) throws(FoldError) {
    self.kind = kind
    moment = Moment(record)
    said = record.saidOtherwise
    recorded = record.recorded
    target = try record.text("message")
    switch kind {
    case .edit: edition = try record.wholeNumber("edition")
    case .redaction: code = try record.text("authority")
    case .failure: code = try record.text("error")
    case .delivery: break
    }
    hasText = record.hasText(event)
    lacksTime = record.lacksUsableTime
    visibility = try Visibility(record, event)
    actorType = words.place(of: record.actor?.type)
    actorID = words.place(of: record.actor?.id)
    channel = words.place(of: record.channel?.rawValue)
    direction = words.place(of: record.direction?.rawValue)
    department = words.place(of: record.department)
    party = words.place(of: record.party)
  }

  /// The order of edits.
  static func precedes(_ left: Amendment, _ right: Amendment) -> Bool {
    left.editOrder < right.editOrder
  }

  var editOrder: EditOrder { EditOrder(edition: edition, moment) }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&kind, &moment, &said, &recorded)
    try fields(&target, &edition, &code, &hasText)
    try fields(&lacksTime, &visibility, &actorType, &actorID)
    try fields(&channel, &direction, &department, &party)
  }

  /// Whether all its places are among some words.
  func isSpelled(by words: StringTable) -> Bool {
    words.hold(actorType, actorID, channel, direction, department, party)
  }
}
