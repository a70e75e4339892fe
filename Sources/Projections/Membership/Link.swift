public import InteractionModel

/// The relations that links move.
public enum LinkKind: String, Sendable, Hashable, CaseIterable {
  /// A conversation was moved to a case, or out of all.
  case conversationToCase = "conversation_case"
  /// A conversation says itself, where it starts or is resumed, in which case it is; counts where
  /// nothing ever moved it, see ``Membership/link(ofConversation:)``.
  case conversationInCase = "conversation_said"
  /// A record names a conversation and a case, as a note about both does; counts where nothing ever
  /// moved the conversation and neither its start nor a resumption says a case, and not for records
  /// that name a case themselves.
  case conversationNamed = "conversation_named"
  /// A case was merged into another.
  case caseIntoCase = "case_case"
  /// A party was merged into another.
  case partyIntoParty = "party_party"

  /// Those that say in which case a conversation is, the one that counts before the others first.
  package static let ofConversations: [LinkKind] = [
    .conversationToCase, .conversationInCase, .conversationNamed,
  ]

  /// Whether it merges its subject into another.
  package var isMerge: Bool { !LinkKind.ofConversations.contains(self) }

  /// What it moves.
  package var subjects: EntityKind {
    switch self {
    case .conversationToCase, .conversationInCase, .conversationNamed: .conversation
    case .caseIntoCase: .case
    case .partyIntoParty: .party
    }
  }
}

/// One fact about who belongs to whom: from its position on, `subject` points to `target`.
///
/// The link in force is the last one of its subject in position order, so membership can be asked
/// for any subset of the log (up to a position, up to a time) with the same links.
public struct Link: Sendable, Hashable {
  /// Which relation.
  public let kind: LinkKind
  /// What is moved.
  public let subject: String
  /// Where to; nil when it is taken out again.
  public let target: String?
  /// The place of the record that says so.
  public let position: Position
  /// When that happened: the effective time of the record.
  public let time: Instant

  /// A link.
  public init(
    kind: LinkKind, subject: String, target: String?, position: Position, time: Instant
  ) {
    self.kind = kind
    self.subject = subject
    self.target = target
    self.position = position
    self.time = time
  }

  /// The links that a record makes.
  ///
  /// Most say nothing new: where records of a conversation name its case, each does; see
  /// ``RepeatedLinks``.
  ///
  /// A party points to one other at a time, so `party.unmerged` takes out whichever merge is in
  /// force.
  /// - Parameter record: any record.
  /// - Returns: the links, in the order in which the record names them.
  public static func links(of record: Record) -> [Link] {
    func link(_ kind: LinkKind, _ subject: String?, _ target: String?) -> [Link] {
      guard let subject else { return [] }
      return [
        Link(
          kind: kind, subject: subject, target: target, position: record.position,
          time: record.effectiveTime)
      ]
    }
    switch record.type {
    case _ where isBeginning(record.type):
      guard let target = record.conversationsCase else { return [] }
      return link(.conversationInCase, record.conversation, target)
    case .conversationLinked:
      guard let target = record.conversationsCase else { return [] }
      return link(.conversationToCase, record.conversation, target)
    case .conversationUnlinked:
      let out = link(.conversationToCase, record.conversation, nil)
      // Counts for nothing beside that, and leads to the record from the case that it names.
      guard let left = record.conversationsCase else { return out }
      return out + link(.conversationNamed, record.conversation, left)
    case .caseMerged:
      guard let target = record.body["into"]?.string else { return [] }
      let own = record.stream.entity.flatMap { $0.kind == .case ? $0.id : nil }
      return link(.caseIntoCase, own ?? record.case, target)
    case .caseSplit:
      guard let target = record.body["into"]?.string else { return [] }
      return (record.body["conversations"]?.array ?? []).flatMap { conversation in
        link(.conversationToCase, conversation.string, target)
      }
    case .partyMerged:
      guard let target = record.body["into"]?.string else { return [] }
      return link(.partyIntoParty, record.body["party"]?.string ?? record.party, target)
    case .partyUnmerged:
      return link(.partyIntoParty, record.body["party"]?.string ?? record.party, nil)
    default:
      guard let target = record.case, record.conversation != nil,
        record.type.catalogued?.isGovernance != true
      else { return [] }
      return link(.conversationNamed, record.conversation, target)
    }
  }

  /// The links by which a record moves somebody.
  /// - Parameter record: any record.
  /// - Returns: the links; nil when the record is there for something else.
  package static func moves(of record: Record) -> [Link]? {
    isMove(record.type) ? links(of: record).filter { $0.kind != .conversationNamed } : nil
  }

  /// Where a record says that it moves somebody to, or a conversation out of.
  ///
  /// None of a split: it stands in the stream of the case that it takes from.
  /// - Parameters:
  ///   - kind: of the place, a case or a party.
  ///   - record: any record.
  /// - Returns: the place; nil when it moves nobody to one of the kind, or its index does not say whom.
  static func place(_ kind: EntityKind, namedBy record: Record) -> String? {
    switch (kind, record.type) {
    case (.case, .conversationLinked), (.case, .conversationUnlinked), (.case, .caseMerged):
      links(of: record).lazy.compactMap(\.target).first
    case (.party, .partyMerged):
      links(of: record).first { $0.subject == record.party }?.target
    default: nil
    }
  }

  /// Whether records of a type can make links that move somebody or say where a conversation begins,
  /// without decoding them; any other names a conversation and a case where it makes one.
  /// - Parameter type: the type of a record.
  /// - Returns: true when they can.
  public static func isLink(_ type: EventType) -> Bool {
    isMove(type) || isBeginning(type)
  }

  /// Whether records of a type may say in which case their conversation is from its start on.
  static func isBeginning(_ type: EventType) -> Bool {
    type == .conversationStarted || type == .conversationResumed
  }

  /// Whether records of a type are there to move somebody, and nothing of what happened between
  /// people.
  static func isMove(_ type: EventType) -> Bool {
    switch type {
    case .conversationLinked, .conversationUnlinked, .caseMerged, .caseSplit, .partyMerged,
      .partyUnmerged:
      true
    default: false
    }
  }
}
