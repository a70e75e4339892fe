internal import InteractionModel

/// The links of a log in memory: the twin of a store's link table.
///
/// Memory grows with the number of links. For tests, small logs and what lies between a
/// projection's checkpoint and a position asked for.
public struct LinkHistory: LinkSource, Sendable {
  private struct Key: Hashable {
    let kind: LinkKind
    let id: String
  }

  private var inForce: [Key: Link] = [:]
  private var pointers: [Key: Set<String>] = [:]

  /// No links.
  public init() {}

  /// Adds a link; links come in position order.
  /// - Parameter link: the next link.
  public mutating func append(_ link: Link) {
    inForce[Key(kind: link.kind, id: link.subject)] = link
    if let target = link.target {
      pointers[Key(kind: link.kind, id: target), default: []].insert(link.subject)
    }
  }

  /// The link in force for a subject; nil when there never was one.
  public func link(_ kind: LinkKind, of subject: String) -> Link? {
    inForce[Key(kind: kind, id: subject)]
  }

  /// The subjects that some link has ever pointed to a target.
  public func subjects(_ kind: LinkKind, everPointingTo target: String) -> [String] {
    pointers[Key(kind: kind, id: target), default: []].sorted()
  }
}
