internal import InteractionModel
internal import Projections
internal import Synchronization

/// The links of a read model and, on top of them, those of a batch that is not committed yet.
///
/// Families of merges are as large as they are, and whatever goes through one asks here for each
/// member: so here it is asked whether to go on.
struct OverlaidLinks: LinkSource, Sendable {
  let base: any LinkSource & Sendable
  private let overlay: LinkHistory
  let ends: ChainEnds? = ChainEnds()
  private let stop: StopRequest

  init(base: any LinkSource & Sendable, adding links: [Link], stop: StopRequest) {
    self.base = base
    self.stop = stop
    overlay = links.reduce(into: LinkHistory()) { $0.append($1) }
  }

  func link(_ kind: LinkKind, of subject: String) throws -> Link? {
    try stop.check()
    return try overlay.link(kind, of: subject) ?? base.link(kind, of: subject)
  }

  func subjects(_ kind: LinkKind, everPointingTo target: String) throws -> [String] {
    try stop.check()
    let added = overlay.subjects(kind, everPointingTo: target)
    let before = try base.subjects(kind, everPointingTo: target)
    return added.isEmpty ? before : Set(before).union(added).sorted()
  }
}

/// The links of a read model (and what came after its checkpoint) that lie in a subset of the log,
/// each looked up once.
struct SubsetLinks: LinkSource, Sendable {
  private struct Key: Hashable {
    let kind: LinkKind
    let id: String
  }

  let base: any ReadModel
  let subset: LogSubset
  /// Links behind the read model's checkpoint by what they move, in position order.
  private let later: [Key: [Link]]
  /// What those links move, by where they move it.
  private let pointers: [Key: Set<String>]
  let ends: ChainEnds? = ChainEnds()
  private let asked = Asked()

  /// The links in force that were looked up.
  private final class Asked: Sendable {
    /// About 300 bytes an entry: 20 MB.
    private static let limit = 65_536

    private let known = Mutex<[Key: Link?]>([:])

    func link(_ key: Key, _ find: () throws -> Link?) throws -> Link? {
      if let found = known.withLock({ $0[key] }) { return found }
      let link = try find()
      known.withLock { known in
        if known.count >= Asked.limit { known.removeAll(keepingCapacity: true) }
        known[key] = .some(link)
      }
      return link
    }
  }

  /// The same up to an earlier position.
  func through(_ position: Position) -> SubsetLinks {
    SubsetLinks(
      base: base, later: later, pointers: pointers, subset: subset.through(position))
  }

  private init(
    base: any ReadModel, later: [Key: [Link]], pointers: [Key: Set<String>], subset: LogSubset
  ) {
    self.base = base
    self.later = later
    self.pointers = pointers
    self.subset = subset
  }

  init(base: any ReadModel, later: [Link], subset: LogSubset) {
    self.base = base
    self.subset = subset
    self.later = Dictionary(grouping: later) { Key(kind: $0.kind, id: $0.subject) }
    pointers = later.reduce(into: [:]) { pointers, link in
      guard let target = link.target else { return }
      pointers[Key(kind: link.kind, id: target), default: []].insert(link.subject)
    }
  }

  func link(_ kind: LinkKind, of subject: String) throws -> Link? {
    func inForce(_ links: [Link]) -> Link? {
      links.last { subset.contains($0.position, $0.time) }
    }
    let key = Key(kind: kind, id: subject)
    return try asked.link(key) {
      try inForce(later[key] ?? []) ?? inForce(base.links(kind, of: subject))
    }
  }

  func subjects(_ kind: LinkKind, everPointingTo target: String) throws -> [String] {
    let before = try base.subjects(kind, everPointingTo: target)
    guard let added = pointers[Key(kind: kind, id: target)] else { return before }
    return Set(before).union(added).sorted()
  }
}
