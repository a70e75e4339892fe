public import Compliance
public import EventLog
public import InteractionModel
public import ProjectionEngine

/// A point in the log's history, on one of its three axes, or on two at once.
public enum AsOf: Sendable, Hashable {
  /// The first so many records.
  case position(Position)
  /// What the log had recorded by then.
  case recorded(Instant)
  /// What had happened by then, the end of a day or a moment, as far as the log knows now.
  case occurred(Instant, isDay: Bool)
  /// What had happened by then, as far as the log knew at another point.
  case occurredAsKnown(Instant, isDay: Bool, at: Known)

  /// Up to where the log is taken to know.
  public enum Known: Sendable, Hashable {
    /// The first so many records.
    case position(Position)
    /// What the log had recorded by then.
    case recorded(Instant)
  }

  /// Reads what happened by when, and what was known when; nil when neither is given.
  /// - Parameters:
  ///   - text: as ``init(_:zone:)`` takes it; nil when only what was known is asked for.
  ///   - known: `@N`, `recorded:T` or a bare time; nil for what is known now.
  ///   - view: when and where it is asked.
  /// - Throws: ``MalformedQuestion`` when one is not written as it must be, or `known` goes with
  ///   another axis than `occurred`.
  public init?(_ text: String?, known: String?, at view: Viewpoint) throws(MalformedQuestion) {
    guard let known else {
      guard let text else { return nil }
      try self.init(text, at: view)
      return
    }
    let limit: Known
    switch try AsOf(known, at: view) {
    case .position(let position): limit = .position(position)
    case .recorded(let instant): limit = .recorded(instant)
    case .occurred, .occurredAsKnown:
      throw MalformedQuestion("“\(known)” is not what was known when; write recorded:T or @N")
    }
    guard let text else {
      switch limit {
      case .position(let position): self = .position(position)
      case .recorded(let instant): self = .recorded(instant)
      }
      return
    }
    guard case .occurred(let instant, let isDay) = try AsOf(text, at: view) else {
      throw MalformedQuestion(
        "what was known when goes with what had happened by when: write occurred:T, not “\(text)”")
    }
    self = .occurredAsKnown(instant, isDay: isDay, at: limit)
  }

  /// Reads `@N`, `recorded:T`, `occurred:T` or a bare time, which means recorded.
  ///
  /// A date means the end of that day; at a moment of a day, a case that was closed on that day, at a
  /// time that the source does not say, is not closed yet.
  /// - Parameters:
  ///   - text: what was written.
  ///   - view: when and where it is asked.
  /// - Throws: ``MalformedQuestion`` when it is none of these, or the log can have recorded nothing by
  ///   then because that is still to come.
  public init(_ text: String, at view: Viewpoint) throws(MalformedQuestion) {
    if text.hasPrefix("@") {
      guard let number = Int64(text.dropFirst()), number >= 0 else {
        throw MalformedQuestion("“\(text)” is no position; write @ and a number")
      }
      self = .position(Position(number))
    } else if text.hasPrefix("occurred:") {
      let time = String(text.dropFirst(9))
      self = .occurred(try view.zone.end(of: time), isDay: Timestamp(time)?.isDate ?? false)
    } else {
      let time = text.hasPrefix("recorded:") ? String(text.dropFirst(9)) : text
      // Today means all of it.
      guard try view.zone.start(of: time) <= view.now else {
        throw MalformedQuestion(
          """
          “\(text)” is still to come, so nothing was recorded by then; occurred:T takes what is \
          dated ahead
          """)
      }
      self = .recorded(try view.zone.end(of: time))
    }
  }

  /// The instant that was meant; nil for a position.
  public var instant: Instant? {
    switch self {
    case .position: nil
    case .recorded(let instant), .occurred(let instant, _), .occurredAsKnown(let instant, _, _):
      instant
    }
  }

  /// The axis, as it is shown.
  public var axis: String {
    switch self {
    case .position: "position"
    case .recorded: "recorded"
    case .occurred, .occurredAsKnown: "occurred"
    }
  }

  /// When it was: of a position, when its record happened.
  func time(in log: any EventStore) throws -> Instant? {
    guard case .position(let position) = self else { return instant }
    return try log.record(at: position)?.decoded().effectiveTime
  }

  /// The part of a log that counts.
  /// - Parameter log: the log.
  /// - Returns: the part.
  /// - Throws: ``MalformedQuestion`` when the log does not reach the position,
  ///   ``/EventLog/StorageFault`` when it cannot be read.
  public func subset(of log: any EventStore) throws -> LogSubset {
    switch self {
    case .position(let position):
      return LogSubset(through: try Known.position(position).end(in: log))
    case .recorded(let instant): return LogSubset(through: try Known.recorded(instant).end(in: log))
    case .occurred(let instant, let isDay):
      return LogSubset(
        through: try log.head().position, occurredThrough: instant, isDayOver: isDay)
    case .occurredAsKnown(let instant, let isDay, let known):
      return LogSubset(
        through: try known.end(in: log), occurredThrough: instant, isDayOver: isDay)
    }
  }
}

extension AsOf.Known {
  /// The last position that the log is taken to know.
  fileprivate func end(in log: any EventStore) throws -> Position {
    switch self {
    case .recorded(let instant): return try log.lastPosition(recordedThrough: instant)
    case .position(let position):
      let head = try log.head().position
      guard position <= head else {
        throw MalformedQuestion("there is no position \(position) yet: the log ends at @\(head)")
      }
      return position
    }
  }

  /// The point as answers have it.
  fileprivate var json: JSONValue {
    switch self {
    case .position(let position): ["axis": "position", "position": .int(position.rawValue)]
    case .recorded(let instant): ["axis": "recorded", "time": .string(instant.description)]
    }
  }
}

/// What an answer is as of: the last position that counted, and the axis that was asked on.
public struct AnswerPoint: Sendable, Hashable {
  /// The last position that counted.
  public let position: Position
  /// The axis; `position` when nothing was asked.
  public let axis: String
  /// The instant that was asked for; nil when none was.
  public let instant: Instant?
  /// Up to where the log was taken to know, of what had happened by then; nil for all it knows.
  public let known: AsOf.Known?

  init(_ position: Position, _ point: AsOf?) {
    self.position = position
    axis = point?.axis ?? "position"
    instant = point?.instant
    if case .occurredAsKnown(_, _, let known)? = point { self.known = known } else { known = nil }
  }

  /// The point as answers have it.
  public var json: JSONValue {
    var object: JSONObject = ["position": .int(position.rawValue), "axis": .string(axis)]
    object["time"] = instant.map { .string($0.description) }
    object["known"] = known?.json
    return .object(object)
  }
}
