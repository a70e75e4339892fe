import InteractionModel
import Testing

@testable import Intake

@Suite("Open311 service requests")
struct Open311Tests {
  static let request = """
    {"service_request_id":"15-1","status":"closed","service_name":"Pothole","service_code":"pot",
     "agency_responsible":"Streets","requested_datetime":"2015-04-13T10:00:00-05:00",
     "updated_datetime":"2015-04-20T10:00:00-05:00","address":"1 Main","lat":41.93,"long":-87,
     "description":"A hole","status_notes":"Done","attributes":{"Q":"A"},
     "extended_attributes":{"channel":"phone","ward":"7","duplicate":true},
     "notes":[
      {"datetime":"2015-04-13T10:00:00-05:00","summary":"Opened","type":"opened"},
      {"datetime":"2015-04-14T10:00:00-05:00","summary":"Created","type":"follow_on_created",
       "extended_attributes":{"service_request_id":"15-2","service_name":"Cable",
       "agency_responsible":"Power"}},
      {"datetime":"2015-04-16T10:00:00-05:00","summary":"Strange","type":"follow_on_closed",
       "extended_attributes":{"service_request_id":"15-9","agency_responsible":"Water"}},
      {"datetime":"2015-04-15T10:00:00-05:00","summary":"Closed","type":"follow_on_closed",
       "extended_attributes":{"service_request_id":"15-2","service_name":"Cable",
       "agency_responsible":"Power"}},
      {"datetime":"2015-04-17T10:00:00-05:00","summary":"Looked","type":"activity"}]}
    """

