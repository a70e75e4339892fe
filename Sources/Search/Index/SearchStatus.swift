public import InteractionModel
public import ProjectionEngine

/// How the full-text index of a store stands.
public struct SearchStatus: Sendable, Hashable {
  /// The number of the build that serves; nil when there is none yet.
  public let generation: Int64?
  /// The last record that it has taken into account.
  public let checkpoint: Position
  /// How many documents it has.
  public let documents: Int
  /// Whether it was filled by the versions of this program; else the next run builds another one
  /// beside it.
  public let isCurrent: Bool
  /// Why it stands still, when it does.
  public let failure: ProjectionFailure?
}
