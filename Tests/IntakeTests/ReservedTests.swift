import InteractionModel
import Testing

@testable import Intake

@Suite("What only a log says of itself")
struct ReservedTests {
  private func rejections(_ format: any IntakeFormat, _ text: String) async throws -> [Rejection] {
    var rejections: [Rejection] = []
    let report = try await Importer(format: format, context: context).run(
      [IntakeSource(name: "test", bytes: Array(text.utf8))],
      onRejection: { rejections.append($0) }
    ) { events in
      events.map { _ in Committed(position: Position(1), isDuplicate: false) }
    }
    #expect(report.appended + report.rejected == report.read)
    return rejections
  }

  /// Every mode and shape in which an event can come.
  static func shapes(_ type: String) -> [String] {
    let data = #"{"case":"c","sealed":{"t":"secret"}}"#
    let line = CloudEventReaderTests.line(type: type, data: data)
    return [
      line, "[\(line)]", line.replacing(",", with: ",\n  "),
      CloudEventReaderTests.line(type: type, data: #"{"thing":"secret"}"#),
      CloudEventReaderTests.line(type: type, data: #""secret""#),
      CloudEventReaderTests.line(
        type: type, extra: #","partitionkey":"party-p1""#, data: #"{"party":"p1"}"#),
      line.replacing("\"data\":" + data, with: #""data_base64":"AAA=""#),
    ]
  }

  @Test(
    "is taken from no CloudEvent, whatever its shape",
    arguments: EventCatalogue.types.filter(\.isReserved).map(\.rawValue) + [
      "Log.Created", "erasure.foo", "HOLD.PLACED", "Party.Erased", "retention",
    ])
  func cloudEvents(type: String) async throws {
    for shape in Self.shapes(type) {
      let found = try await rejections(CloudEvents(), shape)
      #expect(found.count == 1, "\(shape)")
      let words = try #require(found.first).description
      #expect(words.contains("itself") && words.contains("com.example."), "\(words)")
      #expect(!words.contains("secret"))
    }
  }

  @Test("its neighbours are taken, and so are other systems' own words")
  func neighbours() async throws {
    let lines = ["note.added", "record.accessed", "com.example.hold.placed", "party.merged"].map {
      CloudEventReaderTests.line(type: $0, data: #"{"case":"c","sealed":{"t":"x"}}"#)
    }
    let found = try await rejections(CloudEvents(), lines.joined(separator: "\n"))
    #expect(found.map(\.line) == [2])
  }

  @Test(
    "nor under the name of the log's own program, in whatever form",
    arguments: ["throughline", "Throughline", "/throughline", "throughline/", "urn:throughline"])
  func source(name: String) async throws {
    let line = CloudEventReaderTests.line().replacing("\"desk\"", with: "\"\(name)\"")
    #expect(try await rejections(CloudEvents(), line).map(\.reason.isEmpty) == [false])
    let request = #"{"service_request_id":"1","status":"open"}"#
    let sourced = IntakeContext(minter: TestMinter(), sourceName: name)
    let report = try await Importer(format: Open311(), context: sourced).run(
      [IntakeSource(name: "test", bytes: Array(request.utf8))], commit: { _ in [] })
    #expect(report.rejected == 1)
  }

  private func problems(_ mapping: String) -> [MappingProblem] {
    do {
      _ = try CSVRows(options: IntakeOptions(mapping: mapping))
      return []
    } catch {
      guard case .mapping(_, let problems) = error else { return [] }
      return problems
    }
  }

  private func mapping(source: String = "desk", type: String) -> String {
    """
    source: \(source)
    row: {id: ID}
    events:
      - name: one
        type: \(type)
        stream: case
        case: ID
    """
  }

  @Test(
    "a mapping that makes it is refused as a whole, at the line",
    arguments: EventCatalogue.types.filter(\.isReserved).map(\.rawValue) + [
      "Record.Accessed", "hold.foo", "PARTY.ERASED",
    ])
  func mappingType(type: String) throws {
    let problem = try #require(problems(mapping(type: type)).first)
    #expect(problem.line == 5 && problem.message.contains("a log's own"), "\(problem)")
  }

  @Test("and so is one that takes the program's name")
  func mappingSource() throws {
    #expect(problems(mapping(type: "note.added")).isEmpty)
    for name in ["Throughline", "urn:throughline", "throughline/"] {
      let problem = try #require(problems(mapping(source: name, type: "note.added")).first)
      #expect(problem.line == 1 && problem.message.contains("what the log calls itself"))
    }
  }
}
