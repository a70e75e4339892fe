import InteractionModel
import StoreConformance
import Testing

@testable import Intake

@Suite("Writing CloudEvents")
struct CloudEventWriterTests {
  /// Draws events of every shape the profile has.
  struct Source {
    var generator = SeededGenerator(seed: 7)

    mutating func pick<T>(_ values: [T]) -> T {
      values[Int(generator.next() % UInt64(values.count))]
    }
    mutating func maybe<T>(_ value: @autoclosure () -> T) -> T? {
      generator.next() % 2 == 0 ? value() : nil
    }

    mutating func event() -> NewEvent {
      let entity = pick([EntityKey.case("A-1"), .conversation("c.2"), .party("p_3")])
      let type = pick([EventType.caseOpened, .messageReceived, .noteAdded, EventType("x.y")])
      let said = pick(["2015-04-13T10:05-04:00", "2015-04-13T10:05:00Z", "2015-04-13-04:00"])
      var event = NewEvent(
        id: .random(using: &generator), stream: StreamID(entity), type: type,
        occurred: maybe(said).flatMap { Timestamp($0) })
      event.schema = pick([1, 1, 2, 900])
      let origin = pick(["desk", "tel", "urn:agency:desk"])
      event.source = maybe(origin)
      event.channel = maybe(.voice)
      event.direction = maybe(.outbound)
      event.department = maybe("Parks & Trees – Süd’s")
      event.correlation = maybe("k-1")
      let cause = EventID.random(using: &generator)
      event.causation = maybe(cause)
      let actor = Actor(type: pick(["party", "agent"]), id: pick([nil, "a1"]))
      event.actor = maybe(actor)
      if event.conversation == nil { event.conversation = maybe("c9") }
      if event.party == nil { event.party = maybe("p9") }
      if type == .caseOpened {
        event.body = ["service": "Pot hole", "due": "2015-04-13"]
      } else if type != EventType("x.y") {
        event.body = maybe(["reason": "r/1", "flags": ["a", "b"]]) ?? [:]
      }
      for _ in 0..<(generator.next() % 3) {
        let subject =
          maybe(event.defaultSubject)
          ?? Subject(
            scope: pick([event.defaultSubject.scope, .party("q")]),
            participant: pick(["", "agent:1"]),
            party: pick([nil, "q"]))
        guard !event.personal.contains(where: { $0.subject == subject }) else { continue }
        event.personal.append(
          PersonalPart(
            subject: subject, content: ["text": "“\u{1}\n\u{1F600}”", "n": [1, nil, true]]))
      }
      return event
    }
  }

  @Test("what is written is read back exactly")
  func roundTrip() throws {
    var source = Source()
    let events = (0..<2000).map { _ in source.event() }
    var bytes: [UInt8] = []
    for event in events {
      CloudEventWriter().write(event, to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
    let reading = try Reading(CloudEvents(), bytes)
    #expect(reading.rejections.isEmpty, "\(reading.rejections.prefix(3))")
    #expect(reading.events.count == events.count)
    for (written, read) in zip(events, reading.events) {
      #expect(written == read)
      #expect(written.personal.map(\.subject.party) == read.personal.map(\.subject.party))
    }
  }

  @Test("a line is canonical JSON")
  func canonical() throws {
    var source = Source()
    for _ in 0..<200 {
      let line = CloudEventWriter().line(source.event())
      #expect(try JSONValue(parsing: line).canonicalBytes == line)
    }
  }

  @Test(
    "naughty strings survive in sealed text",
    .enabled(if: Files.exists("vectors/naughty-strings/blns.json"), Files.absent))
  func naughtyStrings() throws {
    let strings = try JSONValue(parsingForeign: Files.bytes("vectors/naughty-strings/blns.json"))
    var count = 0
    for text in strings.array ?? [] {
      var event = NewEvent(id: .random(), stream: StreamID(.case("1")), type: .noteAdded)
      event.source = "desk"
      event.personal = [PersonalPart(subject: event.defaultSubject, content: ["text": text])]
      let reading = try Reading(CloudEvents(), CloudEventWriter().line(event))
      #expect(reading.events == [event])
      count += 1
    }
    #expect(count > 500)
  }
}
