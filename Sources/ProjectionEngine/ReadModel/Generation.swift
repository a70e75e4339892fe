public import InteractionModel
public import Projections

/// One build of a projection's read model, as the catalogue knows it.
public struct Generation: Sendable, Hashable {
  /// What a generation is for.
  public enum State: String, Sendable {
    /// Being filled beside the one that serves.
    case building
    /// Answers queries and follows the log.
    case serving
    /// Served before, and is kept for a while, so that it can serve again.
    case previous
    /// Replaced; what it held is removed.
    case retired
  }

  /// The projection's name.
  public let projection: String
  /// Its number within the projection, from 1.
  public let number: Int64
  /// The version of the code that fills it.
  public let codeVersion: Int
  /// What it is for.
  public let state: State
  /// The last state digest computed for it, in hexadecimal.
  public let digest: String?
  /// The position that digest is of.
  public let digestPosition: Position?
  /// The leaf of the record there; nil when it was noted before leaves were kept.
  public let digestLeaf: [UInt8]?
  /// Until when it is kept; nil of one that did not serve before.
  public let keptUntil: Instant?
  /// Whether somebody let it serve again though the code of then could not follow the log with it.
  public let isHeld: Bool

  /// A generation.
  public init(
    projection: String, number: Int64, codeVersion: Int, state: State, digest: String?,
    digestPosition: Position?, digestLeaf: [UInt8]? = nil, keptUntil: Instant? = nil,
    isHeld: Bool = false
  ) {
    self.projection = projection
    self.number = number
    self.codeVersion = codeVersion
    self.state = state
    self.digest = digest
    self.digestPosition = digestPosition
    self.digestLeaf = digestLeaf
    self.keptUntil = keptUntil
    self.isHeld = isHeld
  }

  /// Whether a projection stays with it, because somebody said so, though its code is another one: nobody
  /// builds another generation unasked.
  /// - Parameter projection: its projection.
  /// - Returns: whether it does.
  public func isHeldBack(from projection: Projection) -> Bool {
    isHeld && state == .serving && codeVersion != projection.version
  }

  /// Whether it is time for another digest.
  ///
  /// A digest is over all rows. It is renewed once what came since the last one is a sixteenth of the
  /// log, so that a few records cost what they change and not what there is; a short log's always.
  /// - Parameter position: where the read model stands.
  /// - Returns: whether to compute one there.
  public func isDigestDue(at position: Position) -> Bool {
    guard digest != nil, let known = digestPosition, known <= position else { return true }
    guard position.rawValue > 16_384 else { return known < position }
    return known.rawValue <= position.rawValue - position.rawValue / 16
  }
}
