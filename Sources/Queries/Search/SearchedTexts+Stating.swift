internal import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search

extension SearchedTexts {
  /// The texts that match a query, best first, and what can be stated of the search: of how many sealed
  /// parts it is, and that nothing that can be read was left out.
  ///
  /// Looks at the whole index and walks through the log as it ends now, before the account of the
  /// question.
  /// - Parameters:
  ///   - words: the query as it was written.
  ///   - texts: which texts count.
  ///   - limit: how many hits at most.
  ///   - note: is told how many of how many records were walked through.
  /// - Returns: answer and findings.
  /// - Throws: ``UnsearchedTexts`` when nothing can be stated; ``/Search/SearchQueryError``; as
  ///   ``search(_:words:in:limit:)``.
  public func stating(
    _ words: String, in texts: TextFilter = TextFilter(), limit: Int = 20,
    _ note: (Position, Position) -> Void
  ) async throws -> StatedSearch {
    let question = SearchQuestion(words, in: try meant(texts))
    let size = try log.head().position
    let (findings, page) = try find(question, atSize: size, best: limit, note)
    let hits = try await shown(
      page, limit, of: question.texts.kind, scope("search", question))
    let answer = SearchAnswer(hits: hits, total: page.total, position: page.position, lag: nil)
    return StatedSearch(answer: answer, findings: findings)
  }

  /// What can be stated of a question that was asked when the log had fewer records, with an account.
  ///
  /// What was edited, redacted, linked or erased since is answered as it is now.
  /// - Parameters:
  ///   - question: the question.
  ///   - size: how many records the log had.
  ///   - note: is told how many of how many records were walked through.
  /// - Returns: what was found.
  /// - Throws: as ``stating(_:in:limit:_:)``.
  public func restating(
    _ question: SearchQuestion, atSize size: Position, _ note: (Position, Position) -> Void
  ) async throws -> SearchFindings {
    let (findings, page) = try find(question, atSize: size, best: 0, note)
    _ = try await shown(
      page, 0, of: question.texts.kind, scope("certificate.check", question))
    return findings
  }

  private func scope(_ command: String, _ question: SearchQuestion) -> AccessGate.Scope {
    AccessGate.Scope(command: command, entity: question.texts.entity, query: question.words)
  }

  /// The read models by which a filter is known to mean which texts.
  private func models(answering texts: TextFilter) throws -> [any ReadModel] {
    var asked: [Projection] = []
    if texts.department != nil { asked.append(CaseState.projection) }
    if texts.party != nil { asked.append(ContinuityHandoff.projection) }
    if texts.department ?? texts.party ?? texts.caseID ?? texts.channel?.rawValue != nil {
      asked.append(ConversationArchive.projection)
    }
    let store = conversations.entities.reader.store
    return try asked.map { try store.serving($0) }
  }

  private func find(
    _ question: SearchQuestion, atSize size: Position, best limit: Int,
    _ note: (Position, Position) -> Void
  ) throws -> (SearchFindings, SearchPage) {
    let reader = conversations.entities.reader
    let before = try index.state()
    guard before.version == SearchVersion(archive: ConversationArchive.projection.version) else {
      throw UnsearchedTexts.otherRules(before.version)
    }
    guard before.isComplete else { throw UnsearchedTexts.incomplete }
    let lag = try Lag(
      at: before.checkpoint.position, of: log, readsTexts: true, failure: before.failure)
    if let lag { throw UnsearchedTexts.behind(lag) }
    try index.requireSound(for: log, .whole)
    for model in try models(answering: question.texts) {
      if let lag = try Lag(of: model, in: log) { throw UnsearchedTexts.filterBehind(lag) }
    }

    var request = SearchRequest(
      try SearchQuery(question.words), filter: try filter(question.texts),
      limit: max(limit, SearchedTexts.accounted))
    let page = try index.search(request)
    request.limit = page.total
    let all = page.total > page.hits.count ? try index.search(request) : page
    var walk = SearchCoverageWalk(self, atSize: size)
    try walk.run { position in
      try reader.stop.check()
      note(position, size)
    }
    if let first = walk.missing.first {
      throw UnsearchedTexts.missing(walk.missing.count, first: first)
    }
    guard try index.state() == before else { throw UnsearchedTexts.changed }
    let hits = all.hits.map(\.document.position).filter { $0 <= size }.sorted()
    let findings = SearchFindings(
      size: UInt64(size.rawValue), question: question, rules: before.version,
      coverage: walk.coverage, erasedSince: walk.erasedSince,
      cameSince: try Lag.records(after: size, of: log, readsTexts: true), hits: hits)
    return (findings, page)
  }
}
