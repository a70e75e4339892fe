public import EventLog
public import InteractionModel
public import ProjectionEngine
public import Projections

/// The links of a log up to a position: those a read model knows, and those behind it from the log.
///
/// Without a read model the whole log is read once, which is right and slow.
public struct KnownLinks: LinkSource, Sendable {
  private struct Key: Hashable {
    let kind: LinkKind
    let id: String
  }

  private let model: (any ReadModel)?
  private let through: Position
  /// The last record whose links the read model answers for.
  private let known: Position
  private var later: [Key: [Link]] = [:]
  private var pointers: [Key: Set<String>] = [:]
  /// Where chains of merges end under these links.
  public let ends: ChainEnds? = ChainEnds()

  /// The links of a log.
  /// - Parameters:
  ///   - log: the log.
  ///   - model: a read model that serves; nil when none does.
  ///   - through: the last record that counts; nil for the log's head.
  /// - Throws: ``/EventLog/StorageFault`` when log or read model cannot be read.
  public init(
    of log: any EventStore, model: (any ReadModel)? = nil, through: Position? = nil
  ) throws {
    self.model = model
    let end = try through ?? log.head().position
    self.through = end
    known = min(try model?.linksThrough() ?? .start, end)
    guard known < end else { return }
    var repeated = RepeatedLinks()
    try log.forEachRecord(in: ReadRange(after: known, through: end)) { stored in
      for link in repeated.dropped(from: Link.links(of: try stored.decoded()), known: { _ in nil })
      {
        later[Key(kind: link.kind, id: link.subject), default: []].append(link)
        guard let target = link.target else { continue }
        pointers[Key(kind: link.kind, id: target), default: []].insert(link.subject)
      }
      return true
    }
  }

  /// The link in force for a subject; nil when there never was one.
  public func link(_ kind: LinkKind, of subject: String) throws -> Link? {
    if let link = later[Key(kind: kind, id: subject)]?.last { return link }
    return try model?.links(kind, of: subject).last { $0.position <= through }
  }

  /// Every link there ever was of a subject, in position order.
  func links(_ kind: LinkKind, of subject: String) throws -> [Link] {
    let before = try model?.links(kind, of: subject).filter { $0.position <= known } ?? []
    return before + later[Key(kind: kind, id: subject), default: []]
  }

  /// The links that said in which case a conversation is, each until the next; see
  /// ``/Projections/Membership``.
  func links(ofConversation conversation: String) throws -> [Link] {
    var found: [Link] = []
    for kind in LinkKind.ofConversations {
      let first = found.first?.position ?? Position(.max)
      found = try links(kind, of: conversation).filter { $0.position < first } + found
    }
    return found
  }

  /// Whether some link, in force or not, has ever been of an entity or pointed to it.
  /// - Parameter entity: which.
  /// - Returns: true when one has; then it is there, though no record may name it.
  /// - Throws: ``/EventLog/StorageFault`` when the read model cannot be read.
  public func mentions(_ entity: EntityKey) throws -> Bool {
    let kinds: [LinkKind] =
      switch entity.kind {
      case .party: [.partyIntoParty]
      case .case: [.caseIntoCase] + LinkKind.ofConversations
      case .conversation, .document, .register: []
      }
    return try kinds.contains { kind in
      try !subjects(kind, everPointingTo: entity.id).isEmpty
        || (kind.isMerge && link(kind, of: entity.id) != nil)
    }
  }

  /// The subjects that some link, in force or not, has ever pointed to a target.
  public func subjects(_ kind: LinkKind, everPointingTo target: String) throws -> [String] {
    let before = try model?.subjects(kind, everPointingTo: target) ?? []
    guard let added = pointers[Key(kind: kind, id: target)] else { return before }
    return Set(before).union(added).sorted()
  }
}

/// Those links of a source that were in force by a position and still are.
///
/// Who was merged into whom after an erasure was requested is not erased with it.
struct EarlierLinks: LinkSource {
  let base: any LinkSource
  let through: Position
  let ends: ChainEnds? = ChainEnds()

  func link(_ kind: LinkKind, of subject: String) throws -> Link? {
    try base.link(kind, of: subject).flatMap { $0.position <= through ? $0 : nil }
  }

  func subjects(_ kind: LinkKind, everPointingTo target: String) throws -> [String] {
    try base.subjects(kind, everPointingTo: target)
  }
}
