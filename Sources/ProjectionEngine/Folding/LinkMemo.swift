internal import InteractionModel
internal import Projections
internal import Synchronization

/// The links of a read model, each looked up once.
///
/// Every record asks for one link or two, nearly always of a subject that was asked for before, and
/// a look into a store costs more than folding the record. What is remembered holds as long as
/// nobody else writes the read model, which is what the lease is for; ``forget()`` starts anew.
final class LinkMemo: LinkSource, Sendable {
  private struct Key: Hashable {
    let kind: LinkKind
    let subject: String
  }

  /// About 100 bytes an entry: 25 MB.
  static let limit = 262_144

  private let base: any ReadModel
  private let known = Mutex<[Key: Link?]>([:])

  init(_ base: any ReadModel) {
    self.base = base
  }

  func link(_ kind: LinkKind, of subject: String) throws -> Link? {
    let key = Key(kind: kind, subject: subject)
    if let found = known.withLock({ $0[key] }) { return found }
    let link = try base.link(kind, of: subject)
    known.withLock { known in
      if known.count >= LinkMemo.limit { known.removeAll(keepingCapacity: true) }
      known[key] = .some(link)
    }
    return link
  }

  func subjects(_ kind: LinkKind, everPointingTo target: String) throws -> [String] {
    try base.subjects(kind, everPointingTo: target)
  }

  /// Notes links that have been committed, in position order.
  func take(_ links: [Link]) {
    known.withLock { known in
      for link in links { known[Key(kind: link.kind, subject: link.subject)] = .some(link) }
    }
  }

  /// Forgets everything.
  func forget() {
    known.withLock { $0.removeAll() }
  }
}
