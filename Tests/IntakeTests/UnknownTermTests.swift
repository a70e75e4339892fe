import InteractionModel
import Testing

@testable import Intake

@Suite("Words that the vocabulary does not have")
struct UnknownTermTests {
  private static let lines = [
    ("case.opend", "{}"), ("case.opened", #"{"status":"open"}"#),
    ("case.opened", #"{"status":"opne"}"#), ("com.example.ticket.opened", "{}"),
    ("message.sent", #"{"visibility":"pubic"}"#), ("case.opend", "{}"),
    ("conversation.closed", #"{"outcome":"resovled"}"#),
    ("transfer.requested", #"{"kind":"warm","toChannel":"fone"}"#),
  ]
  private static let text = lines.enumerated().map { number, line in
    """
    {"specversion":"1.0","id":"\(number)","source":"desk","type":"\(line.0)",\
    "data":{"conversation":"c","body":\(line.1),"sealed":{"text":"x"}}}
    """
  }.joined(separator: "\n")

  private func run(
    _ text: String, by format: any IntakeFormat = CloudEvents(), isStrict: Bool,
    isDryRun: Bool = false
  ) async throws -> (report: ImportReport, rejections: [Rejection]) {
    var rejections: [Rejection] = []
    let log = ImporterTests.Log()
    let report = try await Importer(
      format: format, context: context, batchSize: 3, isDryRun: isDryRun, isStrict: isStrict
    ).run(
      [IntakeSource(name: "desk.jsonl", bytes: Array(text.utf8))],
      onRejection: { rejections.append($0) }, commit: { log.append($0) })
    return (report, rejections)
  }

  @Test("are appended, counted, and told with their first place and the nearest words")
  func told() async throws {
    let (report, rejections) = try await run(Self.text, isStrict: false)
    #expect(report.appended == 8 && rejections.isEmpty && report.warnings.count == 7)
    let warnings = report.warnings.listed
    #expect(warnings.map(\.line) == [1, 3, 4, 5, 7, 8])
    #expect(warnings.map(\.count) == [2, 1, 1, 1, 1, 1])
    #expect(
      warnings.map(\.term.nearest.first) == [
        "case.opened", "open", nil, "public", "resolved", "voice",
      ])
    #expect(
      warnings[0].description.hasPrefix(
        "desk.jsonl:1: there is no event type “case.opend” (2 times); the nearest: “case.opened”"))
    #expect(
      warnings[3].description.hasPrefix(
        "desk.jsonl:5: “visibility” of message.sent is “pubic”, which is no visibility; the nearest"
      ))
    #expect(report.json["warnings"] == 7)
    #expect(report.json["unknownWords"]?.array?.first?["word"] == "case.opend")
    let dry = try await run(Self.text, isStrict: false, isDryRun: true)
    #expect(dry.report.warnings == report.warnings)
  }

  @Test("are rejected with the nearest words when it is to be strict, and nothing else is")
  func strict() async throws {
    let (report, rejections) = try await run(Self.text, isStrict: true)
    #expect(report.appended == 1 && report.rejected == 7 && report.warnings.count == 0)
    #expect(rejections.map(\.line) == [1, 3, 4, 5, 6, 7, 8])
    #expect(rejections[0].remedy.contains("“case.opened”"))
    #expect(rejections[2].remedy.contains("another system's own"))
    #expect(report.json["unknownWords"] == nil)
  }

  @Test(
    "of the envelope are sealed, told with the nearest, and not repeated; refused only when strict",
    arguments: [
      ("channel", "voise", "voice"), ("direction", "inbuond", "inbound"),
      ("direction", "Outbound", "outbound"), ("channel", "617-555-0123", nil),
    ] as [(String, String, String?)])
  func envelope(field: String, word: String, nearest: String?) async throws {
    let text = """
      {"specversion":"1.0","id":"1","source":"desk","type":"message.received",\
      "data":{"conversation":"c","\(field)":"\(word)","sealed":{"text":"x"}}}
      """
    let event = try #require(Reading(CloudEvents(), text).events.first)
    #expect(event.channel == nil && event.direction == nil)
    #expect(event.personal.map { $0.content[field] } == [.string(word)])
    let (report, rejections) = try await run(text, isStrict: false)
    #expect(report.appended == 1 && rejections.isEmpty && report.warnings.count == 1)
    let warning = try #require(report.warnings.listed.first)
    #expect(
      warning.term.reason
        == "“\(field)” of message.received is no \(field) and is sealed")
    #expect(!"\(warning)\(warning.json)".contains("“\(word)”"))
    if let nearest { #expect(warning.term.nearest.first == nearest) }
    #expect(!warning.description.contains("617") && report.json["unknownWords"] != nil)
    let strict = try await run(text, isStrict: true)
    #expect(strict.report.appended == 0 && strict.rejections.map(\.line) == [1])
    #expect(strict.rejections.first?.remedy.contains("the nearest: ") == true)
  }

  /// A row that says its channel or its direction by a word of its own, and one that says none.
  private static let rows: [(format: String, text: String, field: String, nearest: String?)] = [
    ("WAY", "A,WAY\n1,voise\n2,\n", "channel", "voice"),
    ("WAY", "A,WAY\n1,Pigeon post\n2,chat\n", "channel", nil),
    ("{column: WAY, table: way}", "A,WAY\n1,Emial\n2,Letter\n", "channel", "email"),
    ("{column: WAY, table: way}", "A,WAY\n1,inbuond\n2,Letter\n", "direction", "inbound"),
    ("WAY", "A,WAY\n1,Inbound\n2,outbound\n", "direction", "inbound"),
    (
      "open311",
      #"[{"service_request_id":1,"status":"open","extended_attributes":{"channel":"fon"}},"#
        + #"{"service_request_id":2,"status":"open","extended_attributes":{"channel":"Phone"}}]"#,
      "channel", nil
    ),
  ]

  @Test("of the envelope are taken and told alike by every importer", arguments: rows)
  func importers(
    row: (format: String, text: String, field: String, nearest: String?)
  ) async throws {
    let mapping = """
      source: desk
      row: {id: A}
      tables: {way: {values: {Letter: \(row.field == "channel" ? "mail" : "inbound")}}}
      events:
        - name: asked
          type: message.received
          stream: case
          case: A
          \(row.field): \(row.format)
      """
    let format: any IntakeFormat =
      row.format == "open311"
      ? Open311() : try CSVRows(options: IntakeOptions(mapping: mapping))
    let reading = try Reading(format, row.text)
    #expect(reading.rejections.isEmpty, "\(reading.rejections)")
    let told = reading.events.filter { !UnknownTerm.terms(of: $0).isEmpty }
    #expect(told.count == 1)
    let event = try #require(told.first)
    #expect(row.field == "channel" ? event.channel == nil : event.direction == nil)
    let word = event.personal.lazy.compactMap { $0.content[row.field]?.string }.first
    #expect(word.map(row.text.contains) == true)
    #expect(event.body["flags"] == [.string("sealed:\(row.field)")])
    // What may be personal stands nowhere in clear.
    #expect(!JSONValue.object(event.body).canonicalText.contains(word ?? "?"))

    let (report, rejections) = try await run(row.text, by: format, isStrict: false)
    #expect(rejections.isEmpty && report.warnings.count == 1)
    let warning = try #require(report.warnings.listed.first)
    #expect(
      warning.term.reason
        == "“\(row.field)” of message.received is no \(row.field) and is sealed")
    if let nearest = row.nearest { #expect(warning.term.nearest.first == nearest) }
    #expect(!warning.description.contains("“\(word ?? "?")”"))
    let strict = try await run(row.text, by: format, isStrict: true)
    #expect(strict.rejections.count == 1 && strict.report.warnings.count == 0)
  }

  @Test("are counted when there are many, and the first are listed")
  func many() async throws {
    let text = (0..<60).map { number in
      #"{"specversion":"1.0","id":"\#(number)","source":"desk","type":"com.example.t\#(number % 50)","#
        + #""data":{"conversation":"c","body":{}}}"#
    }.joined(separator: "\n")
    let warnings = try await run(text, isStrict: false).report.warnings
    #expect(warnings.count == 60 && warnings.listed.count == ImportWarnings.limit)
    #expect(warnings.unlisted == 30)
  }

  @Test(
    "Every list has words that are codes, of fields that are codes, and its own first is nearest")
  func lists() throws {
    for list in ClosedList.all {
      #expect(!list.fields.isEmpty)
      for field in list.fields {
        #expect(EventCatalogue.fields(of: field.type.type)?[field.name] == .code, "\(field)")
        for word in list.words {
          var event = NewEvent(
            id: EventID(high: 1, low: 2), stream: StreamID(.conversation("c")),
            type: field.type.type, body: [field.name: .string(word)])
          #expect(UnknownTerm.terms(of: event).isEmpty)
          #expect(FieldKind.code.admits(.string(word)))
          event.body = [field.name: .string("\(word)x")]
          #expect(UnknownTerm.terms(of: event).first?.nearest.first == word)
        }
      }
    }
  }

  @Test("are those of who acts, of clocks and of members, where they are nearly known ones")
  func others() async throws {
    let lines = [
      ("case.opened", #""actor":{"type":"agnet","id":"a"},"body":{}"#),
      ("case.opened", #""actor":{"type":"agent","id":"a"},"body":{}"#),
      ("sla.started", #""body":{"clock":"resoluton"}"#),
      ("sla.started", #""body":{"clock":"callback_window"}"#),
      ("case.opened", #""body":{"depatment":"Water","piority":"high","remark":"x"}"#),
      ("case.opened", #""body":{},"chanel":"chat""#),
    ]
    let text = lines.enumerated().map { number, line in
      #"{"specversion":"1.0","id":"o\#(number)","source":"desk","type":"\#(line.0)","#
        + #""data":{"case":"c",\#(line.1)}}"#
    }.joined(separator: "\n")
    let (report, _) = try await run(text, isStrict: false)
    let told = report.warnings.listed.map {
      "\($0.line) \($0.term.field ?? "") \($0.term.word) \($0.term.nearest.first ?? "")"
    }
    #expect(
      told == [
        "1 actor.type agnet agent", "3 clock resoluton resolution",
        "5 body depatment department", "5 body piority priority", "6 data chanel channel",
      ])
    let (_, rejections) = try await run(text, isStrict: true)
    #expect(rejections.map(\.line) == [1, 3, 5, 6])
  }

  @Test("are values that are none where a field is a time, a number, a truth or of a closed list")
  func values() async throws {
    let kinds: Set<FieldKind> = [.time, .integer, .decimal, .boolean]
    var looked = 0
    for type in EventCatalogue.types {
      let closed = EventCatalogue.closedFields(of: type).map(\.field)
      for (field, kind) in EventCatalogue.listedFields(of: type) {
        let text =
          #"{"specversion":"1.0","id":"v","source":"desk","type":"\#(type)","#
          + #""data":{"case":"c","body":{"\#(field)":"soon, says Mr Kestrel"}}}"#
        let (report, rejections) = try await run(text, isStrict: false)
        guard rejections.isEmpty else { continue }
        let told: [String?] = kinds.contains(kind) || closed.contains(field) ? [field] : []
        #expect(report.warnings.listed.map(\.term.field) == told, "\(type)")
        #expect(report.warnings.listed.allSatisfy { !"\($0)\($0.json)".contains("Kestrel") })
        let (_, strict) = try await run(text, isStrict: true)
        #expect(strict.map(\.line) == told.map { _ in 1 }, "\(type) \(field)")
        looked += told.count
      }
    }
    #expect(looked > 40)
    // A mapping flags what it seals so.
    let event = NewEvent(
      id: EventID(high: 1, low: 2), stream: StreamID(.case("c")), type: .caseOpened,
      body: ["flags": ["sealed:due", "sealed:zip"]])
    #expect(
      UnknownTerm.terms(of: event).map(\.reason) == [
        "“due” of case.opened is no time and is sealed"
      ])
  }
}
