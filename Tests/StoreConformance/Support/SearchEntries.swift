public import EventLog
internal import InteractionModel
public import Search
internal import Testing

extension SearchVersion {
  /// A version for tests.
  public static let conformance = SearchVersion(archive: 1)
}

extension SearchEntry {
  /// An entry; its key is that of its conversation.
  public static func message(
    _ position: Int64, _ text: String, in conversation: String = "c-1", keys: [String]? = nil,
    _ change: (inout SearchDocument) -> Void = { _ in }
  ) -> SearchEntry {
    var document = SearchDocument(
      conversation: conversation, position: Position(position), textPosition: Position(position),
      type: "message.received", at: Instant(microseconds: position * 1_000_000))
    change(&document)
    return SearchEntry(document: document, text: text, keys: keys ?? ["key-\(conversation)"])
  }

  /// The text of a record that is no entry of the archive.
  public static func other(
    _ position: Int64, _ text: String, in conversation: String?, _ kind: SearchKind = .other,
    _ change: (inout SearchDocument) -> Void = { _ in }
  ) -> SearchEntry {
    var document = SearchDocument(
      in: conversation, isEntry: false, position: Position(position),
      textPosition: Position(position), type: "city.invented", kind: kind,
      at: Instant(microseconds: position * 1_000_000))
    change(&document)
    return SearchEntry(document: document, text: text, keys: ["key-\(position)"])
  }
}

extension LogCheckpoint {
  /// A place in no log.
  public init(_ position: Int64) { self.init(position: Position(position), leaf: []) }
}

extension SearchIndex {
  /// Writes entries in batches of some hundred.
  public func fill(_ entries: [SearchEntry]) throws(StorageFault) {
    for start in stride(from: 0, to: entries.count, by: 500) {
      let piece = Array(entries[start..<min(start + 500, entries.count)])
      let last = piece.map(\.document.position).max() ?? .start
      try apply(SearchBatch(entries: piece, checkpoint: LogCheckpoint(last.rawValue)))
    }
  }

  /// The positions that a query finds, best first.
  public func find(
    _ query: String, languages: Set<Stemming> = [],
    _ filter: (inout SearchFilter) -> Void = { _ in }
  ) throws -> [Int64] {
    var request = SearchRequest(try SearchQuery(query), limit: .max >> 2, languages: languages)
    filter(&request.filter)
    let page = try search(request)
    #expect(page.total == page.hits.count)
    return page.hits.map(\.document.position.rawValue)
  }
}

extension SearchIndexStore {
  /// A new index of some documents that serves.
  public func serve(_ entries: [SearchEntry] = []) throws(StorageFault) -> any SearchIndex {
    let build = try build(.conformance, fresh: true, purged: .start)
    defer { build.release() }
    try serve(build.index)
    try build.index.fill(entries)
    return build.index
  }

  /// Removes what some keys sealed, without a log that says so.
  @discardableResult
  public func purge(keys: Set<String>) throws(StorageFault) -> SearchPurge {
    try purge { _ in SearchErasures(keys: keys) }
  }
}
