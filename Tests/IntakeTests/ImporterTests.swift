import Foundation
import InteractionModel
import Synchronization
import Testing

@testable import Intake

@Suite("Importing")
struct ImporterTests {
  /// A log in memory that knows duplicates.
  final class Log: Sendable {
    struct State {
      var events: [NewEvent] = []
      var positions: [EventID: Int64] = [:]
      var batches: [Int] = []
    }

    let state = Mutex(State())
    var events: [NewEvent] { state.withLock { $0.events } }
    var batches: [Int] { state.withLock { $0.batches } }

    func append(_ events: [NewEvent]) -> [Committed] {
      state.withLock { state in
        state.batches.append(events.count)
        return events.map { event in
          if let known = state.positions[event.id] {
            return Committed(position: Position(known), isDuplicate: true)
          }
          state.events.append(event)
          state.positions[event.id] = Int64(state.events.count)
          return Committed(position: Position(Int64(state.events.count)), isDuplicate: false)
        }
      }
    }
  }

  /// What cancels a task, for the task itself.
  final class Cancel: Sendable {
    let action = Mutex<(@Sendable () -> Void)?>(nil)
  }

  /// Rows `1…n` of two events each; `x` rows are malformed.
  static func file(_ count: Int, bad: Set<Int> = []) -> IntakeSource {
    var text = "ID,WHEN\n"
    for row in 1...count { text += "\(row),\(bad.contains(row) ? "x" : "2015-04-13")\n" }
    return IntakeSource(name: "rows.csv", bytes: Array(text.utf8))
  }

  static func importer(batchSize: Int = 1000, isDryRun: Bool = false) throws -> Importer {
    let mapping = """
      source: t
      time: {zone: UTC}
      row: {id: ID}
      events:
        - {name: opened, type: case.opened, stream: case, case: ID, occurred: WHEN}
        - {name: note, type: note.added, stream: case, case: ID, sealed: {when: WHEN}}
      """
    return Importer(
      format: try CSVRows(options: IntakeOptions(mapping: mapping)), context: context,
      batchSize: batchSize, isDryRun: isDryRun)
  }

  @Test("counts add up, and importing twice adds nothing")
  func twice() async throws {
    let log = Log()
    var rejections: [Rejection] = []
    let source = Self.file(25, bad: [3, 20])
    let first = try await Self.importer(batchSize: 7).run(
      [source], onRejection: { rejections.append($0) }, commit: { log.append($0) })
    #expect(first.read == 25 && first.rejected == 2 && first.appended == 46)
    #expect(first.firstPosition == Position(1) && first.lastPosition == Position(46))
    #expect(rejections.map(\.line) == [4, 21])
    let again = try await Self.importer().run([source], commit: { log.append($0) })
    #expect(again.appended == 0 && again.duplicates == 46 && again.firstPosition == nil)
    #expect(
      String(decoding: again.json.canonicalBytes, as: UTF8.self)
        == #"{"appended":0,"duplicates":46,"firstPosition":null,"lastPosition":null,"#
        + #""read":25,"rejected":2,"warnings":0}"#)
  }

  @Test("a row is never split across batches")
  func batches() async throws {
    let log = Log()
    _ = try await Self.importer(batchSize: 3).run([Self.file(5)], commit: { log.append($0) })
    #expect(log.batches == [2, 2, 2, 2, 2])
    let tiny = Log()
    _ = try await Self.importer(batchSize: 1).run([Self.file(2)], commit: { tiny.append($0) })
    #expect(tiny.batches == [2, 2])
  }

  @Test("long texts make a batch full before its events do")
  func longTexts() async throws {
    let text = String(repeating: "x", count: 10_000_000)
    let line = CloudEventReaderTests.line(
      data: "{\"conversation\":\"c\",\"sealed\":{\"text\":\"\(text)\"}}")
    let bytes = Array(Array(repeating: line, count: 5).joined(separator: "\n").utf8)
    let log = Log()
    let report = try await Importer(format: CloudEvents(), context: context).run(
      [IntakeSource(name: "long", bytes: bytes)], commit: { log.append($0) })
    #expect(log.batches == [2, 2, 1])
    #expect(report.appended == 1 && report.duplicates == 4)
  }

