public import InteractionModel

/// One of the events that a row says.
public struct SaidEvent: Sendable {
  /// Its name within the row.
  public let name: String
  /// The event.
  public var event: NewEvent
  /// What it says the state of; nil when no other event of the row takes back what it says.
  public var matter: String?
  /// It is said only when one of these was the last to be said of its matter; none for always.
  public var after: Set<String> = []
  /// Whether its time is when the row was written rather than one of its own.
  public var isTimedByRow = false
  /// Whether it is new with each version of the row, though it says the same.
  public var isEachVersion = false
  /// Whether it is a moment, which does not come back when another is past.
  public var isMoment = false
  /// Whether the row does not say it because what it would say is empty now.
  public var isEmptied = false

  /// An event of a row.
  /// - Parameters:
  ///   - name: its name within the row.
  ///   - event: the event.
  public init(_ name: String, _ event: NewEvent) {
    self.name = name
    self.event = event
    matter = SaidEvent.matter(of: event)
  }

  /// What the state of a case or of a clock is said by: one event of several, of which the last
  /// holds.
  private static func matter(of event: NewEvent) -> String? {
    switch event.type {
    case .caseClosed, .caseResolved, .casePended, .caseReopened: "status"
    case .slaStarted, .slaPaused, .slaMet, .slaBreached:
      "sla/\(event.body["clock"]?.string ?? "default")"
    default: nil
    }
  }

  /// Whether it is a touch point, which happened once whatever later exports say of it.
  var isTouch: Bool {
    switch event.type {
    case .contactInitiated, .messageReceived, .messageSent, .conversationStarted,
      .selfServiceSessionStarted:
      !isEachVersion
    default: false
    }
  }

  /// Whether both are one touch point, told by two names: a call that was a letter in an earlier
  /// export.
  func isSameTouch(as other: SaidEvent) -> Bool {
    isTouch && other.isTouch && event.conversation != nil
      && event.conversation == other.event.conversation
      && (event.type == .messageSent) == (other.event.type == .messageSent)
  }

  /// Whether it is when the state began that people look for, not just the state: of several that say
  /// the same, the last export is right about the time.
  var isDated: Bool {
    switch event.type {
    case .caseOpened, .caseClosed, .caseResolved: true
    default: false
    }
  }

  /// Whether it says a state that is worth more than its time.
  var isState: Bool {
    switch event.type {
    case .caseAssigned, .caseDueChanged, .caseEscalated: true
    default: matter != nil && !isDated
    }
  }

  /// A touch point in other words than before: an edit of its message, or a note where there is none.
  ///
  /// It stands in no channel, so that it is no other touch.
  /// - Parameters:
  ///   - edition: how often it was worded anew.
  ///   - written: when the source did so.
  /// - Returns: what is said.
  func reworded(_ edition: Int, written: Instant?) -> NewEvent {
    var event = event
    event.channel = nil
    event.occurred = written.map { Timestamp($0) }
    switch event.type {
    case .messageReceived, .messageSent:
      event.type = .messageEdited
      event.body = [
        "message": .string(event.id.description), "edition": .int(Int64(edition)),
      ]
    default:
      event.type = .noteAdded
      event.body = ["kind": "changed"]
    }
    return event
  }
}
