internal import Compliance
public import InteractionModel
public import Queries

/// How far everything is that was to be brought up to date.
public struct ProjectedStatus: Sendable {
  /// The projections.
  public let projections: [ProjectionStatus]
  /// The full-text index, all of which was looked at; nil when it was not asked for.
  public let index: SearchIndexStatus?
  /// By what people are known outside; nil when that was not asked for.
  public let identifiers: IdentifierStatus?

  /// What cannot be read, and so cannot be said to be up to date.
  public var faults: [Remedy] {
    projections.compactMap(\.fault) + [index?.fault].compactMap(\.self)
  }

  /// Whether the index answers nobody, for a reason that does not pass by itself.
  public var isAlarming: Bool { index?.isAlarming ?? false }

  /// The status as answers have it.
  /// - Parameter said: how the face says what to do.
  /// - Returns: the status.
  public func json(_ said: (Remedy) -> String) -> JSONObject {
    var object: JSONObject = ["projections": .array(projections.map { .object($0.json(said)) })]
    object["search"] = index.map { .object($0.json(said)) }
    object["identifiers"] = identifiers.map { .object($0.json) }
    return object
  }
}
