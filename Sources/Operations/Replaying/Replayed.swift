public import InteractionModel
public import ProjectionEngine
internal import Queries

/// What a replay found.
public struct Replayed: Sendable {
  /// Of each projection.
  public let results: [ReplayResult]

  /// Whether live and replayed are equal.
  public var isEqual: Bool { results.allSatisfy(\.isEqual) }
  /// How far all were replayed.
  public var position: Position { results.map(\.position).min() ?? .start }

  /// What was found as answers have it.
  public var json: JSONObject {
    [
      "equal": .bool(isEqual), "position": .int(position.rawValue),
      "projections": .array(results.map { .object($0.json) }),
    ]
  }
}
