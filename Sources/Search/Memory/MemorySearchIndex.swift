public import EventLog
public import InteractionModel
public import ProjectionEngine
internal import Synchronization

/// A build of the full-text index in memory: the twin of a store's, for tests and small logs.
///
/// It looks at every document whenever it is asked.
public final class MemorySearchIndex: SearchIndex {
  private struct Contents {
    let version: SearchVersion
    var purged: LogCheckpoint
    var checkpoint = LogCheckpoint.start
    var failure: ProjectionFailure?
    var pending: Set<String> = []
    var pendingRecords: Set<Position> = []
    var documents: [Position: MemoryDocument] = [:]
    /// Whether another build has taken its place.
    var isGone = false
  }

  /// Its number among the builds.
  public let generation: Int64
  private let contents: Mutex<Contents>

  init(generation: Int64, _ version: SearchVersion, purged: LogCheckpoint) {
    self.generation = generation
    contents = Mutex(Contents(version: version, purged: purged))
  }

  private func withContents<Value: Sendable>(
    _ body: (inout Contents) -> Value
  ) throws(StorageFault) -> Value {
    try contents.withLock { contents throws(StorageFault) -> Value in
      guard !contents.isGone else { throw .searchBuildGone(generation) }
      return body(&contents)
    }
  }

  /// The documents, by position.
  private func all() throws(StorageFault) -> [MemoryDocument] {
    try withContents { $0.documents.sorted { $0.key < $1.key }.map(\.value) }
  }

  /// What the index says of itself.
  public func state() throws(StorageFault) -> SearchIndexState {
    try withContents { contents in
      SearchIndexState(
        version: contents.version, checkpoint: contents.checkpoint, purged: contents.purged,
        failure: contents.failure, pending: contents.pending.sorted(),
        pendingRecords: contents.pendingRecords.sorted())
    }
  }

  /// Nothing in memory is lost or altered.
  public func check() throws(StorageFault) { try withContents { _ in } }

  /// Nothing in memory is lost or altered.
  public func inspect() throws(StorageFault) { try check() }

  /// Nothing in memory is lost or altered.
  public func examine() throws(StorageFault) { try check() }

  /// How many documents there are.
  public func count() throws(StorageFault) -> Int { try withContents { $0.documents.count } }

  /// The documents of the entries of some conversations.
  public func documents(of conversations: [String]) throws(StorageFault) -> [SearchDocument] {
    let wanted = Set(conversations)
    return try all().map(\.document).filter { document in
      document.isEntry && document.conversation.map(wanted.contains) ?? false
    }
  }

  /// Some documents.
  public func documents(at positions: [Position]) throws(StorageFault) -> [SearchDocument] {
    try withContents { contents in positions.compactMap { contents.documents[$0]?.document } }
  }

  /// Writes a batch, all at once.
  public func apply(_ batch: SearchBatch) throws(StorageFault) {
    // The words are looked for before anybody has to wait.
    let entries = batch.entries.map(MemoryDocument.init)
    try withContents { contents in
      for position in batch.removals { contents.documents[position] = nil }
      for document in batch.updates {
        contents.documents[document.position]?.document = document
      }
      for entry in entries { contents.documents[entry.document.position] = entry }
      contents.pending.subtract(batch.refreshed)
      contents.pendingRecords.subtract(batch.refreshedRecords)
      contents.checkpoint = batch.checkpoint
      contents.failure = nil
    }
  }

  /// There is nothing to put together.
  public func condense() throws(StorageFault) { try check() }

  /// There is nothing to put together.
  public func condense(before position: Position) throws(StorageFault) { try check() }

  /// Notes why the index stands still; the next batch that is written forgets it.
  public func setFailure(_ failure: ProjectionFailure) throws(StorageFault) {
    try withContents { $0.failure = failure }
  }

  /// Walks through all documents and their texts.
  public func forEachText(_ body: (SearchDocument, String) throws -> Void) throws {
    for held in try all() { try body(held.document, held.text) }
  }

  // MARK: Asking

  /// Looks for documents.
  public func search(_ request: SearchRequest) throws(StorageFault) -> SearchPage {
    let position = try state().checkpoint.position
    var ranking = MemoryRanking(try all())
    let forms = ranking.forms(of: request)
    var groups: [[SearchPattern]] = []
    var shown: [SearchPattern] = []
    for term in request.query.terms {
      let patterns = forms.patterns(of: term)
      guard !groups.contains(patterns) else { continue }
      groups.append(patterns)
      shown += forms.shownPatterns(of: term)
    }
    let isWanted = zip(ranking.documents, ranking.matches(request.query.expression, forms))
      .map { $1 && $0.passes(request.filter) }
    let hits = ranking.contributions(of: groups, where: isWanted).map { found in
      SearchHit(document: found.document, score: found.contributions.reduce(0, +))
    }
    return SearchPage(
      hits: hits.sorted { ($1.score, $0.document.position) < ($0.score, $1.document.position) }
        .prefix(max(0, request.limit)).map { $0 },
      total: hits.count, position: position, patterns: shown)
  }

  /// Finds conversations whose words are those that tell a conversation from others.
  public func similar(
    to conversation: String, filter: SearchFilter, limit: Int
  ) throws(StorageFault) -> [SimilarConversation] {
    var ranking = MemoryRanking(try all())
    let own = ranking.documents.filter {
      $0.document.isEntry && $0.document.conversation == conversation && !$0.isMasked(by: filter)
    }
    let telling = ranking.tellingWords(of: own.map { SearchText.said(of: $0.text) })
    let groups = telling.words.map { [SearchPattern(words: [$0])] }
    let isWanted = ranking.documents.map { document in
      document.document.isEntry && document.document.conversation != conversation
        && document.passes(filter)
        && telling.words.contains { document.has($0) }
    }
    let found = ranking.contributions(of: groups, where: isWanted)
    let best = found.reduce(into: [String: [Double]]()) { best, found in
      guard let conversation = found.document.conversation else { return }
      let known = best[conversation] ?? found.contributions
      best[conversation] = zip(known, found.contributions).map { max($0, $1) }
    }
    return telling.ranked(best, weights: ranking.weights(of: groups), limit: limit)
  }

  // MARK: Purging

  /// Whether it has text of which nobody can say whose it is.
  var hasTextOfNobody: Bool {
    contents.withLock { $0.documents.values.contains { $0.keys.isEmpty } }
  }

  /// Removes what erasures destroyed; answers how many documents.
  func purge(_ erasures: SearchErasures) throws(StorageFault) -> Int {
    try withContents { contents in
      let gone = contents.documents.values.filter { !$0.keys.isDisjoint(with: erasures.keys) }
      for document in gone {
        contents.documents[document.document.position] = nil
        // What others wrote there must come back.
        if !document.keys.isSubset(of: erasures.keys) {
          if document.document.isEntry, let conversation = document.document.conversation {
            contents.pending.insert(conversation)
          } else {
            contents.pendingRecords.insert(document.document.position)
          }
        }
      }
      if erasures.last.position > contents.purged.position { contents.purged = erasures.last }
      return gone.count
    }
  }

  /// Lets go of everything: whoever still asks is told.
  func remove() {
    contents.withLock { contents in
      contents.documents = [:]
      contents.isGone = true
    }
  }
}
