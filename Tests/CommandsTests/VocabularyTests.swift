import EventLog
import Foundation
import Intake
import InteractionModel
import ProjectionEngine
import Projections
import Queries
import Testing
import Vault

@Suite("The vocabulary")
struct VocabularyTests {
  static let types = Vocabulary().groups.flatMap(\.types)
  static let sent = types.filter { !$0.isReserved }.map(\.type.rawValue)

  @Test("says of every type what it says, its fields, and how it is sent")
  func complete() throws {
    #expect(Self.types.map(\.type.rawValue).sorted() == EventCatalogue.types.map(\.rawValue))
    for type in Self.types {
      // It stands beside the longest name on a screen.
      #expect(!type.says.isEmpty && type.says.count <= 48, "\(type.type)")
      #expect(!type.sealed.isEmpty, "\(type.type)")
      for field in type.fields + type.sealed {
        #expect(!field.says.isEmpty, "\(type.type) \(field.name)")
      }
      #expect((type.example == nil) == type.isReserved, "\(type.type)")
      let body = type.example?["data"]?["body"]?.object ?? [:]
      #expect(EventCatalogue.firstViolation(in: body, of: type.type) == nil, "\(type.type)")
    }
    #expect(Vocabulary().commonFields.allSatisfy { !$0.says.isEmpty })
    let words = Set(Vocabulary().json["lists"]?.array?.compactMap { $0["name"]?.string } ?? [])
    #expect(words == Set(ClosedList.all.map(\.name)))
  }

  @Test("Every example is appended, all of it where it belongs, and nobody is warned")
  func examples() throws {
    let tool = try Tool()
    let lines = try tool.run("vocabulary", "--example", store: .nowhere).standardOutput
    let answer = try tool.json("append", "--strict", input: lines)
    #expect(answer["appended"] == .int(Int64(Self.sent.count)) && answer["warnings"] == 0)
    let projected = try tool.run("project", "--quiet")
    #expect(projected.code == 0, "\(projected.errors)")
    // Spread over lines as it is shown, it is the same event.
    let shown = try tool.run("vocabulary", "case.opened", store: .nowhere).text
    let example = shown.split(separator: "example\n").last?.split(separator: "\n\n").first
    let again = try tool.json("append", input: Array((example ?? "").utf8))
    #expect(again["duplicates"] == 1 && again["read"] == 1)
    // All attributes of the profile are read: none is set aside as another's.
    let opened = try tool.succeed("log", "--open", "--purpose", "test").text
    #expect(!opened.contains("\"attributes\"") && !opened.contains("body."))
  }

  @Test("The projections that are named take the event, and no others", arguments: sent)
  func folds(name: String) async throws {
    let type = try #require(Self.types.first { $0.type.rawValue == name })
    let event = try Self.event(type.type) { $0.occurred = Timestamp("2026-03-05T09:00:00-05:00") }
    let rows = try await Self.rows(after: event)
    // Two touches that no fold makes more of: one of the conversation, and one from outside it.
    var touches: [[String: [String]]] = []
    for neutral in [EventType.outreachOpened, .evaluationRecorded] {
      let touch = try Self.event(type.type) { event in
        event.occurred = Timestamp("2026-03-05T09:00:00-05:00")
        if ![.outreachOpened, .evaluationRecorded].contains(event.type) {
          event.type = neutral
          event.body = [:]
        }
      }
      touches.append(try await Self.rows(after: touch, insteadOf: type.type))
    }
    // The index of entities counts every record alike, which no type need say.
    for projection in ProjectionCatalogue.all.map(\.name)
    where projection != EntityIndex.projection.name {
      let isNamed = type.effects.contains { $0.projection == projection }
      let isTaken = touches.allSatisfy { $0[projection] != rows[projection] }
      #expect(isNamed == isTaken, "\(projection) and \(name)")
    }
  }

  /// What is said before: a party, a conversation of a case, what was said in it and promised.
  private static let story: [EventType] = [
    .partyIdentified, .conversationStarted, .caseOpened, .contactInitiated, .contactEnqueued,
    .messageReceived, .messageSent, .factProvided, .transferRequested, .handoffPrepared,
    .callbackPromised, .commitmentMade, .slaStarted, .responseCodified,
  ]

