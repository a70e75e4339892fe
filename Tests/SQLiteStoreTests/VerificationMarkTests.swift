import EventLog
import InteractionModel
import Merkle
import StoreConformance
import Synchronization
import Testing

@testable import SQLiteStore

@Suite("A look at a log that goes on where another was interrupted", .guardedAgainstHanging)
struct VerificationMarkTests {
  /// A log that has something in every table, and enough records for several marks.
  private static let whole = Task { try await TamperedLog.make(more: LineBatch.limit + 600) }

  /// A copy of it.
  private func log() async throws -> TestDirectory {
    try TestDirectory(copying: await VerificationMarkTests.whole.value.path)
  }

  /// Verifies a log; answers also each mark that was kept on the way.
  private func verify(
    _ directory: TestDirectory, from mark: VerificationMark? = nil,
    against outside: Checkpoint? = nil, interruptedAfter last: Int64 = .max
  ) throws -> (found: LogFindings, marks: [VerificationMark]) {
    let kept = Mutex<[VerificationMark]>([])
    let marks = VerificationMarks(
      from: mark, every: .zero, now: { Instant(microseconds: 17) },
      keep: { mark in kept.withLock { $0.append(mark) } })
    let found = try SQLiteEventStore.verify(
      directory: directory.path, against: outside, marks: marks, limit: 9
    ) { $0.rawValue < last }
    return (found, kept.withLock(\.self))
  }

  @Test("finds the same root from every mark on, also as the mark is kept in a file")
  func same() async throws {
    let directory = try await log()
    let (whole, marks) = try verify(directory)
    #expect(whole.problems == [] && whole.resumed == nil)
    #expect(marks.count >= 2)
    for mark in marks {
      #expect(VerificationMark(mark.bytes) == mark)
      let (found, later) = try verify(directory, from: mark)
      #expect(found.problems == [], "from \(mark.size)")
      #expect(found.resumed == mark && found.size == whole.size && found.root == whole.root)
      #expect(later.allSatisfy { $0.size >= mark.size && $0.size <= whole.size })
    }
  }

  @Test("looks at what was appended since, and is interrupted and goes on again and again")
  func grown() async throws {
    let directory = try await log()
    var mark: VerificationMark?
    var places: [Int64] = []
    while places.count < 9 {
      let next = Int64(LineBatch.limit + 1) + (mark?.size ?? 0)
      let (found, marks) = try verify(directory, from: mark, interruptedAfter: next)
      #expect(found.problems == [])
      guard found.root == nil else { break }
      mark = marks.last
      places.append(mark?.size ?? 0)
      let store = try PlainLog.open(directory.path)
      var maker = EventMaker(seed: UInt64(places.count))
      try await store.append(plain: maker.events(20))
      try store.close()
    }
    #expect(places == [Int64(LineBatch.limit)])
    let whole = try verify(directory).found
    #expect(try verify(directory, from: mark).found.root == whole.root)
  }

  @Test(
    "finds what was altered behind the mark, and in an index wherever it is of",
    arguments: [
      "UPDATE record SET recorded = recorded + 1 WHERE position = (SELECT max(position) FROM record)",
      "DELETE FROM record WHERE position = (SELECT max(position) FROM record)",
      "DELETE FROM record WHERE position = (SELECT max(position) FROM record) - 9",
      "UPDATE entity SET name = 'case:0' WHERE number = 3",
      "DELETE FROM key_old WHERE rowid IN (SELECT rowid FROM key_old LIMIT 1)",
      "DELETE FROM posting WHERE entity = 2", "DELETE FROM attachment", "DELETE FROM reading",
      "DELETE FROM amendment WHERE position = (SELECT max(position) FROM amendment)",
      "DELETE FROM destroyed_key WHERE key = (SELECT max(key) FROM destroyed_key)",
      "UPDATE log_meta SET value = 'other.example/log' WHERE name = 'origin'",
    ])
  func alteredBehind(sql: String) async throws {
    let directory = try await log()
    let (whole, marks) = try verify(directory)
    let mark = try #require(marks.last { $0.size < whole.size - 9 })
    try RawConnection("\(directory.path)/log.db").withoutTriggers { try $0.rows(sql) }
    let found = try verify(directory, from: mark).found
    #expect(found.problems != [] && found.resumed == mark)
  }

  @Test(
    "begins with the first record when what was signed or the tree are no longer what they were",
    arguments: [
      "UPDATE tile SET hashes = randomblob(8192) WHERE level = 0 AND number = 0",
      "UPDATE tile SET root = randomblob(32) WHERE level = 0 AND number = 1",
      "UPDATE checkpoint SET note = CAST(note || ' ' AS BLOB) WHERE size = (SELECT min(size) FROM checkpoint)",
      "DELETE FROM cosignature",
    ])
  func alteredBefore(sql: String) async throws {
    let directory = try await log()
    let mark = try #require(try verify(directory).marks.last)
    try RawConnection("\(directory.path)/log.db").withoutTriggers { try $0.rows(sql) }
    let found = try verify(directory, from: mark).found
    #expect(found.resumed == nil)
    // A log may lack what a witness said; nothing else.
    #expect((found.problems == []) == sql.hasSuffix("cosignature"))
  }

  @Test("begins with the first record of another log, of a shorter one, and for another checkpoint")
  func others() async throws {
    let directory = try await log()
    let (whole, marks) = try verify(directory)
    let mark = try #require(marks.first)
    let short = try await TamperedLog.make(more: 300)
    let (other, _) = try verify(short, from: mark)
    #expect(other.resumed == nil && other.problems == [])
    let root = try #require(whole.root)
    let past = try Checkpoint(origin: PlainLog.origin, size: UInt64(mark.size) - 1, root: root)
    let denied = try verify(directory, from: mark, against: past).found
    #expect(denied.resumed == nil && denied.problems != [])
    let head = try Checkpoint(origin: PlainLog.origin, size: UInt64(whole.size), root: root)
    let later = try verify(directory, from: mark, against: head).found
    #expect(later.resumed == mark && later.problems == [])
    let last = try #require(try verify(directory, against: head).marks.last)
    #expect(try verify(directory, from: last, against: head).found.resumed == last)
  }

  @Test("notes nothing once something was found")
  func nothing() async throws {
    let directory = try await log()
    try RawConnection("\(directory.path)/log.db").withoutTriggers {
      try $0.rows("UPDATE record SET recorded = recorded - 1 WHERE position = 5")
    }
    let (found, marks) = try verify(directory)
    #expect(found.problems != [] && marks == [])
  }

  @Test(
    "takes for a mark only what is one",
    arguments: [
      "", "{}", "[]", #"{"format":"throughline/verification@v1"}"#,
      #"{"format":"throughline/question@v1","made":"2026-03-02T09:00:00Z","root":"AAAA","size":1,"state":{}}"#,
    ])
  func others(text: String) {
    #expect(VerificationMark(Array(text.utf8)) == nil)
  }
}
