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

  /// About 300 bytes an entry: 10 MB.
  static let limit = 32_768

  private let base: any ReadModel
  private let known = Mutex<[Key: Link?]>([:])
  private let filter: LinkFilter?
  /// Where chains of merges end under the links as they are.
  let ends: ChainEnds? = ChainEnds()

  init(_ base: any ReadModel) {
    self.base = base
    filter = nil
  }

  /// A memo of links that nobody adds to, which looks only for those that may be there.
  /// - Parameter base: where the links are.
  /// - Throws: ``StorageFault`` when the store fails.
  init(complete base: any ReadModel) throws {
    self.base = base
    filter = try LinkFilter(base)
  }

  func link(_ kind: LinkKind, of subject: String) throws -> Link? {
    if let filter, !filter.mayHave(kind, subject) { return nil }
    let key = Key(kind: kind, subject: subject)
    if let found = known.withLock({ $0[key] }) { return found }
    let link = try base.link(kind, of: subject)
    known.withLock { known in
      if known.count >= LinkMemo.limit { known.removeAll(keepingCapacity: true) }
      known[key] = .some(link)
    }
    return link
  }

  /// Whom records belong to; the links of their conversations are looked for together.
  func owners(of records: [Record]) throws -> [RecordOwners] {
    let conversations = Set(records.lazy.compactMap(\.conversation))
    for kind in LinkKind.ofConversations { try prefetch(kind, of: conversations) }
    let membership = Membership(self)
    return try records.map { try membership.owners(of: $0) }
  }

  private func prefetch(_ kind: LinkKind, of subjects: Set<String>) throws {
    let unknown = known.withLock { known in
      subjects.filter { subject in
        filter?.mayHave(kind, subject) != false && known[Key(kind: kind, subject: subject)] == nil
      }
    }
    guard !unknown.isEmpty else { return }
    let found = try base.links(kind, ofEach: Array(unknown))
    known.withLock { known in
      if known.count >= LinkMemo.limit { known.removeAll(keepingCapacity: true) }
      for subject in unknown {
        known[Key(kind: kind, subject: subject)] = .some(found[subject])
      }
    }
  }

  func subjects(_ kind: LinkKind, everPointingTo target: String) throws -> [String] {
    try base.subjects(kind, everPointingTo: target)
  }

  /// Notes links that have been committed, in position order.
  func take(_ links: [Link]) {
    known.withLock { known in
      for link in links { known[Key(kind: link.kind, subject: link.subject)] = .some(link) }
    }
    if links.contains(where: \.kind.isMerge) { ends?.forget() }
  }

  /// Forgets everything.
  func forget() {
    known.withLock { $0.removeAll() }
    ends?.forget()
  }
}
