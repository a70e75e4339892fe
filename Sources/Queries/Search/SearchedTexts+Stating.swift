internal import Compliance
internal import EventLog
public import InteractionModel
public import ProjectionEngine
public import Projections
public import Search

extension SearchedTexts {
  /// What can be stated, and the page of hits that it is of.
  public typealias Stated = (findings: SearchFindings, page: SearchPage)

  /// Folds projections from the first record on through a position, and has what that gives asked.
  ///
  /// `body` is given them in their order, and is told by what how many of how many records were walked
  /// through.
  public typealias Folding = (
    _ projections: [Projection], _ end: Position,
    _ body: (_ models: [any ReadModel], _ note: (Position, Position) -> Void) throws -> Stated
  ) throws -> Stated

  /// The texts that match a query, best first, and what can be stated of the search: of how many sealed
  /// parts it is, and that nothing that can be read was left out.
  ///
  /// Looks at the whole index and walks through the log as it ends now, before the account of the
  /// question. What the filter means is folded from the log, and what the index says of each text beside its
  /// words is compared with that, so that no row of a read model has to be believed.
  /// - Parameters:
  ///   - words: the query as it was written.
  ///   - texts: which texts count.
  ///   - limit: how many hits at most.
  ///   - folding: folds what the filter goes by.
  /// - Returns: answer and findings.
  /// - Throws: ``UnsearchedTexts`` when nothing can be stated; ``/Search/SearchQueryError``; as
  ///   ``search(_:words:in:limit:)`` and `folding`.
  public func stating(
    _ words: String, in texts: TextFilter = TextFilter(), limit: Int = 20, folding: Folding
  ) async throws -> StatedSearch {
    let question = SearchQuestion(words, in: try meant(texts))
    let size = try log.head().position
    let (findings, page) = try find(question, atSize: size, best: limit, folding)
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
  ///   - folding: folds what the filter goes by.
  /// - Returns: what was found.
  /// - Throws: as ``stating(_:in:limit:folding:)``.
  public func restating(
    _ question: SearchQuestion, atSize size: Position, folding: Folding
  ) async throws -> SearchFindings {
    let (findings, page) = try find(question, atSize: size, best: 0, folding)
    _ = try await shown(
      page, 0, of: question.texts.kind, scope("certificate.check", question))
    return findings
  }

  private func scope(_ command: String, _ question: SearchQuestion) -> AccessGate.Scope {
    AccessGate.Scope(command: command, entity: question.texts.entity, query: question.words)
  }

  /// The projections by which it is known which texts there are, and which a filter means.
  private func projections(answering texts: TextFilter) -> [Projection] {
    [
      ConversationArchive.projection,
      texts.department.map { _ in CaseState.projection },
      texts.party.map { _ in ContinuityHandoff.projection },
    ].compactMap(\.self)
  }

  private func find(
    _ question: SearchQuestion, atSize size: Position, best limit: Int, _ folding: Folding
  ) throws -> Stated {
    let before = try index.state()
    guard before.version == SearchVersion(archive: ConversationArchive.projection.version) else {
      throw UnsearchedTexts.otherRules(before.version)
    }
    guard before.isComplete else { throw UnsearchedTexts.incomplete }
    let end = try log.head().position
    let lag = try Lag(
      at: before.checkpoint.position, of: log, readsTexts: true, failure: before.failure)
    if let lag { throw UnsearchedTexts.behind(lag) }
    try index.requireSound(for: log, .whole)
    let projections = projections(answering: question.texts)
    return try folding(projections, end) { models, note in
      var asked = self
      for (projection, model) in zip(projections, models) { asked.folded[projection.name] = model }
      return try asked.find(question, atSize: size, best: limit, as: before, note)
    }
  }

  private func find(
    _ question: SearchQuestion, atSize size: Position, best limit: Int,
    as before: SearchIndexState, _ note: (Position, Position) -> Void
  ) throws -> Stated {
    let filter = try filter(question.texts)
    var request = SearchRequest(
      try SearchQuery(question.words), filter: filter, limit: max(limit, SearchedTexts.accounted))
    let page = try index.search(request)
    request.limit = page.total
    let all = page.total > page.hits.count ? try index.search(request) : page
    var walk = SearchCoverageWalk(self, atSize: size, of: filter)
    try walk.run { position in
      try conversations.entities.reader.stop.check()
      note(position, size)
    }
    if let first = walk.contradicting.first {
      throw UnsearchedTexts.contradicting(walk.contradicting.count, first: first)
    }
    if let first = walk.missing.first {
      throw UnsearchedTexts.missing(walk.missing.count, first: first)
    }
    guard try index.state() == before else { throw UnsearchedTexts.changed }
    let hits = all.hits.map(\.document.position).filter { $0 <= size }.sorted()
    let findings = SearchFindings(
      size: UInt64(size.rawValue), question: question, rules: before.version,
      coverage: walk.coverage, erasedSince: walk.erasedSince,
      meantErasedSince: walk.meantErasedSince,
      cameSince: try Lag.records(after: size, of: log, readsTexts: true), hits: hits)
    return (findings, page)
  }
}
