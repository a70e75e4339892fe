import Foundation
import InteractionModel
import StoreConformance
import Testing

@Suite("Interrupted imports of every format")
struct FormatInterruptionTests {
  /// A file of a format, and what an undisturbed import of it leaves.
  struct Sample: Sendable {
    let command: [String]
    /// An empty store, whose copies mint the same ids.
    let empty: Tool
    let content: [JSONValue]
    /// How long the import took, in milliseconds.
    let time: Int32

    init(_ format: String, _ text: String, mapping: String?) throws {
      empty = try Tool()
      let file = try empty.write(Array(text.utf8))
      var command = ["import", format, file, "--quiet"]
      if let mapping { command += ["--mapping", try empty.write(Array(mapping.utf8))] }
      let tool = try Tool(copying: empty)
      let taken = try ContinuousClock().measure { _ = try tool.run(command) }
      self.command = command
      time = Int32(taken / .milliseconds(1))
      content = try tool.content()
    }
  }

  static let formats = ["cloudevents", "csv", "open311"]
  private static let rows = 2_500

  private static let samples = Result {
    let events = (0..<rows).map { row in
      """
      {"specversion":"1.0","id":"e-\(row)","source":"bus","type":"note.added",\
      "time":"2026-03-02T09:00:00Z","data":{"case":"C-\(row % 700)","sealed":{"text":"note \(row)"}}}
      """
    }
    let requests = (0..<rows).map { row in
      """
      {"service_request_id":"r-\(row)","status":"\(row % 3 == 0 ? "closed" : "open")",\
      "requested_datetime":"2026-03-02T09:00:00-05:00","description":"hole \(row)"}
      """
    }
    // Several rows a case, so that what one says hangs on the rows before it.
    let table = (0..<rows).map { row in
      "\(row),C-\(row % 700),\(row % 5 == 4 ? "Closed" : "Open"),2026-03-02,\"step \(row)\"\n"
    }
    let mapping = """
      source: incidents
      row: {id: STEP, group: CASE}
      defaults: {stream: case, case: CASE, occurred: AT}
      events:
        - {name: opened, type: case.opened, when: {first: true}}
        - {name: closed, type: case.closed,
           when: [{column: STATE, equals: Closed}, {previous: STATE, not: Closed}]}
        - {name: noted, type: note.added, sealed: [{rest: columns}]}
      """
    return [
      "cloudevents": try Sample("cloudevents", "[\(events.joined(separator: ","))]", mapping: nil),
      "csv": try Sample("csv", "STEP,CASE,STATE,AT,NOTE\n" + table.joined(), mapping: mapping),
      "open311": try Sample("open311", "[\(requests.joined(separator: ","))]", mapping: nil),
    ]
  }

  @Test(
    "killed at any moment and run again, an import leaves what an undisturbed one does",
    arguments: formats, 1...(isFull ? 40 : 4))
  func killed(format: String, seed: UInt64) throws {
    let sample = try #require(try Self.samples.get()[format])
    var random = SeededGenerator(seed: seed)
    let tool = try Tool(copying: sample.empty)
    let importing = try tool.start(sample.command)
    _ = importing.hasEnded(within: .random(in: 0...sample.time, using: &random))
    importing.send(SIGKILL)
    #expect([0, 137].contains(try importing.finish().code))
    let resumed = try tool.run(sample.command)
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(try tool.content() == sample.content)
    // And once more adds nothing.
    let head = try tool.head()
    #expect(try tool.run(sample.command).code == 0)
    #expect(try tool.head() == head)
    if isFull || seed == 1 { #expect(try tool.json("verify")["ok"] == true) }
  }

  @Test("every format of the catalogue is killed")
  func every() throws {
    let errors = try Tool().run("import", "none", "-").errors
    #expect(errors.contains("use one of \(Self.formats.joined(separator: ", "))"), "\(errors)")
  }
}
