import InteractionModel
import Testing

@testable import Intake

@Suite("Reading CloudEvents")
struct CloudEventReaderTests {
  static let id = "0190a6b2-7d3c-4e51-9d0a-3b1a5c2f4e60"

  static func line(
    type: String = "message.received", extra: String = "",
    data: String =
      #"{"conversation":"c-1","channel":"chat","body":{"mediaType":"text/plain"}}"#
  ) -> String {
    """
    {"specversion":"1.0","id":"\(id)","source":"desk","type":"\(type)"\
    ,"time":"2015-04-13T10:05:00.5-04:00"\(extra),"data":\(data)}
    """
  }

  @Test("every attribute of the profile lands in its place")
  func profile() throws {
    let text = CloudEventReaderTests.line(
      extra: #","correlationid":"k1","causationid":"\#(Self.id)","dataschema":"urn:x/3""#,
      data: #"""
        {"conversation":"c-1","case":"A7","party":"p1","channel":"chat","direction":"inbound",
        "department":"Public Works","actor":{"type":"party","id":"p1"},
        "body":{"mediaType":"text/plain"},"sealed":{"text":"hello"}}
        """#.replacing("\n", with: ""))
    let event = try #require(Reading(CloudEvents(), text).events.first)
    #expect(event.id.description == Self.id)
    #expect(event.stream.rawValue == "conversation-c-1")
    #expect(event.occurred?.text == "2015-04-13T10:05:00.5-04:00")
    #expect(event.schema == 3)
    #expect(event.case == "A7" && event.party == "p1" && event.conversation == "c-1")
    #expect(event.channel == .chat && event.direction == .inbound)
    #expect(event.department == "Public Works" && event.source == "desk")
    #expect(event.actor == Actor(type: "party", id: "p1"))
    #expect(event.correlation == "k1" && event.causation?.description == Self.id)
    #expect(event.body == ["mediaType": "text/plain"])
    #expect(
      event.personal == [PersonalPart(subject: event.defaultSubject, content: ["text": "hello"])])
  }

  @Test("an id that is no UUID gives the same id every time and is kept sealed")
  func foreignID() throws {
    let text = CloudEventReaderTests.line().replacing(Self.id, with: "SM123")
    let first = try #require(Reading(CloudEvents(), text).events.first)
    let second = try #require(Reading(CloudEvents(), text).events.first)
    #expect(first == second)
    #expect(
      first.id
        == TestMinter().eventID(
          source: "desk", externalID: "SM123", externalVersion: "", name: ""))
    #expect(first.personal.first?.content["externalID"] == "SM123")
  }

  @Test("what the catalogue does not list is sealed, and nothing is lost")
  func unknownFields() throws {
    let text = CloudEventReaderTests.line(
      extra: #","region":"north""#,
      data: #"{"conversation":"c","body":{"mood":"angry","mediaType":"a/b","text":"x"},"#
        + #""sealed":{"text":"y"},"score":1.50}"#)
    let event = try #require(Reading(CloudEvents(), text).events.first)
    #expect(event.body == ["mediaType": "a/b"])
    let content = try #require(event.personal.first?.content)
    #expect(event.personal.count == 1)
    #expect(content["mood"] == "angry" && content["text"] == "y" && content["body.text"] == "x")
    #expect(content["score"] == "1.50")
    #expect(content["attributes"] == ["region": "north"])
  }

  @Test(
    "a source that is somebody's address is sealed but for its scheme",
    arguments: [
      ("tel:+16175550123", "tel"), ("MAILTO:jane@example.org", "mailto"),
      ("https://jane@example.org/x", "https"), ("jane@example.org", nil),
    ] as [(String, String?)])
  func personalSource(source: String, clear: String?) throws {
    let text = CloudEventReaderTests.line().replacing("\"desk\"", with: "\"\(source)\"")
    let event = try #require(Reading(CloudEvents(), text).events.first)
    #expect(event.source == clear)
    #expect(event.personal.map(\.content) == [["source": .string(source)]])
    #expect(try Reading(CloudEvents(), CloudEventWriter().line(event)).events == [event])
    // Nor does it stand in clear when the event is not of the profile's shape.
    let foreign = text.replacing("message.received", with: "com.example.sent")
      .replacing("\"conversation\"", with: "\"thread\"")
    let whole = try #require(Reading(CloudEvents(), foreign).events.first)
    #expect(whole.source == clear)
    #expect(whole.personal.first?.content["cloudevent"]?["source"] == .string(source))
    #expect(try Reading(CloudEvents(), CloudEventWriter().line(whole)).events == [whole])
  }

  @Test(
    "a correlation that is no id or looks like a telephone number is sealed",
    arguments: ["617-555-0123", "+16175550123", "jane@example.org", "two words"])
  func personalCorrelation(correlation: String) throws {
    let text = CloudEventReaderTests.line(extra: #","correlationid":"\#(correlation)""#)
    let event = try #require(Reading(CloudEvents(), text).events.first)
    #expect(event.correlation == nil)
    #expect(event.personal.map(\.content) == [["correlationid": .string(correlation)]])
    #expect(try Reading(CloudEvents(), CloudEventWriter().line(event)).events == [event])
  }

  @Test("a department that is no name, and free text in a code, are sealed")
  func sealedTexts() throws {
    let text = CloudEventReaderTests.line(
      type: "note.added",
      data:
        #"{"conversation":"c","department":"jane@example.org","body":{"kind":"Jane lives here"}}"#
    )
    let event = try #require(Reading(CloudEvents(), text).events.first)
    #expect(event.department == nil && event.body.isEmpty)
    #expect(
      event.personal.first?.content
        == ["department": "jane@example.org", "kind": "Jane lives here"])
  }

  @Test("several people get a part each")
  func severalSubjects() throws {
    let text = CloudEventReaderTests.line(
      data: #"{"conversation":"c","sealed":[{"participant":"agent:a1","content":{"name":"A"}},"#
        + #"{"participant":"party:p1","party":"p1","content":{"name":"P"}}]}"#)
    let event = try #require(Reading(CloudEvents(), text).events.first)
    #expect(event.personal.map(\.subject.participant) == ["agent:a1", "party:p1"])
    #expect(event.personal.map(\.subject.scope) == [.conversation("c"), .conversation("c")])
    #expect(event.personal[1].subject.party == "p1")
  }

  @Test(
    "an event of another shape is sealed whole under its own type",
    arguments: [
      line(type: "com.example.sent", data: #"{"From":"+1617","n":1e3}"#),
      line(type: "message.received", data: #"{"From":"+1617","n":1e3}"#),
      line(type: "com.example.sent", data: #""just text""#),
    ])
  func foreign(text: String) throws {
    let event = try #require(Reading(CloudEvents(), text).events.first)
    #expect(event.body.isEmpty)
    #expect(event.stream.entity?.kind == .document)
    let whole = try #require(event.personal.first?.content["cloudevent"]?.object)
    #expect(whole["type"] == .string(event.type.rawValue))
    #expect(whole["data"] != nil)
  }

  @Test(
    "a bad event is rejected with a reason that holds none of its content",
    arguments: [
      (#"{"specversion":"0.3"}"#, "specversion"),
      (line().replacing("\"desk\"", with: "\"\""), "“source”"),
      (line(type: "has space"), "“type”"),
      (line().replacing("2015-04", with: "2015-13"), "“time”"),
      (line(extra: #","subject":5"#), "“subject”"),
      (line(extra: #","subject":1.5"#), "“subject”"),
      (line(extra: #","subject":["secret"]"#), "“subject”"),
      (line(extra: #","partitionkey":"secret""#), "“partitionkey”"),
      (line(extra: #","partitionkey":"log-origin""#), "“partitionkey”"),
      (line(extra: #","partitionkey":"conversation-other""#), "different entities"),
      (line(data: #"{"channel":["secret"],"conversation":"c"}"#), "“data.channel”"),
      (line(data: #"{"conversation":"secret secret"}"#), "“data.conversation”"),
      (line(data: #"{"channel":"chat"}"#), "no stream"),
      (line(data: #"{"conversation":"c","actor":"secret"}"#), "“data.actor”"),
      (line(data: #"{"conversation":"c","sealed":"secret"}"#), "“data.sealed”"),
      (line(data: #"{"conversation":"c","body":["secret"]}"#), "“data.body”"),
      (line(data: #"{"conversation":"c","case":"a","case":"secret"}"#), "already has"),
      (line(data: #"{"conversation":"c","sealed":{"t":"\ud800secret"}}"#), "surrogate"),
      (line(data: "{\"conversation\":\"c\",\"sealed\":{\"t\":\"\u{0}secret\"}}"), "control"),
      ("[1", "ends inside"), ("\"secret\"", "not a JSON object"),
    ])
  func rejected(text: String, words: String) throws {
    let reading = try Reading(CloudEvents(), text)
    #expect(reading.events.isEmpty)
    let rejection = try #require(reading.rejections.first)
    #expect(reading.rejections.count == 1)
    #expect(rejection.reason.contains(words), "\(rejection)")
    #expect(!rejection.description.contains("secret"))
    #expect(!rejection.remedy.isEmpty)
  }

  @Test(
    "a time is RFC 3339 and nothing else",
    arguments: [
      ("2019-06-01T08:15:00+02:00", "2019-06-01T08:15:00+02:00"),
      ("2019-06-01t08:15:00.25z", "2019-06-01T08:15:00.25Z"),
      ("2019-06-01T08:15:00-00:00", "2019-06-01T08:15:00-00:00"),
      ("2019-06-01T08:15:00.12345678901234567Z", "2019-06-01T08:15:00.12345678901234567Z"),
      ("2019-06-30t23:59:60z", "2019-06-30T23:59:60Z"),
      ("2019-07-01T01:59:60+02:00", "2019-07-01T01:59:60+02:00"),
      ("2019-06-01T23:59:60Z", nil), ("2019-06-30T22:59:60Z", nil),
      ("2019-06-01T08:15:00", nil), ("2019-06-01T08:15", nil), ("2019-06-01T08:15Z", nil),
      ("2019-06-01", nil), ("2019-06-01+02:00", nil), ("2019-06-01 08:15:00Z", nil), ("", nil),
      ("2019-06-31T08:15:00Z", nil), ("1559376900", nil), ("0000-00-00T00:00:00Z", nil),
      ("2019-06-01T08:15:00+0200", nil), ("Sat, 01 Jun 2019 08:15:00 GMT", nil),
    ] as [(String, String?)])
  func times(said: String, expected: String?) throws {
    let text = Self.line().replacing("2015-04-13T10:05:00.5-04:00", with: said)
    let reading = try Reading(CloudEvents(), text)
    #expect(reading.events.map(\.occurred?.text) == (expected.map { [$0] } ?? []))
    #expect(reading.rejections.allSatisfy { !$0.description.contains("2019") })
    #expect(reading.rejections.count == (expected == nil ? 1 : 0))
  }

  @Test("the first day of all is no time, and neither is null")
  func noTime() throws {
    for said in ["\"0001-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00\"", "null"] {
      let text = Self.line().replacing("\"2015-04-13T10:05:00.5-04:00\"", with: said)
      #expect(try Reading(CloudEvents(), text).events.map(\.occurred) == [nil])
    }
  }

  @Test(
    "a source that knew less than RFC 3339 says it beside the time",
    arguments: ["2019-06-01T08:15+02:00", "2019-06-01+02:00", "2019-06-01", "2019-06-01T08:15"])
  func saidTime(said: String) throws {
    var event = NewEvent(
      id: .random(), stream: StreamID(.case("A-1")), type: .caseOpened, occurred: Timestamp(said))
    event.source = "desk"
    event.case = "A-1"
    let line = CloudEventWriter().line(event)
    #expect(try Reading(CloudEvents(), line).events == [event])
    let object = try #require(JSONValue(parsing: line).object)
    #expect(object["saidtime"] == .string(said))
    #expect(object["time"]?.string == event.occurred?.instant?.description)
    let wrong = String(decoding: line, as: UTF8.self).replacing("2019-06-01", with: "2019-06-31")
    #expect(try Reading(CloudEvents(), wrong).rejections.first?.reason.contains("saidtime") == true)
  }

  @Test("a member of the data that is null is not there, wherever the profile has it")
  func nulls() throws {
    let data = #"{"conversation":"c-1","channel":"chat","body":{"mediaType":"text/plain"}}"#
    let whole = try #require(Reading(CloudEvents(), Self.line(data: data)).events.first)
    for nulls in [
      #"{"conversation":"c-1","channel":"chat","body":{"mediaType":"text/plain","foo":null}}"#,
      #"{"conversation":"c-1","channel":"chat","body":{"flags":null,"mediaType":"text/plain"}}"#,
      #"""
      {"actor":null,"body":{"mediaType":"text/plain"},"case":null,"channel":"chat","x":null,
      "conversation":"c-1","department":null,"direction":null,"party":null,"sealed":null}
      """#.replacing("\n", with: ""),
    ] {
      let reading = try Reading(CloudEvents(), Self.line(data: nulls))
      #expect(reading.events == [whole] && reading.keptAside == 0, "\(reading.rejections)")
    }
    let people = try Reading(
      CloudEvents(),
      Self.line(
        data: #"""
          {"conversation":"c-1","actor":{"type":"agent","id":null,"name":null},
          "sealed":[{"participant":null,"party":"p1","scope":null,"content":{"text":null}}]}
          """#.replacing("\n", with: "")))
    let event = try #require(people.events.first, "\(people.rejections)")
    #expect(event.actor == Actor(type: "agent", id: nil))
    // What is sealed stays what the source wrote.
    #expect(event.personal.map(\.content) == [["text": .null]])
    #expect(event.personal.first?.subject.participant == "party:p1")
    // Members of no account do not make a foreign event one of the profile, nor the other way round.
    #expect(try Reading(CloudEvents(), Self.line(data: #"{"x":1,"case":null}"#)).keptAside == 1)
  }

  @Test("times of the body go by the rules of columns: none, impossible, without a zone")
  func bodyTimes() async throws {
    func text(_ due: String) -> String {
      Self.line(type: "case.opened", data: #"{"case":"K-1","body":{"due":"\#(due)"}}"#)
    }
    for none in ["0001-01-01", "0001-01-01T00:00:00Z", "9999-12-31", "1900-01-00", "0000-00-00"] {
      let reading = try Reading(CloudEvents(), text(none))
      #expect(reading.events.map(\.body) == [[:]], "\(none)")
    }
    for wrong in [
      "2019-02-29", "2019-04-31T10:00:00Z", "2019-13-01+02:00", "2019-06-01T24:30:00Z",
      "2019-06-01T23:59:60Z",
    ] {
      let reading = try Reading(CloudEvents(), text(wrong))
      #expect(reading.events.isEmpty)
      #expect(reading.rejections.first?.reason.contains("“data.body.due”") == true, "\(wrong)")
    }
    for (due, flags) in [
      ("2019-06-01T10:00:00", ["no_zone"]), ("2019-06-01", ["no_zone"]),
      ("2019-06-01T10:00:00Z", []), ("2019-06-01+02:00", []),
      ("2019-06-30T23:59:60", ["leap_second", "no_zone"]),
    ] as [(String, [String])] {
      let report = try await Importer(format: CloudEvents(), context: context).run([
        IntakeSource(name: "in", bytes: Array(text(due).utf8))
      ]) { events in
        events.map { _ in Committed(position: Position(1), isDuplicate: false) }
      }
      #expect(report.flaggedTimes.json.members.map(\.key) == flags, "\(due)")
    }
  }

  @Test("a schema that has no number is sealed and not lost")
  func otherSchema() throws {
    for (schema, number, isKept) in [
      ("urn:desk:case/3", 3, false), ("https://desk.example/case.json", 1, true), ("v2", 1, true),
      ("urn:desk:case/0", 1, true),
    ] {
      let event = try #require(
        Reading(CloudEvents(), Self.line(extra: #","dataschema":"\#(schema)""#)).events.first)
      #expect(event.schema == number)
      #expect((event.personal.first?.content["dataschema"] == .string(schema)) == isKept)
    }
  }

  @Test("formats that take no mapping refuse one")
  func mapping() {
    for name in ["cloudevents", "open311"] {
      #expect(throws: IntakeError.mappingUnused(format: name)) {
        try IntakeCatalogue.format(named: name, options: IntakeOptions(mapping: "source: desk"))
      }
    }
  }
}
