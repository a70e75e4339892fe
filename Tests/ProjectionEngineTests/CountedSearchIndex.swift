import EventLog
import InteractionModel
import ProjectionEngine
import Search
import Synchronization

/// The only build of an index, in memory: it keeps documents and their texts, finds nothing by
/// words, and counts what goes in and out.
final class CountedSearchIndex: SearchIndex, SearchIndexStore {
  /// What was read and written.
  struct Count: Equatable {
    /// Documents that were given away.
    var read = 0
    /// Entries that were asked for by their place.
    var places = 0
    var written = 0
    var removed = 0
  }

  private struct Contents {
    var version: SearchVersion?
    var checkpoint = LogCheckpoint.start
    var pending: [String] = []
    var documents: [Position: (document: SearchDocument, text: String)] = [:]
    var count = Count()
  }

  private let contents = Mutex(Contents())
  let generation: Int64 = 1

  /// What was counted since this was asked last.
  func takeCount() -> Count {
    contents.withLock { contents in
      defer { contents.count = Count() }
      return contents.count
    }
  }

  /// The documents in the order of the log.
  var documents: [SearchDocument] {
    contents.withLock { $0.documents.values.map(\.document) }.sorted { $0.position < $1.position }
  }

  /// Has some conversations looked at again.
  func refresh(_ conversations: [String]) {
    contents.withLock { $0.pending = conversations }
  }

  // MARK: The index

  func state() -> SearchIndexState {
    contents.withLock { contents in
      SearchIndexState(
        version: contents.version ?? SearchVersion(archive: 0), checkpoint: contents.checkpoint,
        purged: .start, failure: nil, pending: contents.pending)
    }
  }
  func check() {}
  func inspect() {}
  func examine() {}
  func count() -> Int { documents.count }

  func documents(of conversations: [String]) -> [SearchDocument] {
    contents.withLock { contents in
      let found = contents.documents.values.map(\.document)
        .filter { $0.isEntry && $0.conversation.map(conversations.contains) ?? false }
      contents.count.read += found.count
      return found
    }
  }

  func documents(at positions: [Position]) -> [SearchDocument] {
    contents.withLock { contents in
      let found = positions.compactMap { contents.documents[$0]?.document }
      contents.count.places += positions.count
      contents.count.read += found.count
      return found
    }
  }

  func apply(_ batch: SearchBatch) {
    contents.withLock { contents in
      contents.count.written += batch.updates.count + batch.entries.count
      contents.count.removed += batch.removals.count
      for position in batch.removals { contents.documents[position] = nil }
      for document in batch.updates { contents.documents[document.position]?.document = document }
      for entry in batch.entries {
        contents.documents[entry.document.position] = (entry.document, entry.text)
      }
      contents.pending.removeAll(where: batch.refreshed.contains)
      contents.checkpoint = batch.checkpoint
    }
  }

  func condense() {}
  func condense(before position: Position) {}
  func setFailure(_ failure: ProjectionFailure) {}
  func search(_ request: SearchRequest) -> SearchPage {
    SearchPage(hits: [], total: 0, position: state().checkpoint.position, patterns: [])
  }
  func similar(
    to conversation: String, filter: SearchFilter, limit: Int
  ) -> [SimilarConversation] { [] }
  func forEachText(_ body: (SearchDocument, String) throws -> Void) throws {
    for (document, text) in contents.withLock({ Array($0.documents.values) }) {
      try body(document, text)
    }
  }

  // MARK: The store of it

  func serving() -> (any SearchIndex)? { contents.withLock { $0.version } == nil ? nil : self }
  func servingGeneration() -> Int64? { serving()?.generation }
  func build(_ version: SearchVersion, fresh: Bool, purged: LogCheckpoint) -> SearchBuild {
    contents.withLock { $0.version = version }
    return SearchBuild(index: self) {}
  }
  func serve(_ index: any SearchIndex) {}
  func exclusively<Value>(_ index: any SearchIndex, _ body: () throws -> Value) throws -> Value {
    try body()
  }
  func purge(_ erasures: (LogCheckpoint) throws -> SearchErasures) -> SearchPurge { SearchPurge() }
}
