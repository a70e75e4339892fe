public import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
public import Projections
public import Search

/// Which texts count in a search; all that are set must hold.
public struct TextFilter: Sendable, Hashable {
  /// The channel; of a text that does not say it that of its conversation.
  public var channel: Channel?
  /// The department that has its case by now; where none has, or it is of no case, that of its
  /// conversation, and the one that its record names where it is in no conversation either.
  public var department: String?
  /// What names this party or whoever was merged with it, their conversations, and what names nobody
  /// in their cases.
  public var party: String?
  /// What is of this case or of what was merged with it, and their conversations.
  public var caseID: String?
  /// Said in conversations with this issue.
  public var issue: String?
  /// The direction.
  public var direction: Direction?
  /// Who may see it.
  public var visibility: Visibility?
  /// The kind of text; of a record that has several the words must stand in this one.
  public var kind: SearchKind?
  /// Said at or after this.
  public var from: Instant?
  /// Said before this.
  public var before: Instant?

  /// All texts.
  public init() {}

  /// Whom or what it is about, for the account; nil when about no one thing.
  var entity: EntityKey? { party.map(EntityKey.party) ?? caseID.map(EntityKey.case) }
}

/// What people wrote and said in a store, and whatever else is sealed, asked by its words.
///
/// The full-text index follows the archive of conversations. Asking it is reading, so it needs a
/// purpose, and each question is in the log before it is answered.
public struct SearchedTexts: Sendable {
  let conversations: Conversations
  let index: any SearchIndex
  let gate: AccessGate
  /// The read models, by their projections, that stand in the place of those that serve; see
  /// ``stating(_:in:limit:folding:)``.
  var folded: [String: any ReadModel] = [:]

  /// The texts that a reader asks about.
  ///
  /// Its first use finishes erasures that were interrupted.
  /// - Parameter reader: who asks, and why.
  /// - Throws: ``QueryError/noPurpose`` when they say none, ``QueryError/noIndex`` when no build answers, ``/Compliance/ServingError`` when no
  ///   archive does, ``/EventLog/StorageFault`` when the index cannot be trusted.
  public init(_ reader: Reader) async throws {
    guard reader.purpose != nil else { throw QueryError.noPurpose }
    conversations = try Conversations(reader)
    guard try reader.store.indexes().serving() != nil else { throw QueryError.noIndex }
    gate = try await reader.gate()
    guard let index = try reader.store.indexes().serving() else { throw QueryError.noIndex }
    try index.requireSound(for: reader.store.events)
    self.index = index
  }

  var log: any EventStore { conversations.entities.log }

  /// The read model of the archive of conversations.
  var archive: any ReadModel {
    folded[ConversationArchive.projection.name] ?? conversations.entities.model
  }

  /// The read model of cases; nil when none serves.
  var cases: (any ReadModel)? {
    conversations.entities.reader.store.dispensable(CaseState.projection)
  }

  /// What the index is asked, as the archive has conversations now.
  func filter(_ texts: TextFilter = TextFilter()) throws -> SearchFilter {
    var filter = SearchFilter()
    filter.channels = try texts.channel.map(channels)
    filter.department = try texts.department.map(department)
    filter.directions = Set([texts.direction?.rawValue].compactMap(\.self))
    filter.visibilities = Set([texts.visibility?.word].compactMap(\.self))
    filter.after = texts.from
    filter.before = texts.before
    filter.kind = texts.kind
    filter.conversations = try texts.issue.map {
      try conversations(where: [.contains(column: "issues", $0)])
    }
    filter.party = try texts.party.map(owner(party:))
    filter.case = try texts.caseID.map(owner(caseID:))
    filter.maskedKeys = try ErasureCertificate.pendingKeys(in: log)
    filter.maskedTexts = try redactedSinceIndexed()
    return filter
  }

  private func requireKnownWords(_ texts: TextFilter) throws {
    let archive = conversations.entities
    func require(_ word: WordCondition?, in table: Table) throws {
      guard let word else { return }
      let filters = [word.filter].compactMap(\.self)
      guard try archive.model.rows(table, where: filters, after: nil, limit: 1).isEmpty else {
        return
      }
      try word.requireKnown(
        in: OrderedRows(model: archive.model, tables: [table], column: nil), archive.reader.store)
    }
    try require(
      texts.department.map {
        WordCondition("department", $0, in: .column("department"), names: .departments)
      },
      in: archive.table)
    try require(
      texts.issue.map { WordCondition("issue", $0, in: .list("issues"), names: .issues) },
      in: archive.table)
  }

  /// The same texts, by the ids that are meant.
  /// - Throws: ``UnknownWord`` when the store knows no such party or case, or nothing is called by another
  ///   word of the filter: that is no question, and no account of it is given.
  func meant(_ texts: TextFilter) throws -> TextFilter {
    try requireKnownWords(texts)
    let ids = TypedIDs(conversations.entities.reader)
    var texts = texts
    texts.party = try texts.party.map { try ids.known(.party, $0) }
    texts.caseID = try texts.caseID.map { try ids.known(.case, $0) }
    return texts
  }

  /// Where words stand that were redacted since the index was brought up to date.
  private func redactedSinceIndexed() throws -> Set<Position> {
    let projection = ConversationArchive.projection
    let archive =
      folded[projection.name] ?? conversations.entities.reader.store.dispensable(projection)
    var range = ReadRange(after: try index.state().checkpoint.position)
    var masked: Set<Position> = []
    while true {
      let page = try log.records(.all, in: range, limit: 4_096)
      guard let last = page.last else { return masked }
      masked.formUnion(
        try Amendments.redacted(by: page.map { try $0.decoded() }, in: log, archive: archive))
      range.after = last.position
    }
  }

  /// Who belongs to whom by now.
  func links() throws -> Membership<KnownLinks> {
    Membership(try KnownLinks(of: log, model: archive))
  }
}
