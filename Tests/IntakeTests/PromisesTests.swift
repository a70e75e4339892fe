import Foundation
import InteractionModel
import StoreConformance
import Testing

@testable import Intake

/// What every format promises, whatever happens to its file or to the import.
@Suite("Every format keeps its promises")
struct PromisesTests {
  /// A format with a good file of forty rows.
  struct Sample: CustomTestStringConvertible, Sendable {
    let format: any IntakeFormat
    let text: String
    /// How many events a row says.
    let size: Int
    var testDescription: String { "\(type(of: format))" }

    var isArray: Bool { text.hasPrefix("[") }
    var source: IntakeSource { IntakeSource(name: "sample", bytes: Array(text.utf8)) }
  }

  static let rows = 40

  static let samples: [Sample] = {
    let events = (1...rows).map { row in
      """
      {"specversion":"1.0","id":"e-\(row)","source":"bus","type":"message.received",\
      "time":"2026-03-02T09:00:00Z","data":{"conversation":"c-\(row)","body":{},\
      "sealed":{"text":"words \(row), and [more] {\\"of\\"} them"}}}
      """
    }
    let requests = (1...rows).map { row in
      """
      {"service_request_id":"r-\(row)","status":"open","service_code":"pot",
       "requested_datetime":"2026-03-02T09:00:00-05:00","description":"hole \(row)"}
      """
    }
    let table = (1...rows).map { "\($0),2026-03-02,\"a, \"\"b\"\"\nline \($0)\",x\n" }.joined()
    let mapping = """
      source: desk
      row: {id: NO}
      defaults: {stream: case, case: NO}
      events:
        - {name: opened, type: case.opened, occurred: WHEN, sealed: [{rest: columns}]}
        - {name: noted, type: note.added, occurred: WHEN, sealed: {text: REMARK}}
      """
    var samples = [
      Sample(format: CloudEvents(), text: events.joined(separator: "\n"), size: 1),
      Sample(format: CloudEvents(), text: "[\(events.joined(separator: ","))]", size: 1),
      Sample(format: Open311(), text: "[\(requests.joined(separator: ",\n"))]", size: 2),
    ]
    if let csv = try? CSVRows(options: IntakeOptions(mapping: mapping)) {
      samples.append(Sample(format: csv, text: "NO,WHEN,REMARK,MORE\n\(table)", size: 2))
    }
    return samples
  }()

  @Test("every format has a sample, all of whose rows are good")
  func whole() throws {
    let formats = Set(Self.samples.map { type(of: $0.format).name })
    #expect(formats == Set(IntakeCatalogue.names))
    for sample in Self.samples {
      let reading = try Reading(sample.format, sample.source)
      #expect(reading.rows.count == Self.rows && reading.rejections.isEmpty, "\(sample)")
      #expect(reading.rows.allSatisfy { $0.events.count == sample.size })
    }
  }

  @Test("twice adds nothing", arguments: samples)
  func twice(sample: Sample) async throws {
    let log = ImporterTests.Log()
    let importer = Importer(format: sample.format, context: context, batchSize: 7)
    let first = try await importer.run([sample.source, sample.source]) { log.append($0) }
    #expect(first.appended == Self.rows * sample.size && first.duplicates == first.appended)
    let again = try await importer.run([sample.source]) { log.append($0) }
    #expect(again.appended == 0 && again.duplicates == Self.rows * sample.size)
  }

  @Test("an import that ends anywhere is resumed by importing again", arguments: samples)
  func resumed(sample: Sample) async throws {
    struct Killed: Error {}
    let all = try Reading(sample.format, sample.source).events
    for batches in 0..<6 {
      let log = ImporterTests.Log()
      let importer = Importer(format: sample.format, context: context, batchSize: 7)
      await #expect(throws: ImportFailure.self) {
        try await importer.run([sample.source]) { events in
          if log.batches.count == batches { throw Killed() }
          return log.append(events)
        }
      }
      let report = try await importer.run([sample.source]) { log.append($0) }
      #expect(log.events == all && report.appended + report.duplicates == all.count)
    }
  }

  @Test("a file that is cut off gives whole rows, the ones that it had", arguments: samples)
  func truncated(sample: Sample) throws {
    let whole = try Reading(sample.format, sample.source).rows.map(\.events)
    let bytes = Array(sample.text.utf8)
    var random = SeededGenerator(seed: 7)
    for _ in 0..<120 {
      let end = Int.random(in: 0..<bytes.count, using: &random)
      guard let reading = try readable(sample.format, Array(bytes[..<end])) else { continue }
      let rows = reading.rows.map(\.events)
      // The last field of a table may be cut short where nobody can see it.
      let sure = sample.format is CSVRows ? max(0, rows.count - 1) : rows.count
      #expect(Array(rows.prefix(sure)) == Array(whole.prefix(sure)), "cut at \(end)")
      #expect(rows.allSatisfy { $0.count == sample.size })
    }
  }

  @Test(
    "flipped bits crash nothing, and every row is taken whole or not at all", arguments: samples)
  func flipped(sample: Sample) throws {
    let bytes = Array(sample.text.utf8)
    var random = SeededGenerator(seed: 11)
    for _ in 0..<120 {
      var flipped = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        flipped[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      guard let reading = try readable(sample.format, flipped) else { continue }
      #expect(reading.rows.allSatisfy { $0.events.count >= sample.size })
      #expect(reading.rows.count == Self.rows || !reading.rejections.isEmpty)
      // Whoever reads lines finds the next one; in an array a lost bracket can cost what follows.
      if !sample.isArray {
        #expect(reading.rows.count >= Self.rows - 12, "\(reading.rows.count) rows")
      }
    }
  }

  /// What is read of a file; nil when its header does not fit the mapping any more.
  private func readable(_ format: any IntakeFormat, _ bytes: [UInt8]) throws -> Reading? {
    do { return try Reading(format, bytes, chunkSize: 64) } catch is IntakeError { return nil }
  }
}
