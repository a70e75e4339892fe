public import InteractionModel

/// The links of a log, wherever they are kept.
public protocol LinkSource {
  /// The link in force for a subject; nil when there never was one.
  func link(_ kind: LinkKind, of subject: String) throws -> Link?

  /// The subjects that some link, in force or not, has ever pointed to a target.
  func subjects(_ kind: LinkKind, everPointingTo target: String) throws -> [String]

  /// Where chains of merges end, as far as it was found out; nil for links that can change under
  /// way, of which nothing is to be remembered.
  var ends: ChainEnds? { get }
}

extension LinkSource {
  /// Nothing is remembered.
  public var ends: ChainEnds? { nil }
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
  /// - Returns: the end of the chain.
  /// - Throws: what the source of the links throws.
  public func root(_ kind: LinkKind, of subject: String) throws -> String {
    try end(kind, of: subject).id
  }

  /// The end of a subject's chain of merges, and the last of the links that lead there.
  ///
  /// Each link is looked up once, also where all members of a chain are asked for in turn and the
  /// source remembers the ends (``LinkSource/ends``).
  /// - Parameters:
  ///   - kind: ``LinkKind/caseIntoCase`` or ``LinkKind/partyIntoParty``.
  ///   - subject: where the chain starts.
  /// - Returns: the end of the chain.
  /// - Throws: what the source of the links throws.
  public func end(_ kind: LinkKind, of subject: String) throws -> ChainEnd {
    var chain: [(subject: String, position: Position)] = []
    var places: [String: Int] = [:]
    var next = subject
    var end: ChainEnd
    while true {
      if let known = source.ends?[kind, next] {
        end = known
        break
      }
      if let start = places[next] {
        // Whoever is in the circle or leads into it passes all of its links.
        let circle = chain[start...]
        end = ChainEnd(
          id: circle.lazy.map(\.subject).min() ?? next,
          since: circle.lazy.map(\.position).max())
        break
      }
      guard let link = try source.link(kind, of: next), let target = link.target else {
        end = ChainEnd(id: next, since: nil)
        break
      }
      places[next] = chain.count
      chain.append((next, link.position))
      next = target
    }
    var passed: [(String, ChainEnd)] = []
    for step in chain.reversed() {
      end = ChainEnd(id: end.id, since: max(end.since ?? step.position, step.position))
      passed.append((step.subject, end))
    }
    if !passed.isEmpty { source.ends?.note(kind, passed) }
    return end
  }

  /// The link that says in which case a conversation is, which is the one rule of that for lists,
  /// search, timelines, cards and packets: the last that moved it; where none ever did, whatever the
  /// order of delivery, what its last start or resumption says itself; and where none says
  /// anything, the last record that names it and a case.
  /// - Parameter conversation: the conversation.
  /// - Returns: the link; nil where only its single records may name a case.
  /// - Throws: what the source of the links throws.
  package func link(ofConversation conversation: String) throws -> Link? {
    for kind in LinkKind.ofConversations {
      if let link = try source.link(kind, of: conversation) { return link }
    }
    return nil
  }