  private struct NoMinter: IDMinter {
    func eventID(
      source: String, externalID: String, externalVersion: String, name: String
    ) -> EventID { .random() }
    func entityID(_ kind: EntityKind, source: String, externalID: String) -> String { externalID }
  }

  private static func event(
    _ type: EventType, _ change: (inout NewEvent) -> Void = { _ in }
  ) throws -> NewEvent {
    let example = try #require(types.first { $0.type == type }?.example)
    let reader = CloudEventReader(context: IntakeContext(minter: NoMinter()))
    var event = try reader.event(from: example)
    change(&event)
    return event
  }

  /// The rows of each projection, without their positions.
  private static func rows(
    after last: NewEvent, insteadOf type: EventType? = nil
  ) async throws -> [String: [String]] {
    let type = type ?? last.type
    let store = MemoryEventStore(
      origin: "test", clock: LogClock { Instant(microseconds: 1_772_800_000_000_000) })
    let vault = try Vault.create(MemoryVaultStore(), master: .random())
    let log = try await InteractionLog.create(store: store, vault: vault)
    var events = try story.filter { $0 != type }.map { try event($0) }
    if type == .partyUnmerged { events.append(try event(.partyMerged)) }
    if type == .caseReopened { events.append(try event(.caseClosed)) }
    // What is only for whoever takes over stands in the packet of the next hand-off.
    var next = try event(.transferRequested)
    next.id = EventID(high: 0x4000, low: 0x8000_0000_0000_0001)
    next.occurred = Timestamp("2026-03-05T10:00:00-05:00")
    _ = try await log.append(events + [last, next])
    var rows: [String: [String]] = [:]
    for projection in ProjectionCatalogue.all {
      let model = MemoryReadModel(projection)
      var runner = ProjectionRunner(log: store, model: model)
      try runner.catchUp()
      rows[projection.name] = projection.tables.flatMap { table in
        model.rows(table, where: [], after: nil, limit: .max).map { "\($0.key) \($0.values)" }
      }
    }
    return rows
  }

  @Test("stands on a screen of 80 columns", arguments: [nil, "case", "governance", "messages"])
  func width(word: String?) throws {
    let tool = try Tool(initialised: false)
    let output = try tool.run(
      ["vocabulary"] + [word].compactMap(\.self), store: .nowhere, environment: ["COLUMNS": "80"])
    #expect(output.code == 0)
    for line in output.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test("An unknown type is wrong usage, and the nearest are named")
  func unknown() throws {
    let tool = try Tool(initialised: false)
    let output = try tool.run("vocabulary", "case.opend", store: .nowhere)
    #expect(output.code == 2 && output.errors.contains("“case.opened”"), "\(output.errors)")
    // It asks no store, so that naming one does no harm.
    #expect(try tool.run("vocabulary", "case", store: .before).code == 0)
  }

  @Test("What the vocabulary does not have is told on the way in, and refused when asked")
  func warnings() throws {
    let tool = try Tool()
    let lines = Array(
      """
      {"specversion":"1.0","id":"1","source":"desk","type":"case.opend","data":{"case":"C-1","body":{}}}
      {"specversion":"1.0","id":"2","source":"desk","type":"case.opened",\
      "data":{"case":"C-2","body":{"status":"opne"}}}

      """.utf8)
    let strict = try tool.run("append", "--strict", "--json", input: lines)
    #expect(strict.code == 1 && strict.errors.contains("“case.opened”"), "\(strict.errors)")
    #expect(try strict.json["appended"] == 0)
    let file = try tool.write(lines, as: "desk.jsonl")
    let output = try tool.run("import", "cloudevents", file)
    #expect(output.code == 0 && output.text.contains("2 events appended"))
    #expect(output.text.contains("Unknown words: 2"))
    #expect(
      output.errors.contains("desk.jsonl:1: there is no event type “case.opend”; the nearest"))
    #expect(output.errors.contains("desk.jsonl:2: “status” of case.opened is “opne”"))
  }

