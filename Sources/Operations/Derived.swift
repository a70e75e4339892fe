public import Projections
internal import Queries

/// What is made from a log and kept up to date with it.
public enum Derived: Sendable {
  /// The read model of a projection.
  case projection(Projection)
  /// The full-text index.
  case search
  /// By what people are known outside.
  case identifiers

  /// What a name means, in letters of either case; nil when it means nothing.
  /// - Parameter name: the name.
  public init?(named name: String) {
    switch name.lowercased() {
    case SearchIndexStatus.name: self = .search
    case IdentifierStatus.name: self = .identifiers
    default:
      guard let projection = ProjectionCatalogue.named(name) else { return nil }
      self = .projection(projection)
    }
  }

  /// What it is called.
  public var name: String {
    switch self {
    case .projection(let projection): projection.name
    case .search: SearchIndexStatus.name
    case .identifiers: IdentifierStatus.name
    }
  }
}

extension Derived: Hashable {
  /// By name.
  public static func == (left: Derived, right: Derived) -> Bool { left.name == right.name }

  /// By name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
