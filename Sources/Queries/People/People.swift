public import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search

/// The people of a store, by whatever somebody has of them: a telephone number in any spelling, a mail
/// address, a name, an account, reference or case number, an id or its beginning.
///
/// Ids, also those of hand-offs, are looked up in the read models, identifiers by their keyed hashes in
/// the vault and in the texts that have them in any spelling, and the rest in the full-text index. Where
/// an identifier is found, its groups by themselves are not looked for. Asking is reading, so it needs a
/// purpose, and each question is in the log with the parties that it showed before it is answered.
public struct People: Sendable {
  let reader: Reader
  let parties: Parties
  let cases: Cases
  let conversations: Conversations
  private let gate: AccessGate

  /// The people that a reader asks about.
  ///
  /// Its first use finishes erasures that were interrupted.
  /// - Parameter reader: who asks, and why.
  /// - Throws: ``QueryError/noPurpose`` when they say none, ``/Compliance/ServingError`` when a read
  ///   model does not answer, what opening the vault throws.
  public init(_ reader: Reader) async throws {
    guard reader.purpose != nil else { throw QueryError.noPurpose }
    self.reader = reader
    parties = try Parties(reader)
    cases = try Cases(reader)
    conversations = try Conversations(reader)
    gate = try await reader.gate()
  }

  private var entities: [Entities] { [parties.entities, cases.entities, conversations.entities] }

  /// Who is meant by a text.
  /// - Parameters:
  ///   - text: what somebody has of them.
  ///   - limit: how many people at most.
  /// - Returns: the people; what says that it is incomplete may not have found somebody yet.
  /// - Throws: when the index or a read model cannot be read, or the account cannot be written.
  public func find(_ text: String, limit: Int = 10) async throws -> FoundPeople {
    let backlog = try Backlog(of: reader.store.events)
    var behind = try entities.compactMap { entities in
      try backlog.incomplete(entities.model.projection.name, at: entities.model.checkpoint())
    }
    var finding = try PeopleFinding(self)
    let match = try EntityNames(places: entities.map(EntityNames.Place.init))
      .match(text, limit: limit)
    try finding.take(match)
    guard let known = try gate.identifiers() else { throw QueryError.noPurpose }
    let readings = known.rules.readings(of: text)
    // What has no digit may be a handle, and is mostly a name.
    let isWords = readings.allSatisfy(\.isWord)
    // A few digits stand in everybody's texts: they mean whoever is known by them and nobody else.
    let isTooShort = FoundPeople.isTooShort(text)
    let texts = try await searchedTexts()
    for reading in readings {
      let keys = try known.keys(saying: reading)
      try finding.take(keys)
      let held =
        isWords || isTooShort ? 0 : try texts.map { try finding.take(reading, known, in: $0) } ?? 0
      if !keys.isEmpty || held > 0 { break }
    }
    if let incomplete = try backlog.incomplete(IdentifierStatus.name, at: known.position) {
      behind.append(incomplete)
    }
    if finding.isEmpty { try finding.take(handoff: text) }
    if !isTooShort, !known.rules.isWhole(text), finding.order.isEmpty || isWords {
      try texts.map { try finding.take(words: text, in: $0) }
    }
    let searched = try texts.map { try $0.index.state().checkpoint.position } ?? .start
    if let incomplete = try backlog.incomplete("search", at: searched) {
      behind.append(incomplete)
    }
    // Few letters are somebody's whole name, or nobody's; a short beginning of ids tells of no one.
    let isName = text.allSatisfy(\.isLetter)
    let isUntold = isTooShort || match.isTooShort && (!isName || match.count.number > 0)
    let shown = Array(finding.order.prefix(max(0, limit)))
    let forgotten = try ForgottenFacts(for: reader)
    let drafts = try shown.map { party in
      try PersonDraft(party, finding.because[party] ?? [], known, forgotten, in: self)
    }
    let opened = try await opened(drafts, finding.found, asking: text)
    return FoundPeople(
      people: drafts.map { $0.person(opened, at: reader.view) },
      isMore: finding.hasMoreTexts || finding.order.count > shown.count
        || finding.places.count > limit,
      places: Array(finding.places.prefix(limit)),
      beginnings: finding.order.isEmpty ? Array(finding.beginnings.prefix(limit)) : [],
      tooShort: finding.isEmpty && isUntold ? match.count : nil,
      count: match.count,
      incomplete: behind, view: reader.view)
  }

  /// The texts; nil when no build answers.
  private func searchedTexts() async throws -> SearchedTexts? {
    do {
      return try await SearchedTexts(reader)
    } catch QueryError.noIndex {
      return nil
    }
  }

  /// Opens what is shown, under one account that names whom it is of.
  private func opened(
    _ drafts: [PersonDraft], _ found: Set<Position>, asking text: String
  ) async throws -> [Position: OpenedRecord] {
    func records(_ positions: some Sequence<Position>) throws -> [Record] {
      try Set(positions).sorted().compactMap {
        try reader.store.events.record(at: $0)?.decoded()
      }
    }
    let scope = AccessGate.Scope(
      command: "find", query: text, parties: drafts.map(\.party))
    let opened = try await gate.open(
      records(drafts.flatMap(\.positions)), scope: scope, found: records(found))
    return Dictionary(opened.map { ($0.record.position, $0) }) { first, _ in first }
  }
}

/// What the log has that nobody may have taken into account yet.
struct Backlog {
  /// How many records are looked at before something counts as behind.
  private static let limit = 1_000

  private let log: any EventStore
  private let head: Position

  init(of log: any EventStore) throws {
    self.log = log
    head = try log.head().position
  }

  /// What is to be said of something that has come to a position; nil when nothing came since but
  /// what the program says of itself, such as the account of the question before.
  func incomplete(_ what: String, at position: Position) throws -> FoundPeople.Incomplete? {
    let records = try log.records(
      .all, in: ReadRange(after: position, through: head), limit: Backlog.limit)
    let isBehind = try records.contains { try !$0.decoded().type.isReserved }
    guard isBehind || records.count == Backlog.limit else { return nil }
    return FoundPeople.Incomplete(what: what, position: position, head: head)
  }
}
