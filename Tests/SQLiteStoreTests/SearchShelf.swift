internal import EventLog
internal import Foundation
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search
internal import StoreConformance
internal import Testing
internal import Vault

@testable import SQLiteStore

/// A search index in a directory of its own, filled through its port.
struct SearchShelf {
  static let version = SearchVersion(archive: 1)

  let directory: TestDirectory
  let store: SQLiteSearchStore
  let index: any SearchIndex

  /// An index of some documents.
  /// - Parameters:
  ///   - entries: what it holds.
  ///   - shardSize: how many positions a shard has.
  /// - Throws: what the store throws.
  init(_ entries: [SearchEntry] = [], shardSize: Int64 = SQLiteSearchStore.shardSize) throws {
    directory = try TestDirectory()
    store = try SQLiteSearchStore(directory: directory.path, shardSize: shardSize)
    let build = try store.build(Self.version, fresh: true, purged: .start)
    index = build.index
    build.release()
    try store.serve(index)
    for start in stride(from: 0, to: entries.count, by: 500) {
      let piece = Array(entries[start..<min(start + 500, entries.count)])
      let last = piece.map(\.document.position).max() ?? .start
      try index.apply(SearchBatch(entries: piece, checkpoint: LogCheckpoint(last.rawValue)))
    }
  }

  /// An entry; its key is that of its conversation.
  static func entry(
    _ position: Int64, _ text: String, in conversation: String = "c-1", keys: [String]? = nil,
    _ change: (inout SearchDocument) -> Void = { _ in }
  ) -> SearchEntry {
    var document = SearchDocument(
      conversation: conversation, position: Position(position), textPosition: Position(position),
      type: "message.received", at: Instant(microseconds: position * 1_000_000))
    change(&document)
    return SearchEntry(document: document, text: text, keys: keys ?? ["key-\(conversation)"])
  }

  /// The positions that a query finds, best first.
  func find(
    _ query: String, languages: Set<Stemming> = [],
    _ filter: (inout SearchFilter) -> Void = { _ in }
  ) throws -> [Int64] {
    var request = SearchRequest(try SearchQuery(query), limit: .max >> 2, languages: languages)
    filter(&request.filter)
    let page = try index.search(request)
    #expect(page.total == page.hits.count)
    return page.hits.map(\.document.position.rawValue)
  }
}

extension LogCheckpoint {
  /// A place in no log.
  init(_ position: Int64) { self.init(position: Position(position), leaf: []) }
}

extension SearchIndexStore {
  /// Removes what some keys sealed, without a log that says so.
  @discardableResult
  func purge(keys: Set<String>) throws(StorageFault) -> SearchPurge {
    try purge { _ in SearchErasures(keys: keys) }
  }
}

/// The bytes of the search index's files.
extension TestDirectory {
  /// The files below `search` that hold one of some texts; words in an index share beginnings, so
  /// the ends of the texts are looked for.
  func files(holding markers: [String]) throws -> [String] {
    let ends = markers.map { Array($0.utf8.suffix(9)) }
    return try contents().filter { name, data in
      name.hasPrefix("search/")
        && data.withUnsafeBytes { bytes in
          ends.contains { Self.holds(bytes, $0) }
        }
    }.keys.sorted()
  }

  private static func holds(_ bytes: UnsafeRawBufferPointer, _ text: [UInt8]) -> Bool {
    guard var place = bytes.baseAddress, let first = text.first else { return false }
    let end = place + bytes.count
    while let found = memchr(place, Int32(first), end - place) {
      let start = UnsafeRawPointer(found)
      guard end - start >= text.count else { return false }
      if memcmp(start, text, text.count) == 0 { return true }
      place = start + 1
    }
    return false
  }
}

/// A log with its vault and the archive of its conversations, in memory, and a search index.
struct SearchedLog {
  let log: InteractionLog
  let archive: MemoryReadModel
  let directory: TestDirectory
  let store: SQLiteSearchStore
  private let runner: Runner

  /// A runner that keeps what it remembers between catch-ups.
  private final class Runner {
    var runner: ProjectionRunner
    init(_ runner: ProjectionRunner) { self.runner = runner }
  }

