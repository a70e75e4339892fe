public import InteractionModel

/// The links of a log, wherever they are kept.
public protocol LinkSource {
  /// The link in force for a subject; nil when there never was one.
  func link(_ kind: LinkKind, of subject: String) throws -> Link?

  /// The subjects that some link, in force or not, has ever pointed to a target.
  func subjects(_ kind: LinkKind, everPointingTo target: String) throws -> [String]
}

/// Who belongs to whom under the links of a source.
///
/// Total on any set of links: a chain of merges that runs into itself, which no order of honest
/// merges makes but a subset of the log can, ends at the smallest id of the circle.
public struct Membership<Source: LinkSource> {
  /// Where the links are.
  public let source: Source

  /// The membership under the links of a source.
  public init(_ source: Source) {
    self.source = source
  }

  /// The end of a subject's chain of merges: itself when it was not merged.
  /// - Parameters:
  ///   - kind: ``LinkKind/caseIntoCase`` or ``LinkKind/partyIntoParty``.
  ///   - subject: where the chain starts.
  ///   - passing: is told each link of the chain.
  /// - Returns: the end of the chain.
  /// - Throws: what the source of the links throws.
  public func root(
    _ kind: LinkKind, of subject: String, passing: (Link) -> Void = { _ in }
  ) throws -> String {
    var chain: [String] = []
    var next = subject
    while let link = try source.link(kind, of: next), let target = link.target {
      passing(link)
      chain.append(next)
      if let start = chain.firstIndex(of: target) { return chain[start...].min() ?? target }
      next = target
    }
    return next
  }

  /// The case that a conversation belongs to, if any, and the last link that leads there.
  /// - Parameters:
  ///   - conversation: the conversation.
  ///   - said: the case that the source names, which counts where no link ever said anything.
  /// - Returns: the case at the end of its chain of merges; nil when the conversation has none.
  /// - Throws: what the source of the links throws.
  public func membership(
    of conversation: String, saying said: String?
  ) throws -> CaseMembership? {
    let link = try source.link(.conversationToCase, of: conversation)
    guard let direct = link == nil ? said : link?.target else { return nil }
    var since = link?.position
    let root = try root(.caseIntoCase, of: direct) { passed in
      since = max(since ?? passed.position, passed.position)
    }
    return CaseMembership(id: root, since: since)
  }

  /// The entity of a fold that a record goes into, if any.
  /// - Parameters:
  ///   - fold: what is folded by.
  ///   - record: any record.
  /// - Returns: the id of the entity; nil when the record goes into none.
  /// - Throws: what the source of the links throws.
  public func entity(of fold: Fold, for record: Record) throws -> String? {
    if fold.reach == .withoutCase, try caseID(of: record) != nil { return nil }
    return try entity(fold.kind, of: record)
  }

  /// Whom a record belongs to, so that it is found out once for all folds.
  /// - Parameter record: any record.
  /// - Returns: the case and the party, at the ends of their chains of merges.
  /// - Throws: what the source of the links throws.
  public func owners(of record: Record) throws -> RecordOwners {
    RecordOwners(case: try caseID(of: record), party: try entity(.party, of: record))
  }

  /// The case a record belongs to, if any.
  ///
  /// A record of a case's own stream belongs to that case. For any other, the link in force of its
  /// conversation decides, and where there is none, what the source said. Merges are followed.
  /// - Parameter record: any record.
  /// - Returns: the case; nil when the record belongs to none.
  /// - Throws: what the source of the links throws.
  public func caseID(of record: Record) throws -> String? {
    guard let own = try directCase(of: record) else { return nil }
    return try root(.caseIntoCase, of: own)
  }

  private func directCase(of record: Record) throws -> String? {
    if let own = record.ownCase { return own }
    if let conversation = record.conversation,
      let link = try source.link(.conversationToCase, of: conversation)
    {
      return link.target
    }
    return record.case
  }

  /// The entity of a kind that a record belongs to, if any.
  /// - Parameters:
  ///   - kind: what to fold by.
  ///   - record: any record.
  /// - Returns: the id of the entity; nil when the record belongs to none of the kind.
  /// - Throws: what the source of the links throws.
  public func entity(_ kind: EntityKind, of record: Record) throws -> String? {
    switch kind {
    case .case: try caseID(of: record)
    case .conversation: record.conversation
    case .party: try record.party.map { try root(.partyIntoParty, of: $0) }
    case .document: record.ownDocument
    }
  }

  /// Everything that ends at a root: the root itself and whatever was merged into it.
  /// - Parameters:
  ///   - kind: ``LinkKind/caseIntoCase`` or ``LinkKind/partyIntoParty``.
  ///   - root: where the chains end.
  /// - Returns: the ids, sorted.
  /// - Throws: what the source of the links throws.
  public func members(_ kind: LinkKind, of root: String) throws -> [String] {
    var found: Set<String> = [root]
    var queue = [root]
    while let target = queue.popLast() {
      for subject in try source.subjects(kind, everPointingTo: target)
      where try !found.contains(subject) && source.link(kind, of: subject)?.target == target {
        found.insert(subject)
        queue.append(subject)
      }
    }
    return found.sorted()
  }

  /// The streams and entities whose records can belong to an entity: a superset, cheap to read
  /// through the log's indexes; ``entity(_:of:)`` then decides for each record.
  /// - Parameters:
  ///   - kind: what to fold by.
  ///   - id: the entity.
  /// - Returns: the entities whose index entries to read.
  /// - Throws: what the source of the links throws.
  public func candidates(_ kind: EntityKind, _ id: String) throws -> [EntityKey] {
    switch kind {
    case .case:
      let cases = try members(.caseIntoCase, of: id)
      let conversations = try cases.flatMap { member in
        try source.subjects(.conversationToCase, everPointingTo: member).filter { conversation in
          try source.link(.conversationToCase, of: conversation)?.target == member
        }
      }
      return cases.map(EntityKey.case) + conversations.map(EntityKey.conversation)
    case .party: return try members(.partyIntoParty, of: id).map(EntityKey.party)
    case .conversation, .document: return [EntityKey(kind, id)]
    }
  }
}