  @Test("notes become events in order, follow-ons transfers, and the status has the last word")
  func request() throws {
    let reading = try Reading(Open311(), "[\(Self.request)]")
    #expect(reading.rejections.isEmpty, "\(reading.rejections)")
    let events = reading.events
    #expect(
      events.map(\.type.rawValue) == [
        "contact.initiated", "case.opened", "transfer.requested", "transfer.completed",
        "transfer.completed", "note.added", "note.added", "case.closed",
      ])
    try #require(events.count == 8)
    #expect(events[0].channel == .voice && events[0].case == "15-1")
    #expect(events[0].personal.first?.content == ["text": "A hole", "answers": ["Q": "A"]])
    #expect(events[1].stream.rawValue == "case-15-1" && events[1].channel == .voice)
    #expect(events[1].body["latitude"] == "41.93" && events[1].body["longitude"] == "-87")
    #expect(events[1].body["department"] == "Streets" && events[1].body["ward"] == "7")
    #expect(
      events[2].body == [
        "kind": "department", "fromDepartment": "Streets", "toDepartment": "Power",
        "toCase": "15-2", "service": "Cable",
      ])
    #expect(events[3].body["transfer"] == .string(events[2].id.description))
    #expect(events[3].body["toCase"] == "15-2" && events[3].body["department"] == "Power")
    #expect(events[4].body["transfer"] == nil)
    #expect(events[4].body["flags"] == ["unmatched_follow_on"])
    #expect(events[6].personal.first?.content == ["text": "Done", "duplicate": true])
    #expect(events[7].occurred?.text == "2015-04-20T10:00:00-05:00")
    for event in events {
      #expect(EventCatalogue.firstViolation(in: event.body, of: event.type) == nil)
    }
  }

  @Test("what may not be public is sealed, and nothing is lost")
  func sealedFields() throws {
    let text = Self.request.replacing("\"activity\"", with: "\"Called Jane\"")
      .replacing("\"7\"", with: "\"jane@example.org\"")
      .replacing("\"Streets\"", with: "\"617-555-0123\"")
    let events = try Reading(Open311(), "[\(text)]").events
    try #require(events.count == 8)
    let opened = try #require(events[1].personal.first?.content)
    #expect(opened["ward"] == "jane@example.org" && opened["department"] == "617-555-0123")
    #expect(events.allSatisfy { $0.department == nil })
    #expect(events[5].body.isEmpty && events[5].personal.first?.content["type"] == "Called Jane")
  }

  @Test(
    "arrays, wrappers, lines and single requests say the same", arguments: [1, 6, 1 << 18])
  func shapes(chunkSize: Int) throws {
    let one = Self.request
    let expected = try Reading(Open311(), "[\(one)]").events
    for text in [
      one, "{\"service_requests\":[\(one)]}", "{ \"service_requests\" : [ \(one) ] }\n",
      "{\"count\":1,\"service_requests\":[\(one)]}", "{\"service_requests\":[\(one)],\"page\":1}",
      one.replacing("\n", with: "") + "\n",
    ] {
      let reading = try Reading(Open311(), text, chunkSize: chunkSize)
      #expect(reading.events == expected)
      #expect(reading.rejections.isEmpty)
    }
  }

  @Test("a closing note is not doubled, and a later download adds only what is new")
  func later() throws {
    let closing = #",{"datetime":"2015-04-20T09:00:00-05:00","summary":"C","type":"closed"}]}"#
    let first = try Reading(Open311(), Self.request.replacing("\"closed\",", with: "\"open\","))
    let later = try Reading(Open311(), String(Self.request.dropLast(2)) + closing)
    #expect(later.events.filter { $0.type == .caseClosed }.count == 1)
    let known = Dictionary(uniqueKeysWithValues: first.events.map { ($0.id, $0) })
    let new = later.events.filter { known[$0.id] == nil }
    #expect(new.map(\.type) == [.caseClosed])
    #expect(later.events.allSatisfy { known[$0.id] == nil || known[$0.id] == $0 })
  }

  @Test(
    "a bad request is rejected alone, without its content",
    arguments: [
      ("\"15-1\"", "null", "service_request_id"),
      ("\"closed\",", "\"secret\",", "status"), ("2015-04-20T", "2015-04-31T", "updated_datetime"),
      ("\"notes\":[", "\"notes\":[7,", "note"),
    ])
  func rejected(text: String, other: String, words: String) throws {
    let bad = Self.request.replacing(text, with: other, maxReplacements: 1)
    let reading = try Reading(Open311(), "[\(bad),\n\(Self.request)]")
    #expect(reading.rows.count == 1)
    #expect(reading.rejections.count == 1)
    let rejection = try #require(reading.rejections.first)
    #expect(rejection.reason.contains(words))
    #expect(!rejection.description.contains("secret"))
  }

  @Test("a file in the other format of GeoReport is told from a bad one, once")
  func xml() throws {
    let text = "\n<?xml version=\"1.0\"?>\n<service_requests>\n<request/>\n</service_requests>\n"
    let reading = try Reading(Open311(), text)
    #expect(reading.events.isEmpty && reading.rejections.count == 1)
    #expect(reading.rejections.first?.description.contains(".json in place of .xml") == true)
  }

  @Test("a request without channel or notes is taken")
  func bare() throws {
    let reading = try Reading(
      Open311(), #"[{"service_request_id":7,"status":"open","service_name":"Tree"}]"#)
    #expect(reading.events.map(\.type) == [.messageReceived, .caseOpened])
    #expect(reading.events[0].channel == nil && reading.events[1].body["service"] == "Tree")
  }

  @Test(
    "UTF-16 is read, with a mark and without one, and UTF-8 with one", arguments: [1, 5, 1 << 18])
  func encodings(chunkSize: Int) throws {
    let expected = try Reading(Open311(), "[\(Self.request)]").events
    let text = "[\(Self.request)]"
    let low = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let high = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for bytes in [
      [0xEF, 0xBB, 0xBF] + Array(text.utf8), low, high, [0xFF, 0xFE] + low, [0xFE, 0xFF] + high,
    ] {
      let reading = try Reading(Open311(), bytes, chunkSize: chunkSize)
      #expect(reading.events == expected && reading.rejections.isEmpty)
    }
  }
}
