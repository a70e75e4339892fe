public import InteractionModel

/// An event that is sealed and encoded but for its place.
///
/// A class, because a batch is passed on several times on its way to the committer, and a copy of
/// an event counts up references to twenty things.
public final class SealedEvent: Sendable {
  /// The event; its personal parts are kept only for the comparison of duplicates.
  public let event: NewEvent
  /// The sealed parts as they are in the line.
  public let sealed: [SealedPart]
  /// The bytes of the line but for position, recorded and version.
  public let line: RecordLine

  /// Encodes an event with its sealed parts.
  /// - Parameters:
  ///   - event: the event.
  ///   - sealed: its sealed parts.
  /// - Throws: ``RecordError`` when the line would be too large.
  public init(_ event: NewEvent, sealed: [SealedPart]) throws(RecordError) {
    self.event = event
    self.sealed = sealed
    line = try RecordLine(event, sealed: sealed)
  }
}

/// What a writer believes about a stream.
public enum Expectation: Sendable, Hashable, CustomStringConvertible {
  /// Nothing.
  case any
  /// The stream has no events yet.
  case noStream
  /// The stream's last event has exactly this version.
  case version(Int64)

  /// Whether a stream whose last version is `actual` (0 when it has no events) is as believed.
  /// - Parameter actual: the last version.
  /// - Returns: true when the stream is as believed.
  public func isMet(by actual: Int64) -> Bool {
    switch self {
    case .any: true
    case .noStream: actual == 0
    case .version(let version): actual == version
    }
  }

  /// In words.
  public var description: String {
    switch self {
    case .any: "any version"
    case .noStream: "no events"
    case .version(let version): "version \(version)"
    }
  }
}

/// Some events that are appended together or not at all.
public struct AppendRequest: Sendable {
  /// How many requests may wait for a committer before callers are told to come back later.
  public static let queueLimit = 10_000

  /// The events in the order they shall have.
  public let events: [SealedEvent]
  /// What the writer believes about streams; absent streams may have any version.
  public let expectations: [StreamID: Expectation]
  /// Keys that count as destroyed from the commit of the request on; nil for none.
  public let destroying: KeyDestruction?
  /// Whether a stored record says the same as the event of that index: type, times, body and
  /// opened personal parts, never what the log added.
  public let isSame: @Sendable (_ stored: StoredRecord, _ index: Int) throws -> Bool

  /// A request.
  /// - Parameters:
  ///   - events: the events in order.
  ///   - expectations: what the writer believes about streams.
  ///   - destroying: keys that count as destroyed from the commit on.
  ///   - isSame: compares a stored record with the event of an index.
  public init(
    events: [SealedEvent], expectations: [StreamID: Expectation] = [:],
    destroying: KeyDestruction? = nil,
    isSame: @escaping @Sendable (StoredRecord, Int) throws -> Bool
  ) {
    self.events = events
    self.expectations = expectations
    self.destroying = destroying
    self.isSame = isSame
  }

  /// Whether it is the one that a log takes which does not extend what was signed of it.
  package var startsEpoch: Bool { events.map(\.event.type) == [.epochStarted] }
}

/// Where an appended event stands.
public struct Placement: Sendable, Hashable {
  /// Its place in the log.
  public let position: Position
  /// Its number in its stream.
  public let version: Int64
  /// Whether it was there before, or came earlier in the same request.
  public let isDuplicate: Bool

  /// A placement.
  public init(position: Position, version: Int64, isDuplicate: Bool) {
    self.position = position
    self.version = version
    self.isDuplicate = isDuplicate
  }
}
