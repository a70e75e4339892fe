public import InteractionModel
public import ProjectionEngine
public import Queries

/// What a rebuild has built, in the order in which it was asked for.
public struct Rebuilt: Sendable {
  /// Something that was built.
  public enum Item: Sendable {
    /// A projection.
    case projection(RebuildResult)
    /// The full-text index, as it serves now.
    case index(SearchIndexStatus)
  }

  /// What was built.
  public let items: [Item]

  /// Whether a projection differs from the one that served; false of what was not compared.
  public var isDifferent: Bool {
    items.contains { item in
      guard case .projection(let result) = item else { return false }
      return !(result.differences?.isEmpty ?? true)
    }
  }

  /// What was built as answers have it.
  /// - Parameter said: how the face says what to do.
  /// - Returns: what was built.
  public func json(_ said: (Remedy) -> String) -> JSONObject {
    ["projections": .array(items.map { .object(Rebuilt.json($0, said)) })]
  }

  private static func json(_ item: Item, _ said: (Remedy) -> String) -> JSONObject {
    switch item {
    case .projection(let result): return result.json
    case .index(let index):
      var object = index.json(said)
      object["projection"] = .string(SearchIndexStatus.name)
      object["serving"] = true
      return object
    }
  }
}