  /// - Parameters:
  ///   - shardSize: how many positions a shard of the index has.
  ///   - length: how much a conversation has before the archive keeps it in parts; nil for what is
  ///     usual.
  /// - Throws: what the stores throw.
  init(shardSize: Int64 = 16, length: Int? = nil) async throws {
    let store = MemoryEventStore(
      origin: "city-hall", clock: LogClock { Instant(microseconds: 1_772_438_400_000_000) })
    let vault = try Vault.create(MemoryVaultStore(), master: .random())
    log = try await InteractionLog.create(store: store, vault: vault)
    archive = MemoryReadModel(
      length.map { ConversationArchive.projection(inPartsAbove: $0) }
        ?? ConversationArchive.projection)
    runner = Runner(ProjectionRunner(log: store, model: archive))
    directory = try TestDirectory()
    self.store = try SQLiteSearchStore(directory: directory.path, shardSize: shardSize)
  }

  func indexer(
    _ store: SQLiteSearchStore? = nil, batchSize: Int = SearchIndexer.batchSize
  ) -> SearchIndexer {
    SearchIndexer(
      log: log, archive: archive, indexes: store ?? self.store, batchSize: batchSize)
  }

  /// Appends events and brings the archive up to them; answers their positions.
  @discardableResult
  func append(_ events: [NewEvent]) async throws -> [Position] {
    let places = try await log.append(events)
    try runner.runner.catchUp()
    return places.map(\.position)
  }

  /// Destroys keys as an erasure does: the log says so first.
  func erase(_ keys: [String]) async throws {
    let id = EventID.random()
    var event = NewEvent(id: id, stream: .erasures, type: .erasureRequested)
    event.body = ["erasure": .string(id.description), "subjects": .int(Int64(keys.count))]
    _ = try await log.append([event], destroying: KeyDestruction(keys))
    try log.vault.destroy(keys)
  }

  /// The index that serves.
  func index() throws -> any SearchIndex { try #require(try store.serving()) }

  func digest() throws -> String { "\(try SearchContentDigest.compute(index()))" }

  /// The digest of an index that is filled at once, elsewhere.
  func rebuiltDigest() throws -> String {
    let elsewhere = try TestDirectory()
    let store = try SQLiteSearchStore(directory: elsewhere.path, shardSize: 5)
    try indexer(store).catchUp()
    return "\(try SearchContentDigest.compute(#require(try store.serving())))"
  }

  /// Everything that the index has.
  func texts(_ index: (any SearchIndex)? = nil) throws -> [SearchDocument: String] {
    var texts: [SearchDocument: String] = [:]
    try (index ?? self.index()).forEachText { texts[$0] = $1 }
    return texts
  }

  /// What an index has that is filled at once, elsewhere.
  func rebuiltTexts() throws -> [SearchDocument: String] {
    let elsewhere = try TestDirectory()
    let store = try SQLiteSearchStore(directory: elsewhere.path, shardSize: 5)
    try indexer(store).catchUp()
    return try texts(#require(try store.serving()))
  }

  func find(_ query: String) throws -> [Int64] {
    try index().search(SearchRequest(try SearchQuery(query), limit: 1_000)).hits
      .map(\.document.position.rawValue).sorted()
  }

  // MARK: Events

  static func id(_ number: Int) -> EventID {
    EventID(high: UInt64(number) << 16 | 0x4000, low: 0x8000_0000_0000_0000)
  }

  /// A message of one person in a conversation.
  static func message(
    _ number: Int, _ text: String, in conversation: String = "c-1", from party: String = "p-1"
  ) -> NewEvent {
    var event = NewEvent(
      id: id(number), stream: StreamID(.conversation(conversation)), type: .messageReceived,
      body: ["mediaType": "text/plain"])
    event.actor = Actor(type: "party", id: party)
    event.channel = .email
    event.direction = .inbound
    event.personal = [PersonalPart(subject: event.defaultSubject, content: ["text": .string(text)])]
    return event
  }

  /// A later word on a message: an edit with a text, a redaction without.
  static func amend(
    _ number: Int, _ message: Int, _ text: String?, in conversation: String = "c-1"
  ) -> NewEvent {
    var event = NewEvent(
      id: id(number), stream: StreamID(.conversation(conversation)),
      type: EventType(text == nil ? "message.redacted" : "message.edited"),
      body: ["message": .string(id(message).description)])
    event.actor = Actor(type: "party", id: "p-1")
    if let text {
      event.personal = [
        PersonalPart(subject: event.defaultSubject, content: ["text": .string(text)])
      ]
    }
    return event
  }
}

extension SeededGenerator {
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}
