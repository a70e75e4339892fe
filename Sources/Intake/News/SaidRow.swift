public import InteractionModel

/// What a row of an export says, before it is compared with what the log has of the row.
///
/// The next export has the same row again, the same or changed. Its events have the ids that they
/// have when nothing was said of the row before; ``RowNews`` finds what of them is new.
public struct SaidRow: Sendable {
  /// The source of the row.
  public let source: String
  /// The row's id in the source.
  public let id: String
  /// When the source wrote this version of the row; nil when it does not say.
  public let written: Instant?
  /// What the row says.
  public let events: [SaidEvent]
  /// What it says nothing of now, and may have said before: events with nothing but id, stream and
  /// type.
  public let others: [SaidEvent]

  /// A row.
  /// - Parameters:
  ///   - source: the source of the row.
  ///   - id: the row's id in the source.
  ///   - written: when the source wrote this version of the row.
  ///   - events: what it says.
  ///   - others: what it could say and does not.
  public init(
    source: String, id: String, written: Instant?, events: [SaidEvent], others: [SaidEvent]
  ) {
    self.source = source
    self.id = id
    self.written = written
    self.events = events
    self.others = others
  }
}

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
}