  /// The case that a conversation belongs to, if any, and the last link that led it there.
  /// - Parameters:
  ///   - conversation: the conversation.
  ///   - said: the case that the source names, which counts where no link ever said anything.
  /// - Returns: the case at the end of its chain of merges; nil when the conversation has none.
  /// - Throws: what the source of the links throws.
  public func membership(
    of conversation: String, saying said: String?
  ) throws -> CaseMembership? {
    let link = try link(ofConversation: conversation)
    guard let direct = link == nil ? said : link?.target else { return nil }
    let end = try end(.caseIntoCase, of: direct)
    let moved = link?.kind == .conversationToCase ? link?.position : nil
    return CaseMembership(id: end.id, since: [moved, end.since].compactMap(\.self).max())
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

  /// The entity of a fold that a record goes into beside the one that it belongs to.
  ///
  /// Whoever moves somebody says so for good: a conversation that was linked to a case and is not there any
  /// more took its records with it, but not the word that it was there. So a fold that shall show that
  /// (``Fold/Reach/withMoves``) has `conversation.linked`, `conversation.unlinked` and `case.merged` in the
  /// case that they name, and `party.merged` in the party, at the ends of their chains of merges.
  /// - Parameters:
  ///   - fold: what is folded by.
  ///   - record: any record.
  /// - Returns: the id of the entity; nil when there is none, or the record belongs to it anyway.
  /// - Throws: what the source of the links throws.
  public func place(of fold: Fold, namedBy record: Record) throws -> String? {
    guard fold.reach == .withMoves, let place = try place(fold.kind, namedBy: record),
      try place != entity(of: fold, for: record)
    else { return nil }
    return place
  }

  /// All entities of a fold that a record goes into.
  /// - Parameters:
  ///   - fold: what is folded by.
  ///   - record: any record.
  /// - Returns: their ids: none, one or two.
  /// - Throws: what the source of the links throws.
  public func entities(of fold: Fold, for record: Record) throws -> Set<String> {
    Set(
      [try entity(of: fold, for: record), try place(of: fold, namedBy: record)].compactMap(\.self))
  }

  private func place(_ kind: EntityKind, namedBy record: Record) throws -> String? {
    guard let merge = kind.mergeLink, let place = Link.place(kind, namedBy: record) else {
      return nil
    }
    return try root(merge, of: place)
  }

  /// Whom a record belongs to, so that it is found out once for all folds.
  /// - Parameter record: any record.
  /// - Returns: the case and the party, at the ends of their chains of merges.
  /// - Throws: what the source of the links throws.
  public func owners(of record: Record) throws -> RecordOwners {
    RecordOwners(
      case: try caseID(of: record), party: try entity(.party, of: record),
      namedCase: try place(.case, namedBy: record), namedParty: try place(.party, namedBy: record))
  }

  /// The case a record belongs to, if any.
  ///
  /// A record of a case's own stream belongs to that case. For any other, the link of its
  /// conversation decides (``link(ofConversation:)``), unless that only follows from records that
  /// name a case and this one names one itself; and where there is none, what the source said. Merges
  /// are followed.
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
      let link = try link(ofConversation: conversation),
      link.kind != .conversationNamed || record.case == nil
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
    case .register: record.ownRegister
    }
  }

  /// Everything that ends at a root: the root itself and whatever was merged into it.
  /// - Parameters:
  ///   - kind: ``LinkKind/caseIntoCase`` or ``LinkKind/partyIntoParty``.
  ///   - root: where the chains end.
  /// - Returns: the ids, sorted.
  /// - Throws: what the source of the links throws.
  public func members(_ kind: LinkKind, of root: String) throws -> [String] {
    var found: Set<String> = []
    try gather(kind, leadingTo: root, into: &found)
    return found.sorted()
  }

  /// Adds an entity and everything whose chain of merges leads through it, but for what is there
  /// already, whose chains are not followed again.
  /// - Parameters:
  ///   - kind: ``LinkKind/caseIntoCase`` or ``LinkKind/partyIntoParty``.
  ///   - id: the entity.
  ///   - found: what was found before, complete in this sense.
  /// - Throws: what the source of the links throws.
  public func gather(
    _ kind: LinkKind, leadingTo id: String, into found: inout Set<String>
  ) throws {
    guard found.insert(id).inserted else { return }
    var queue = [id]
    while let target = queue.popLast() {
      for subject in try source.subjects(kind, everPointingTo: target)
      where try !found.contains(subject) && source.link(kind, of: subject)?.target == target {
        found.insert(subject)
        queue.append(subject)
      }
    }
  }

  /// The streams and entities whose records can belong to an entity: a superset, cheap to read
  /// through the log's indexes; ``entities(of:for:)`` then decides for each record.
  ///
  /// None for what was merged away: all its records belong to the end of its chain.
  /// - Parameters:
  ///   - kind: what to fold by.
  ///   - id: the entity.
  ///   - reach: which records go into it.
  /// - Returns: the entities whose index entries to read.
  /// - Throws: what the source of the links throws.
  public func candidates(
    _ kind: EntityKind, _ id: String, reach: Fold.Reach = .all
  ) throws -> [EntityKey] {
    guard let merge = kind.mergeLink else { return [EntityKey(kind, id)] }
    guard try root(merge, of: id) == id else { return [] }
    let members = try members(merge, of: id)
    var found = members.map { EntityKey(kind, $0) }
    if kind == .case {
      let conversations = try members.flatMap { member in
        try self.conversations(everIn: member).filter {
          try reach == .withMoves || link(ofConversation: $0)?.target == member
        }
      }
      found += Set(conversations).sorted().map(EntityKey.conversation)
    }
    if reach == .withMoves { found += try moved(merge, into: members).map { EntityKey(kind, $0) } }
    return found
  }

  /// What was ever moved into an entity, or said that it is in it, and is not there under these links.
  /// - Parameters:
  ///   - kind: of the entity.
  ///   - id: the entity.
  /// - Returns: each conversation, case or party, with the link that leads elsewhere, by their names.
  /// - Throws: what the source of the links throws.
  public func departed(
    from kind: EntityKind, _ id: String
  ) throws -> [(entity: EntityKey, link: Link)] {
    guard let merge = kind.mergeLink else { return [] }
    let members = try members(merge, of: id)
    var found = try moved(merge, into: members).compactMap { moved in
      try source.link(merge, of: moved).map { (entity: EntityKey(kind, moved), link: $0) }
    }
    if kind == .case {
      for conversation in try Set(members.flatMap(conversations(everIn:))) {
        guard let link = try link(ofConversation: conversation) else { continue }
        if try link.target.map({ try root(.caseIntoCase, of: $0) }) == id { continue }
        found.append((.conversation(conversation), link))
      }
    }
    return found.sorted { $0.entity < $1.entity }
  }

  /// The conversations that some link, in force or not, has ever pointed to a case.
  private func conversations(everIn id: String) throws -> [String] {
    try Set(LinkKind.ofConversations.flatMap { try source.subjects($0, everPointingTo: id) })
      .sorted()
  }

  /// What was ever merged into some entities and is none of them any more.
  private func moved(_ merge: LinkKind, into members: [String]) throws -> [String] {
    let ever = try Set(members.flatMap { try source.subjects(merge, everPointingTo: $0) })
    return ever.subtracting(members).sorted()
  }
}

extension EntityKind {
  /// The relation by which entities of the kind are merged; nil when they cannot be.
  public var mergeLink: LinkKind? {
    switch self {
    case .case: .caseIntoCase
    case .party: .partyIntoParty
    case .conversation, .document, .register: nil
    }
  }
}
