import EventLog
import InteractionModel
import Projections
import Testing
import Vault

@testable import ProjectionEngine
@testable import Search

@Suite("What an event costs the search index does not grow with its conversation")
struct LongSearchTests {
  /// An archive of one long conversation, an index that has taken it, and the log.
  private struct Long {
    let log: InteractionLog
    let archive: CountedReadModel
    let index = CountedSearchIndex()
    /// Those of the first ten messages, then of the last one.
    let said: [EventID]

    init(_ count: Int) async throws {
      let store = MemoryEventStore(clock: LogClock { LogFixture.start })
      log = try await InteractionLog.create(
        store: store, vault: try Vault.create(MemoryVaultStore(), master: .random()))
      archive = CountedReadModel(MemoryReadModel(ConversationArchive.projection))
      let messages = (0..<count).map { Self.message("word \($0)") }
      said = messages.prefix(10).map(\.id) + messages.suffix(1).map(\.id)
      for start in stride(from: 0, to: count, by: 500) {
        _ = try await log.append(Array(messages[start..<min(start + 500, count)]))
      }
      try catchUp()
    }

    static func message(
      _ text: String, id: EventID = .random(), _ body: JSONObject = [:]
    ) -> NewEvent {
      var event = NewEvent(
        id: id, stream: StreamID(.conversation("c")), type: .messageReceived, body: body)
      event.channel = .chat
      event.actor = Actor(type: "party", id: "p-1")
      event.personal = [
        PersonalPart(subject: event.defaultSubject, content: ["text": .string(text)])
      ]
      return event
    }

    static func about(_ id: EventID, _ type: String, _ text: String? = nil) -> NewEvent {
      var event = message(text ?? "", ["message": .string(id.description)])
      event.type = EventType(type)
      if text == nil { event.personal = [] }
      return event
    }

    /// Has the archive take what there is, and the index behind it.
    /// - Returns: what the index and its archive gave and took for that.
    @discardableResult
    func catchUp() throws -> (rows: Int, index: CountedSearchIndex.Count) {
      var runner = ProjectionRunner(log: log.store, model: archive)
      try runner.catchUp()
      _ = archive.takeCount()
      try SearchIndexer(log: log, archive: archive, indexes: index).catchUp()
      return (archive.takeCount().rowsRead, index.takeCount())
    }

    func append(
      _ events: NewEvent...
    ) async throws -> (rows: Int, index: CountedSearchIndex.Count) {
      _ = try await log.append(events)
      return try catchUp()
    }

    /// Whether the index has what one has that is filled at once.
    var isAsRebuilt: Bool {
      get throws {
        let again = CountedSearchIndex()
        try SearchIndexer(log: log, archive: archive, indexes: again).catchUp()
        func texts(_ index: CountedSearchIndex) throws -> [SearchDocument: String] {
          var texts: [SearchDocument: String] = [:]
          try index.forEachText { texts[$0] = $1 }
          return texts
        }
        return try texts(index) == texts(again)
      }
    }
  }

  @Test(
    "One more message, an edit, a redaction, a receipt, a copy: the rows and documents they change",
    arguments: [300, 3_000])
  func cost(count: Int) async throws {
    let long = try await Long(count)
    let (first, late) = (long.said[0], EventID.random())
    var cost = try await long.append(Long.message("one more"))
    #expect(cost.rows == 1 && cost.index == .init(read: 0, places: 1, written: 1))
    cost = try await long.append(Long.about(first, "message.edited", "better"))
    // The message and the edit, which might have stood for it.
    #expect(cost.rows == 1 && cost.index == .init(read: 1, places: 2, written: 1))
    cost = try await long.append(Long.about(first, "message.delivered"))
    #expect(cost.rows == 1 && cost.index == .init(read: 1, places: 2))
    cost = try await long.append(Long.about(first, "message.redacted"))
    #expect(cost.rows == 1 && cost.index == .init(read: 1, places: 2, removed: 1))
    // An edit that comes before its message, another one, and the message.
    cost = try await long.append(Long.about(late, "message.edited", "early"))
    #expect(cost.rows == 1 && cost.index.written == 1)
    cost = try await long.append(Long.about(late, "message.edited", "not so early"))
    #expect(cost.rows == 1 && cost.index == .init(read: 1, places: 2, written: 1))
    cost = try await long.append(Long.message("late", id: late))
    #expect(cost.rows == 1 && cost.index == .init(read: 1, places: 3, written: 1, removed: 1))
    // Two deliveries of one item: the second makes the first one show who may see both.
    cost = try await long.append(Long.message("twice", ["item": "i"]))
    #expect(cost.rows == 1 && cost.index.written == 1)
    cost = try await long.append(
      Long.message("twice", ["item": "i", "visibility": "internal"]))
    #expect(cost.rows == 2 && cost.index == .init(read: 1, places: 2, written: 1))
    #expect(long.index.documents.last?.visibility == "internal")
    #expect(try long.isAsRebuilt)
  }

  @Test("An edit that stood for its message is gone when a redaction takes its place")
  func displaced() async throws {
    let long = try await Long(200)
    let never = EventID.random()
    _ = try await long.append(Long.about(never, "message.edited", "stands alone"))
    #expect(long.index.count() == 201)
    var redaction = Long.about(never, "message.redacted")
    redaction.occurred = Timestamp(LogFixture.start.advanced(bySeconds: -3_600))
    let cost = try await long.append(redaction)
    #expect(cost.rows == 1 && cost.index == .init(read: 1, places: 2, removed: 1))
    #expect(try long.index.count() == 200 && long.isAsRebuilt)
  }

  @Test("A quarantine and a refreshed conversation are looked at as a whole")
  func whole() async throws {
    let long = try await Long(200)
    let name = ConversationArchive.projection.name
    _ = try await long.append(Long.about(long.said[1], "message.edited", "to be passed over"))
    let edit = try long.log.store.head().position
    // What the archive passes over goes without a row that says so.
    var cost = try await long.append(
      LogFixture.quarantine(name, 7), LogFixture.quarantine(name, edit.rawValue))
    #expect(cost.rows == 199 && cost.index.read == 200)
    #expect(cost.index.removed == 1 && cost.index.written == 1)
    #expect(try long.isAsRebuilt)
    long.index.refresh(["c"])
    cost = try long.catchUp()
    #expect(cost.rows == 199 && cost.index == .init(read: 199))
    #expect(long.index.state().pending.isEmpty)
    // A quarantine behind other records of its conversation, which come first.
    _ = try await long.log.append([
      Long.message("before it"), LogFixture.quarantine(name, 9), Long.message("behind it"),
    ])
    cost = try long.catchUp()
    #expect(cost.rows == 200 && cost.index.removed == 1 && cost.index.written == 2)
    #expect(try long.isAsRebuilt)
  }
}