  @Test("a row whose event is refused is rejected whole, and the rest is committed")
  func refused() async throws {
    let log = Log()
    var rejections: [Rejection] = []
    let report = try await Self.importer().run(
      [Self.file(10)], onRejection: { rejections.append($0) }
    ) { events in
      for (index, event) in events.enumerated()
      where event.type == .noteAdded && ["4", "9"].contains(event.case) {
        throw EventRejected(index: index, reason: "id reused", remedy: "use another")
      }
      return log.append(events)
    }
    #expect(report.appended == 16 && report.rejected == 2 && report.read == 10)
    #expect(rejections.map(\.line) == [5, 10])
    #expect(!log.events.contains { ["4", "9"].contains($0.case) })
  }

  @Test("a dry run rejects what its commits refuse, and counts what they would append")
  func dryRun() async throws {
    let log = Log()
    _ = try await Self.importer().run([Self.file(2)], commit: { log.append($0) })
    var rejections: [Rejection] = []
    let report = try await Self.importer(isDryRun: true).run(
      [Self.file(9, bad: [3])], onRejection: { rejections.append($0) }
    ) { events in
      if let index = events.firstIndex(where: { $0.case == "7" }) {
        throw EventRejected(index: index, reason: "id reused", remedy: "use another")
      }
      return events.map { event in
        Committed(
          position: Position(99), isDuplicate: log.events.contains { $0.id == event.id })
      }
    }
    #expect(report.read == 9 && report.rejected == 2 && rejections.map(\.line) == [4, 8])
    #expect(report.appended == 0 && report.firstPosition == nil && report.duplicates == 4)
    #expect(report.json["wouldAppend"] == 10)
    #expect(log.events.count == 4)
  }

