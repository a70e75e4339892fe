public import EventLog
public import InteractionModel
public import ProjectionEngine

/// A point in the log's history, on one of its three axes.
public enum AsOf: Sendable, Hashable {
  /// The first so many records.
  case position(Position)
  /// What the log had recorded by then.
  case recorded(Instant)
  /// What had happened by then, as far as the log knows now.
  case occurred(Instant)

  /// Reads `@N`, `recorded:T`, `occurred:T` or a bare time, which means recorded.
  ///
  /// A date means the end of that day.
  /// - Parameters:
  ///   - text: what was written.
  ///   - zone: the zone of times without one.
  /// - Throws: ``MalformedQuestion`` when it is none of these.
  public init(_ text: String, zone: LocalZone) throws(MalformedQuestion) {
    if text.hasPrefix("@") {
      guard let number = Int64(text.dropFirst()), number >= 0 else {
        throw MalformedQuestion("“\(text)” is no position; write @ and a number")
      }
      self = .position(Position(number))
    } else if text.hasPrefix("occurred:") {
      self = .occurred(try zone.end(of: String(text.dropFirst(9))))
    } else {
      let time = text.hasPrefix("recorded:") ? String(text.dropFirst(9)) : text
      self = .recorded(try zone.end(of: time))
    }
  }

  /// The instant that was meant; nil for a position.
  public var instant: Instant? {
    switch self {
    case .position: nil
    case .recorded(let instant), .occurred(let instant): instant
    }
  }

  /// The axis, as it is shown.
  public var axis: String {
    switch self {
    case .position: "position"
    case .recorded: "recorded"
    case .occurred: "occurred"
    }
  }

  /// The part of a log that counts.
  /// - Parameter log: the log.
  /// - Returns: the part.
  /// - Throws: ``MalformedQuestion`` when the log does not reach the position,
  ///   ``/EventLog/StorageFault`` when it cannot be read.
  public func subset(of log: any EventStore) throws -> LogSubset {
    let head = try log.head().position
    switch self {
    case .position(let position):
      guard position <= head else {
        throw MalformedQuestion("there is no position \(position) yet: the log ends at @\(head)")
      }
      return LogSubset(through: position)
    case .recorded(let instant):
      return LogSubset(through: try log.lastPosition(recordedThrough: instant))
    case .occurred(let instant): return LogSubset(through: head, occurredThrough: instant)
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

  init(_ position: Position, _ point: AsOf?) {
    self.position = position
    axis = point?.axis ?? "position"
    instant = point?.instant
  }

  /// The point as answers have it.
  public var json: JSONValue {
    var object: JSONObject = ["position": .int(position.rawValue), "axis": .string(axis)]
    object["time"] = instant.map { .string($0.description) }
    return .object(object)
  }
}
