internal import ArgumentParser
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine

/// A point in the log's history, on one of its three axes.
enum AsOf {
  /// The first so many records.
  case position(Position)
  /// What the log had recorded by then.
  case recorded(Instant)
  /// What had happened by then, as far as the log knows now.
  case occurred(Instant)

  /// Reads `@N`, `recorded:T`, `occurred:T` or a bare time, which means recorded.
  ///
  /// A date means the end of that day.
  init(_ text: String, zone: LocalZone) throws {
    if text.hasPrefix("@") {
      guard let number = Int64(text.dropFirst()), number >= 0 else {
        throw ValidationError("“\(text)” is no position; write @ and a number")
      }
      self = .position(Position(number))
    } else if text.hasPrefix("occurred:") {
      self = .occurred(try zone.end(of: String(text.dropFirst(9))))
    } else {
      let time = text.hasPrefix("recorded:") ? String(text.dropFirst(9)) : text
      self = .recorded(try zone.end(of: time))
    }
  }

  /// The axis, as it is shown.
  var axis: String {
    switch self {
    case .position: "position"
    case .recorded: "recorded"
    case .occurred: "occurred"
    }
  }

  /// The part of a log that counts.
  func subset(of log: any EventStore) throws -> LogSubset {
    let head = try log.head().position
    switch self {
    case .position(let position): return LogSubset(through: min(position, head))
    case .recorded(let instant):
      return LogSubset(through: try log.lastPosition(recordedThrough: instant))
    case .occurred(let instant): return LogSubset(through: head, occurredThrough: instant)
    }
  }
}

/// `--as-of` and the zone its dates are in.
struct AsOfOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A point in history: @N, recorded:T, occurred:T, or a time (recorded).",
      valueName: "point"))
  var asOf: String?

  @Option(help: "The time zone of times without one, for example America/New_York.")
  var zone: String?

  func validate() throws {
    _ = try point
  }

  /// The point that was asked for; nil for now.
  var point: AsOf? {
    get throws {
      try asOf.map { try AsOf($0, zone: LocalZone(zone)) }
    }
  }
}
