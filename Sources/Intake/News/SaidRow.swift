internal import InteractionModel

/// What a row of an export says, before it is compared with what the log has of the row.
///
/// The next export has the same row again, the same or changed. Its events have the ids that they
/// have when nothing was said of the row before; ``RowNews`` finds what of them is new.
public struct SaidRow: Sendable {
  /// The source of the row.
  public let source: String
  /// The row's id in the source.
  public let id: String
  /// Which version of the row it is; nil when the source does not say, or nothing can be told by it.
  public let version: RowVersion?
  /// What the row says.
  public private(set) var events: [SaidEvent]
  /// What it says nothing of now, and may have said before: events with what they would say, or with
  /// nothing but id, stream and type.
  public let others: [SaidEvent]
  /// Whether it was read as the first of several rows that are compared with one another.
  public var isFirst = false

  /// A row.
  /// - Parameters:
  ///   - source: the source of the row.
  ///   - id: the row's id in the source.
  ///   - version: which version of the row it is.
  ///   - events: what it says.
  ///   - others: what it could say and does not.
  public init(
    source: String, id: String, version: RowVersion?, events: [SaidEvent], others: [SaidEvent]
  ) {
    self.source = source
    self.id = id
    self.version = version
    self.events = events
    self.others = others
  }

  /// The row with other events in place of its own.
  func replacingEvents(_ event: (SaidEvent) throws -> NewEvent) rethrows -> SaidRow {
    var row = self
    for index in events.indices { row.events[index].event = try event(events[index]) }
    return row
  }

  /// When the source wrote this version of the row; nil when it does not say.
  var written: Instant? {
    guard case .time(let instant)? = version else { return nil }
    return instant
  }

  /// The row with what it says as of its writing after all that it says ahead of that: a case that is
  /// open again keeps the date of its closing in many exports, also where that is later than the
  /// version of the row.
  var inOrder: SaidRow {
    var row = self
    for (index, said) in events.enumerated() {
      if let start = earliest(said), let time = said.event.occurred?.instant, time < start {
        row.events[index].event.occurred = Timestamp(start)
      }
    }
    return row
  }

  /// The time before which a state that is said as of the row's writing did not begin: the last one of
  /// the states that the row says ahead of it.
  func earliest(_ said: SaidEvent) -> Instant? {
    guard said.isTimedByRow, let matter = said.matter else { return nil }
    return events.prefix { $0.name != said.name }.filter { $0.matter == matter }
      .compactMap(\.event.occurred?.instant).max()
  }
}
