public import EventLog
public import InteractionModel
internal import Merkle
public import ProjectionEngine

extension LogProblem {
  /// What is there, and what to do about it.
  public var said: Remedy { remedy.map { "\(found); \($0)" } ?? "\(found)" }

  /// The problem as answers have it.
  /// - Parameter face: how the face says what to do.
  /// - Returns: the problem.
  public func json(_ face: (Remedy) -> String) -> JSONObject {
    [
      "position": position.map { .int($0.rawValue) } ?? .null, "what": .string(what),
      "expected": .string(expected), "found": .string(face(said)),
    ]
  }
}

extension ReplayResult {
  /// The result as answers have it.
  public var json: JSONObject {
    [
      "projection": .string(projection), "equal": .bool(isEqual),
      "position": .int(position.rawValue), "digest": .string(digest.description),
      "liveDigest": liveDigest.map { .string($0.description) } ?? .null,
      "differences": .array((differences ?? []).map { .object($0.json) }),
    ]
  }
}

extension RebuildResult {
  /// The result as answers have it.
  public var json: JSONObject {
    [
      "projection": .string(generation.projection), "generation": .int(generation.number),
      "position": .int(position.rawValue), "serving": .bool(isServing),
      "previous": previous.map { .object($0.json) } ?? .null, "compared": .bool(differences != nil),
      "differences": .array((differences ?? []).map { .object($0.json) }),
    ]
  }
}
