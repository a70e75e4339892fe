internal import InteractionModel

/// One thing that happened in a matter, as far as continuity needs it.
struct Touch: FieldwiseCodable, Sendable, Hashable {
  /// What happened; the raw value is the encoded form.
  enum Kind: String, FoldCodable, Sendable, Hashable {
    // A leg: contact, queue, agent, channel; `code` is the outcome or who hung up.
    case initiated = "ci"
    case enqueued = "ce"
    case answered = "ca"
    case abandoned = "cx"
    case disconnected = "cd"
    case wrapup = "cw"
    case disposition = "co"

    /// The matter came to `queue` through the transfer whose record is `id`.
    case visit = "qv"
    /// It was in `queue` before that transfer.
    case origin = "qo"

    /// A machine did `name` with the party; `code` is how it went.
    case step = "s"
    /// It failed; `code` is the error.
    case failure = "sf"
    /// Self-service for the task `name` ended; `code` is how.
    case selfService = "se"
    /// The assistant ended with the intent `name`; `code` is how.
    case assistant = "ae"

    /// `agent` wrote to the party.
    case message = "m"
    /// `agent` asked for the fact `name`.
    case question = "q"
    /// A fact was asked for or given; `name` is the message it was taken from.
    case fact = "f1"
    /// The record, the message `id` or with the name `contact` the beginning of a leg, has something
    /// sealed, which may be what the party wrote.
    case words = "w"
    /// The record says, sealed at the pointer `code`, what the party needs; `id` is the message.
    case need = "n"

    /// The response `name` in version `number` was used.
    case response = "r"
    /// An attempt to keep the promise `id`; `code` is how it went.
    case attempt = "pa"
    /// The SLA clock `name` came to `code`; `id` is when it is due.
    case clock = "k"

    /// The attachment `id` of the media type `code`; `name` is the message that has it.
    case attachment = "f"
    /// Something spoken whose transcript is to come: the attachment `id`, the event `name`.
    case spoken = "v"
    /// A transcript: the attachment `id`, `code` the event that caused it.
    case transcript = "t"
  }

  var kind = Kind.initiated
  var moment = Moment.blank
  /// The time in the words of the source where it is shown: of legs, visits, acts and clocks; else
  /// empty.
  var said = ""
  var conversation: String?
  var channel: Channel?
  var contact: String?
  var agent: String?
  var queue: String?
  var name: String?
  var code: String?
  var id: String?
  var number: Int64?

  init() {}

  init(_ kind: Kind, _ record: Record) {
    self.kind = kind
    moment = Moment(record)
    conversation = record.conversation
    switch kind {
    case .initiated, .enqueued, .answered, .abandoned, .disconnected, .wrapup, .disposition,
      .visit, .origin, .message, .question, .clock:
      said = record.said
    default: break
    }
  }

  /// The time in the words of the source, where ``said`` has it.
  var time: String { moment.text(said) }

  /// The place of the record.
  var position: Position { moment.position }

  /// Whether it is one of the records of a leg that say that the leg is there.
  var startsLeg: Bool {
    switch kind {
    case .initiated, .enqueued, .answered: true
    case .abandoned, .disconnected: contact != nil
    default: false
    }
  }

  /// Whether people speak in it instead of writing.
  var isSpoken: Bool {
    switch channel {
    case .voice, .callback, .inPerson, .video: true
    default: false
    }
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&kind, &moment, &said, &conversation)
    try fields(&channel, &contact, &agent, &queue)
    try fields(&name, &code, &id, &number)
  }
}
