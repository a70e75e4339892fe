internal import InteractionModel
internal import Projections

/// The links of a read model and, on top of them, those of a batch that is not committed yet.
struct OverlaidLinks: LinkSource, Sendable {
  let base: any ReadModel
  private(set) var overlay = LinkHistory()

  init(base: any ReadModel, adding links: [Link]) {
    self.base = base
    for link in links { overlay.append(link) }
  }

  func link(_ kind: LinkKind, of subject: String) throws -> Link? {
    try overlay.link(kind, of: subject) ?? base.link(kind, of: subject)
  }

  func subjects(_ kind: LinkKind, everPointingTo target: String) throws -> [String] {
    let added = overlay.subjects(kind, everPointingTo: target)
    let before = try base.subjects(kind, everPointingTo: target)
    return added.isEmpty ? before : Set(before).union(added).sorted()
  }
}

/// The links of a read model (and what came after its checkpoint) that lie in a subset of the log.
struct SubsetLinks: LinkSource, Sendable {
  let base: any ReadModel
  /// Links behind the read model's checkpoint, in position order.
  let later: [Link]
  let subset: LogSubset

  func link(_ kind: LinkKind, of subject: String) throws -> Link? {
    let all =
      try base.links(kind, of: subject)
      + later.filter { $0.kind == kind && $0.subject == subject }
    return all.last { subset.contains($0.position, $0.time) }
  }

  func subjects(_ kind: LinkKind, everPointingTo target: String) throws -> [String] {
    let added = later.filter { $0.kind == kind && $0.target == target }.map(\.subject)
    return try Set(base.subjects(kind, everPointingTo: target)).union(added).sorted()
  }
}
