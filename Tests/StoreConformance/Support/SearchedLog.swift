internal import EventLog
public import InteractionModel
public import ProjectionEngine
internal import Projections
public import Search
internal import Testing
public import Vault

/// A log with its vault and the archive of its conversations, in memory, and a search index.
open class SearchedLog {
  /// The records and the vault.
  public let log: InteractionLog
  /// The archive.
  public let archive: MemoryReadModel
  /// The builds of the index.
  public let indexes: any SearchIndexStore
  /// Keeps what it remembers between catch-ups.
  private var runner: ProjectionRunner

  /// An empty log.
  /// - Parameters:
  ///   - indexes: the builds of the index.
  ///   - length: how much a conversation has before the archive keeps it in parts; nil for what is
  ///     usual.
  /// - Throws: what making the log throws.
  public init(_ indexes: any SearchIndexStore, length: Int? = nil) async throws {
    let store = MemoryEventStore(
      origin: "city-hall", clock: LogClock { Instant(microseconds: 1_772_438_400_000_000) })
    let vault = try Vault.create(MemoryVaultStore(), master: .random())
    log = try await InteractionLog.create(store: store, vault: vault)
    let archive = MemoryReadModel(
      length.map { ConversationArchive.projection(inPartsAbove: $0) }
        ?? ConversationArchive.projection)
    self.archive = archive
    runner = ProjectionRunner(log: store, model: archive)
    self.indexes = indexes
  }

  /// What keeps an index up with the archive.
  /// - Parameters:
  ///   - indexes: the builds; nil for those of the log.
  ///   - batchSize: how many records a step takes at most.
  /// - Returns: the indexer.
  public func indexer(
    _ indexes: (any SearchIndexStore)? = nil, batchSize: Int = SearchIndexer.batchSize
  ) -> SearchIndexer {
    SearchIndexer(
      log: log, archive: archive, indexes: indexes ?? self.indexes, batchSize: batchSize)
  }

  /// Appends events and brings the archive up to them; answers their positions.
  @discardableResult
  public func append(_ events: [NewEvent]) async throws -> [Position] {
    let places = try await log.append(events)
    try runner.catchUp()
    return places.map(\.position)
  }

  /// Destroys keys as an erasure does: the log says so first.
  public func erase(_ keys: [String]) async throws {
    let id = EventID.random()
    var event = NewEvent(id: id, stream: .erasures, type: .erasureRequested)
    event.body = ["erasure": .string(id.description), "subjects": .int(Int64(keys.count))]
    _ = try await log.append([event], destroying: KeyDestruction(keys))
    try log.vault.destroy(keys)
  }

  /// The ids of a party's keys.
  public func keys(of party: String) throws -> Set<String> {
    Set(try log.vault.keys(ofParty: party).map(\.keyID))
  }

  /// The index that serves.
  public func index() throws -> any SearchIndex { try #require(try indexes.serving()) }

  /// The content digest of the index that serves.
  public func digest() throws -> String { "\(try SearchContentDigest.compute(index()))" }

  /// The digest of an index that is filled at once, in memory.
  public func rebuiltDigest() throws -> String {
    let elsewhere = MemorySearchStore()
    try indexer(elsewhere).catchUp()
    return "\(try SearchContentDigest.compute(#require(try elsewhere.serving())))"
  }

  /// Everything that the index has.
  /// - Parameter index: which; nil for the one that serves.
  /// - Returns: the texts by document.
  /// - Throws: what the store throws.
  public func texts(_ index: (any SearchIndex)? = nil) throws -> [SearchDocument: String] {
    var texts: [SearchDocument: String] = [:]
    try (index ?? self.index()).forEachText { texts[$0] = $1 }
    return texts
  }

  /// What an index has that is filled at once, in memory.
  public func rebuiltTexts() throws -> [SearchDocument: String] {
    let elsewhere = MemorySearchStore()
    try indexer(elsewhere).catchUp()
    let index: any SearchIndex = try #require(try elsewhere.serving())
    return try texts(index)
  }

  /// The positions that a query finds, in order.
  public func find(_ query: String) throws -> [Int64] {
    try index().find(query, languages: Set(Stemming.allCases)).sorted()
  }

  // MARK: Events

  static func id(_ number: Int) -> EventID {
    EventID(high: UInt64(number) << 16 | 0x4000, low: 0x8000_0000_0000_0000)
  }

  /// A message of one person in a conversation.
  public static func message(
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
  public static func amend(
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
