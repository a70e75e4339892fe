import Foundation
import InteractionModel
import StoreConformance
import Testing

@testable import Intake

/// What every format promises, whatever happens to its file or to the import.
@Suite("Every format keeps its promises")
struct PromisesTests {
  /// A format with a good file of forty rows, in one of the shapes that it reads.
  struct Sample: CustomTestStringConvertible, Sendable {
    let shape: String
    let format: any IntakeFormat
    let bytes: [UInt8]
    /// How many events a row says.
    let size: Int
    /// Whether a row begins in a line of its own, whatever those before it have lost.
    var isLines = false
    var testDescription: String { "\(type(of: format)), \(shape)" }

    var source: IntakeSource { IntakeSource(name: "sample", bytes: bytes) }

    init(
      _ shape: String, _ format: any IntakeFormat, _ text: String, size: Int, isLines: Bool = false
    ) {
      self.init(shape, format, Array(text.utf8), size: size, isLines: isLines)
    }

    init(
      _ shape: String, _ format: any IntakeFormat, _ bytes: [UInt8], size: Int,
      isLines: Bool = false
    ) {
      (self.shape, self.format, self.bytes) = (shape, format, bytes)
      (self.size, self.isLines) = (size, isLines)
    }
  }

  static let rows = 40

  private static let events = (1...rows).map { row in
    """
    {"specversion":"1.0","id":"e-\(row)","source":"bus","type":"message.received",\
    "time":"2026-03-02T09:00:00Z","data":{"conversation":"c-\(row)","body":{},\
    "sealed":{"text":"words \(row), and [more] {\\"of\\"} them"}}}
    """
  }

  private static let requests = (1...rows).map { row in
    """
    {"service_request_id":"r-\(row)","status":"open","service_code":"pot",
     "requested_datetime":"2026-03-02T09:00:00-05:00","description":"hole \(row)"}
    """
  }

  private static let table =
    "NO,WHEN,REMARK,MORE\n"
    + (1...rows).map { "\($0),2026-03-02,\"a, \"\"b\"\"\nline \($0)\",xé\n" }.joined()

  private static func csv(_ how: String = "") -> (any IntakeFormat)? {
    let mapping = """
      source: desk
      csv: {\(how)}
      row: {id: NO}
      defaults: {stream: case, case: NO}
      events:
        - {name: opened, type: case.opened, occurred: WHEN, sealed: [{rest: columns}]}
        - {name: noted, type: note.added, occurred: WHEN, sealed: {text: REMARK}}
      """
    return try? CSVRows(options: IntakeOptions(mapping: mapping))
  }

  static let samples: [Sample] = {
    func spread(_ event: String) -> String {
      event.replacing(",\"", with: ",\n  \"").replacing("}}}", with: "}\n}}")
    }
    func encoded(_ event: String) -> String {
      guard let data = event.range(of: "\"data\":") else { return event }
      let content = Data(event[data.upperBound...].dropLast().utf8).base64EncodedString()
      return "\(event[..<data.lowerBound])\"data_base64\":\"\(content)\"}"
    }
    let lines = requests.map { $0.replacing("\n", with: "") }
    let wide = table.replacing("\n", with: "\r\n").utf16.flatMap {
      [UInt8($0 & 0xFF), UInt8($0 >> 8)]
    }
    let semicolons = "sep=;\r" + table.replacing(",", with: ";").replacing("\n", with: "\r")
    var samples = [
      Sample("lines", CloudEvents(), events.joined(separator: "\n"), size: 1, isLines: true),
      Sample(
        "lines of a CRLF file, binary", CloudEvents(),
        events.map(encoded).joined(separator: "\r\n"), size: 1, isLines: true),
      Sample("an array", CloudEvents(), "[\(events.joined(separator: ","))]", size: 1),
      Sample(
        "objects spread out", CloudEvents(), events.map(spread).joined(separator: "\n"), size: 1),
      Sample("an array", Open311(), "[\(requests.joined(separator: ",\n"))]", size: 2),
      Sample("lines", Open311(), lines.joined(separator: "\n"), size: 2),
      Sample(
        "an object of the standard", Open311(),
        "{\"service_requests\":[\(requests.joined(separator: ","))]}", size: 2),
    ]
    for (shape, how, bytes) in [
      ("UTF-8", "", Array(table.utf8)), ("UTF-16 and CRLF", "", [0xFF, 0xFE] + wide),
      (
        "Windows, semicolons and CR", "encoding: latin-1",
        Array(semicolons.data(using: .windowsCP1252) ?? Data())
      ),
    ] {
      guard let format = csv(how) else { continue }
      samples.append(Sample(shape, format, bytes, size: 2, isLines: true))
    }
    return samples
  }()

  @Test("every format has a sample, all of whose rows are good")
  func whole() throws {
    let formats = Self.samples.map { type(of: $0.format).name }
    #expect(Set(formats) == Set(IntakeCatalogue.names) && formats.count == 10)
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
    let bytes = sample.bytes
    var random = SeededGenerator(seed: 7)
    for _ in 0..<120 {
      let end = Int.random(in: 0..<bytes.count, using: &random)
      guard let reading = try readable(sample.format, Array(bytes[..<end])) else { continue }
      let rows = reading.rows.map(\.events)
      // The last field of a table may be cut short where nothing shows it; then it is told.
      let same = zip(rows, whole).prefix { $0 == $1 }.count
      let isTold = reading.notes.last?.text.contains("no line end") == true
      #expect(same == rows.count || isTold && same == rows.count - 1, "cut at \(end)")
      #expect(rows.allSatisfy { $0.count == sample.size })
    }
  }

  @Test(
    "flipped bits crash nothing, and every row is taken whole or not at all", arguments: samples)
  func flipped(sample: Sample) throws {
    let bytes = sample.bytes
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
      if sample.isLines {
        #expect(reading.rows.count >= Self.rows - 12, "\(reading.rows.count) rows")
      }
    }
  }

  /// What is read of a file; nil when its header does not fit the mapping any more.
  private func readable(_ format: any IntakeFormat, _ bytes: [UInt8]) throws -> Reading? {
    do { return try Reading(format, bytes, chunkSize: 64) } catch is IntakeError { return nil }
  }
}
