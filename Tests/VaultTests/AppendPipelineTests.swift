import EventLog
import InteractionModel
import Synchronization
import Testing

@testable import Vault

@Suite("A pipeline of batches into a log")
struct AppendPipelineTests {
  /// Batches that are taken one by one.
  private final class Source: Sendable {
    private let batches: Mutex<[[NewEvent]]>

    init(_ batches: [[NewEvent]]) {
      self.batches = Mutex(batches)
    }

    func next() -> [NewEvent] {
      batches.withLock { $0.isEmpty ? [] : $0.removeFirst() }
    }
  }

  private static func batches(_ count: Int, of size: Int) -> [[NewEvent]] {
    (0..<count).map { batch in
      (0..<size).map { message(["text": .string("\(batch)/\($0)")]) }
    }
  }

  @Test("Batches are committed one at a time, in the order in which they were read")
  func order() async throws {
    let fixture = try await Fixture()
    let log = fixture.log
    let batches = AppendPipelineTests.batches(40, of: 7)
    let source = Source(batches)
    var committed: [EventID] = []
    try await AppendPipeline(log).run {
      source.next()
    } commit: { batch, events in
      let placements = try await log.append(batch)
      #expect(placements.map(\.position).first == Position(Int64(committed.count + 2)))
      committed += events.map(\.id)
    }
    #expect(committed == batches.joined().map(\.id))
    #expect(fixture.store.head().position == Position(Int64(committed.count + 1)))
  }

  @Test("A source without events appends nothing")
  func empty() async throws {
    let fixture = try await Fixture()
    try await AppendPipeline(fixture.log).run {
      []
    } commit: { _, _ in
      Issue.record("nothing was to be committed")
    }
    #expect(fixture.store.head().position == Position(1))
  }

  @Test("An event that cannot become a record ends it when the batches before are committed")
  func invalid() async throws {
    let fixture = try await Fixture()
    let log = fixture.log
    var batches = AppendPipelineTests.batches(5, of: 3)
    batches[3][1].conversation = "not an id"
    let wrong = batches[3][1].id
    let source = Source(batches)
    let error = await #expect(throws: AppendError.self) {
      try await AppendPipeline(log).run {
        source.next()
      } commit: { batch, _ in
        _ = try await log.append(batch)
      }
    }
    guard case .invalid(let id, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(id == wrong && fixture.store.head().position == Position(10))
  }

  @Test("What a commit throws ends it; nothing behind that batch is committed")
  func refused() async throws {
    struct Refused: Error {}
    let fixture = try await Fixture()
    let log = fixture.log
    let source = Source(AppendPipelineTests.batches(9, of: 2))
    var commits = 0
    await #expect(throws: Refused.self) {
      try await AppendPipeline(log).run {
        source.next()
      } commit: { batch, _ in
        commits += 1
        guard commits < 3 else { throw Refused() }
        _ = try await log.append(batch)
      }
    }
    #expect(commits == 3 && fixture.store.head().position == Position(5))
  }

  @Test("Who is cancelled is told so, and nothing is under way any more")
  func cancelled() async throws {
    let fixture = try await Fixture()
    let log = fixture.log
    let source = Source(AppendPipelineTests.batches(30, of: 2))
    let task = Task {
      try await AppendPipeline(log).run {
        source.next()
      } commit: { batch, _ in
        _ = try await log.append(batch)
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    let position = fixture.store.head().position
    #expect(position > Position(1) && position < Position(61))
  }

  @Test("Key ids are unique, of 32 digits and ordered by when they were made")
  func keyIDs() {
    let ids = (0..<2_000).map { _ in KeyID.next() }
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
    let times = ids.map { $0.prefix(12) }
    #expect(times == times.sorted())
  }
}