  @Test("a failing commit ends the import, and says what was done before")
  func failure() async throws {
    struct Full: Error {}
    let log = Log()
    let failure = await #expect(throws: ImportFailure.self) {
      try await Self.importer(batchSize: 4).run([Self.file(100)]) { events in
        if log.events.count >= 8 { throw Full() }
        return log.append(events)
      }
    }
    #expect(failure?.report.appended == 8)
    #expect(failure?.error is Full)
    // Running it again resumes.
    let report = try await Self.importer().run([Self.file(100)], commit: { log.append($0) })
    #expect(report.duplicates == 8 && report.appended == 192)
  }

  @Test("a cancelled import ends behind the batch in flight, and running it again resumes")
  func cancelled() async throws {
    let log = Log()
    let importer = try Self.importer(batchSize: 4)
    let (start, starter) = AsyncStream<Void>.makeStream()
    let cancel = Cancel()
    let task = Task {
      for await _ in start { break }
      return try await importer.run([Self.file(5000)]) { events in
        let answer = log.append(events)
        // The third commit cancels its own import while it is in flight.
        if log.events.count == 12 { cancel.action.withLock { $0?() } }
        return answer
      }
    }
    cancel.action.withLock { $0 = { task.cancel() } }
    starter.yield()
    let report = try await task.value
    #expect(report.isInterrupted && report.json["interrupted"] == true)
    #expect(report.appended == 12 && log.events.count == 12)
    let again = try await importer.run([Self.file(5000)], commit: { log.append($0) })
    #expect(again.duplicates == 12 && again.appended == 9_988)
    let undisturbed = try Reading(Self.format(), Self.file(5000)).events
    #expect(log.events == undisturbed)
  }

  private static func format() throws -> CSVRows {
    try CSVRows(
      options: IntakeOptions(
        mapping: """
          source: t
          time: {zone: UTC}
          row: {id: ID}
          events:
            - {name: opened, type: case.opened, stream: case, case: ID, occurred: WHEN}
            - {name: note, type: note.added, stream: case, case: ID, sealed: {when: WHEN}}
          """))
  }

  @Test("an import that is cancelled before it begins commits nothing more than a batch")
  func cancelledAtOnce() async throws {
    let log = Log()
    let importer = try Self.importer(batchSize: 4)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await importer.run([Self.file(5000)], commit: { log.append($0) })
    }
    let report = try await task.value
    #expect(report.isInterrupted && log.events.count <= 4)
  }

  @Test("files are checked before anything is imported")
  func missingFile() async throws {
    let log = Log()
    let failure = await #expect(throws: ImportFailure.self) {
      try await Self.importer().run(
        [Self.file(5), IntakeSource(path: "/nowhere/at/all.csv")], commit: { log.append($0) })
    }
    #expect(log.events.isEmpty)
    guard case .unreadable(let file, _)? = failure?.error as? IntakeError else {
      Issue.record("another cause")
      return
    }
    #expect(file == "/nowhere/at/all.csv")
  }

  @Test("rejected rows are told as they come, each with its place and a remedy")
  func rejections() async throws {
    var told: [Rejection] = []
    _ = try await Self.importer().run(
      [Self.file(5, bad: [2, 4])], onRejection: { told.append($0) }, commit: { _ in [] })
    #expect(told.map(\.line) == [3, 5])
    #expect(told.allSatisfy { $0.file == "rows.csv" && !$0.remedy.isEmpty })
  }

  @Test("formats are found by name, and an unknown one is answered with the known ones")
  func catalogue() throws {
    #expect(IntakeCatalogue.names == ["cloudevents", "csv", "open311"])
    _ = try IntakeCatalogue.format(named: "open311")
    #expect(throws: IntakeError.unknownFormat(name: "x", known: IntakeCatalogue.names)) {
      try IntakeCatalogue.format(named: "x")
    }
  }

  @Test("a row whose id another row has names that row, and the mapping's event")
  func collisions() async throws {
    let log = Log()
    var rejections: [Rejection] = []
    let text = "ID,WHEN\n1,2015-04-13\n2,2015-04-13\n1,2015-04-14\n"
    let source = IntakeSource(name: "rows.csv", bytes: Array(text.utf8))
    for batchSize in [2, 1000] {
      _ = try await Self.importer(batchSize: batchSize).run(
        [source], onRejection: { rejections.append($0) }
      ) { events in
        let known = log.events + events
        for (index, event) in events.enumerated()
        where known.contains(where: { $0.id == event.id && $0 != event }) && event.id == known[0].id
          && event != known[0]
        {
          throw EventRejected(
            index: index, reason: "the id is in use", remedy: "use another", isCollision: true)
        }
        return log.append(events)
      }
    }
    #expect(rejections.map(\.line) == [4, 4])
    #expect(rejections.map(\.event) == ["opened", "opened"])
    for rejection in rejections {
      #expect(rejection.reason == "the id is in use; the row at rows.csv:2 has the same id")
    }
  }

  @Test("notes and what was kept aside are counted, and are in the report")
  func notes() async throws {
    let text = "ID,WHEN,,\n" + (1...3).map { "\($0),2015-04-13,a,b\n" }.joined()
    let source = IntakeSource(name: "rows.csv", bytes: Array(text.utf8))
    let report = try await Self.importer().run([source]) { Log().append($0) }
    #expect(report.notes.count == 2 && report.notes.listed.first?.line == 1)
    #expect(report.json["notes"]?.array?.count == 2 && report.json["keptAside"] == nil)
    let line = RedeliveryTests.line("\"data\":\"words\"")
    let aside = try await Importer(format: CloudEvents(), context: context).run(
      [IntakeSource(name: "events", bytes: Array("\(line)\n\(line)".utf8))]
    ) { Log().append($0) }
    #expect(aside.keptAside == 2 && aside.json["keptAside"] == 2)
  }

  @Test("a file without a row is told, and one with a bad row is not empty")
  func noRows() async throws {
    func notes(_ format: any IntakeFormat, _ text: String) async throws -> [String] {
      let source = IntakeSource(name: "rows.csv", bytes: Array(text.utf8))
      let report = try await Importer(format: format, context: context).run([source]) {
        Log().append($0)
      }
      return report.notes.listed.map(\.description).filter { $0.contains("no rows") }
    }
    let csv = try CSVRows(options: IntakeOptions(mapping: NothingLostTests.mapping()))
    for text in ["", "NO,A\n", "NO,A", "NO,A\n\n"] {
      #expect(try await notes(csv, text).map { $0.hasPrefix("rows.csv: ") } == [true], "\(text)")
    }
    for text in ["", "\n", "[]"] {
      #expect(try await notes(CloudEvents(), text).count == 1)
      #expect(try await notes(Open311(), text).count == 1)
    }
    #expect(try await notes(csv, "NO,A\n7\n").isEmpty)
    #expect(try await notes(CloudEvents(), "{").isEmpty)
  }
}
