public import InteractionModel
internal import Projections

/// Why a projection stands still before a record.
public struct ProjectionFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The record it cannot take.
  public let position: Position
  /// What the fold said, and what to do about it, without content; noted in the read model, so in
  /// words that are the same for every face.
  public let reason: String

  /// A failure.
  public init(position: Position, reason: String) {
    self.position = position
    self.reason = reason
  }

  /// The failure of a fold that refuses a record.
  init(_ error: FoldError) {
    self.init(
      position: error.position,
      reason: Diagnosis(error.reason, error.remedy).sentence.description)
  }

  /// The place and the reason.
  public var description: String { "stopped before position \(position): \(reason)" }
}
