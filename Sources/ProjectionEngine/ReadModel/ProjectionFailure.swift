public import InteractionModel

/// Why a projection stands still before a record.
public struct ProjectionFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The record it cannot take.
  public let position: Position
  /// What the fold said, without content.
  public let reason: String

  /// A failure.
  public init(position: Position, reason: String) {
    self.position = position
    self.reason = reason
  }

  /// The place and the reason.
  public var description: String { "stopped before position \(position): \(reason)" }
}
