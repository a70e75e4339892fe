import EventLog
import InteractionModel
import Projections
import Synchronization
import Testing

@testable import ProjectionEngine

@Suite("What bears on a page of a conversation")
struct BearingRecordsTests {
  private static func event(
    _ type: String, _ body: JSONObject = [:], in conversation: String = "c"
  ) -> NewEvent {
    LogFixture.event(type, "conversation-\(conversation)", body) {
      $0.conversation = conversation
    }
  }

  private static func about(_ event: NewEvent, _ type: String) -> NewEvent {
    self.event(type, ["message": .string(event.id.description)])
  }

  /// A log of one long conversation whose second message was edited, its edit redacted, and whose
  /// third was delivered twice, the second time edited.
  private struct Long {
    let log: MemoryEventStore
    let archive: MemoryReadModel
    let counted: WrappedLog
    private let taken = Counter()

    private final class Counter: Sendable {
      let records = Mutex(0)
    }

    init(_ count: Int) async throws {
      log = try await LogFixture.log()
      var events = (0..<count).map { _ in BearingRecordsTests.event("message.received") }
      events[2].body["item"] = "i-2"
      let edit = about(events[1], "message.edited")
      let copy = BearingRecordsTests.event("message.received", ["item": "i-2"])
      events += [edit, about(edit, "message.redacted"), copy, about(copy, "message.edited")]
      for start in stride(from: 0, to: events.count, by: 500) {
        try await LogFixture.append(Array(events[start..<min(start + 500, events.count)]), to: log)
      }
      archive = try MemoryReadModel(ConversationArchive.projection, of: log)
      let taken = taken
      counted = WrappedLog(log) { _, records in
        taken.records.withLock { $0 += records.count }
        return records
      }
    }

    /// What bears on the first records, and how many were read for that.
    func bearing(onFirst count: Int) throws -> (found: [Int64]?, read: Int) {
      let page = try log.records(.all, in: ReadRange(), limit: count).map { try $0.decoded() }
      taken.records.withLock { $0 = 0 }
      let found = try BearingRecords(log: counted, archive: archive).records(on: page, of: "c")
      return (found?.map(\.position.rawValue), taken.records.withLock { $0 })
    }
  }

  @Test(
    "The records that amend it are read, and no others of the conversation",
    arguments: [20, 300, 3_000])
  func page(count: Int) async throws {
    let long = try await Long(count)
    let (found, read) = try long.bearing(onFirst: 20)
    let amendments = (1...4).map { Int64(count + $0) }
    #expect(found == (1...20).map { Int64($0) } + amendments)
    #expect(read == 4)
  }

  @Test("What the archive has not come to, or passes over, bears on it too")
  func behind() async throws {
    let long = try await Long(200)
    let name = ConversationArchive.projection.name
    let message = try #require(try long.log.record(at: Position(5))?.decoded())
    try await LogFixture.append(
      [
        Self.event("message.redacted", ["message": .string(message.id.description)]),
        Self.event("message.received", in: "d"), LogFixture.quarantine(name, 204),
      ], to: long.log)
    var (found, read) = try long.bearing(onFirst: 6)
    #expect(found == [1, 2, 3, 4, 5, 6, 201, 202, 203, 204, 205] && read == 6)
    var runner = ProjectionRunner(log: long.log, model: long.archive)
    try runner.catchUp()
    (found, read) = try long.bearing(onFirst: 6)
    #expect(found == [1, 2, 3, 4, 5, 6, 201, 202, 203, 204, 205] && read == 6)
  }

  @Test("It cannot be told of what the archive does not know by number, nor far behind the log")
  func unknown() async throws {
    let long = try await Long(10)
    // Only messages and notes are kept by what the source numbers.
    try await LogFixture.append([Self.event("transcript.added", ["item": "i-9"])], to: long.log)
    #expect(try long.bearing(onFirst: 15).found == nil)
    #expect(try long.bearing(onFirst: 14).found == nil)
    var runner = ProjectionRunner(log: long.log, model: long.archive)
    try runner.catchUp()
    #expect(try long.bearing(onFirst: 15).found == nil)
    #expect(try long.bearing(onFirst: 14).found?.count == 14)
    try await LogFixture.append((0..<300).map { _ in Self.event("message.sent") }, to: long.log)
    #expect(try long.bearing(onFirst: 5).found == nil)
    let record = try #require(try long.log.record(at: Position(1))?.decoded())
    let bearing = try BearingRecords(log: long.log, archive: long.archive)
    #expect(try bearing.records(on: [record], of: "nowhere") == nil)
  }
}