  @Test("A sealed member that is nearly a known one is told of, and refused when asked")
  func misspelt() throws {
    let tool = try Tool()
    let lines = Array(
      """
      {"specversion":"1.0","id":"1","source":"desk","type":"message.received",\
      "data":{"conversation":"t-1","sealed":{"txet":"Hello","Subject":"Fence","ref":"7"}}}
      {"specversion":"1.0","id":"2","source":"desk","type":"case.opened",\
      "data":{"case":"C-2","body":{"title":"Fence","descripton":"It leans."}}}
      {"specversion":"1.0","id":"3","source":"desk","type":"party.identified",\
      "data":{"party":"p-1","sealed":[{"content":{"valeu":"N 1","name":"Ana","note":"new"}}]}}

      """.utf8)
    let strict = try tool.run("append", "--strict", "--json", input: lines)
    #expect(strict.code == 1 && strict.errors.contains("“subject”"), "\(strict.errors)")
    #expect(try strict.json["appended"] == 0)
    let file = try tool.write(lines, as: "sealed.jsonl")
    let output = try tool.run("import", "cloudevents", file, "--json")
    #expect(output.code == 0, "\(output.errors)")
    #expect(try output.json["warnings"] == 4)
    for words in [
      "“sealed” of message.received has a member “txet”", "a member “Subject”",
      "“body” of case.opened has a member “descripton”",
      "“sealed” of party.identified has a member “valeu”", "the nearest: “value”",
    ] {
      #expect(output.errors.contains(words), "“\(words)” is not in \(output.errors)")
    }
    // What is only another's own name, or stands where it may, is no mistake.
    for word in ["“ref”", "“title”", "“note”"] {
      #expect(!output.errors.contains("member \(word)"))
    }
  }

  @Test("A member that other types have, or another place, is told of, and perhaps refused")
  func misplaced() throws {
    func line(_ type: String, _ members: String) -> String {
      """
      {"specversion":"1.0","id":"\(UUID().uuidString)","source":"desk","type":"\(type)",\
      "data":{"case":"C-3","conversation":"t-3",\(members)}}

      """
    }
    let tool = try Tool()
    let cases: [(type: String, members: String, told: String, isRefused: Bool)] = [
      ("case.closed", #""body":{"status":"closed"}"#, "case.closed has resolution, onTime", true),
      ("case.closed", #""body":{"outcome":"resolved"}"#, "has a member “outcome”", true),
      (
        "callback.completed", #""body":{"outcome":"reached"}"#, "callback.completed has callback",
        true
      ),
      ("message.sent", #""visibility":"internal""#, "write it into “body”", true),
      ("conversation.closed", #""body":{"case":"C-3"}"#, "write it into “data”", false),
      ("case.closed", #""body":{"channel":"chat"}"#, "write it into “data”", true),
      ("case.reopened", #""body":{"department":"Parks"}"#, "write it into “data”", false),
      ("case.reopened", #""body":{"onTime":"yes"}"#, "has no fields of its own", false),
    ]
    for (type, members, told, isRefused) in cases {
      let input = Array(line(type, members).utf8)
      let strict = try tool.run("append", "--strict", "--json", input: input)
      #expect((strict.code == 1) == isRefused && strict.errors.contains(told), "\(strict.errors)")
      #expect(try strict.json[isRefused ? "rejected" : "warnings"] == 1)
      let output = try tool.run("append", "--json", input: Array(line(type, members).utf8))
      #expect(output.code == 0 && output.errors.contains(told), "\(output.errors)")
      #expect(try output.json["warnings"] == 1)
    }
    // What is only a source's own name is no mistake.
    let own = line("case.closed", #""body":{"lampPost":"7"},"shelf":"B""#)
    #expect(try tool.json("append", "--strict", input: Array(own.utf8))["warnings"] == 0)
  }

  @Test("A mapping that seals by a name that is nearly a known one is told of it")
  func misspeltInMapping() throws {
    let tool = try Tool()
    let mapping = try tool.write(
      Array(
        """
        source: desk
        row: {id: ID}
        events:
          - name: opened
            type: case.opened
            stream: case
            case: ID
            sealed: {titel: TITLE, lamp: LAMP}

        """.utf8), as: "desk.yaml")
    let rows = try tool.write(Array("ID,TITLE,LAMP\nC-9,Fence,9\n".utf8), as: "desk.csv")
    let output = try tool.run("import", "csv", rows, "--mapping", mapping)
    #expect(output.code == 0, "\(output.errors)")
    #expect(
      output.errors.contains("desk.yaml:8: “sealed” of case.opened has a member “titel”"),
      "\(output.errors)")
    #expect(output.errors.contains("“title”") && !output.errors.contains("“lamp”"))
  }
}
