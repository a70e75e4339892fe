import Foundation
import InteractionModel
import Testing

@testable import Intake

@Suite("Real service requests")
struct RealDataTests {
  static let boston = "service-requests/boston311-2015-04-13_2015-05-24.csv"
  static let chicago = "service-requests/chicago-open311-requests.json"

  @Test(
    "Boston: the events of each case add up to what the file says",
    .enabled(if: Files.exists(boston), Files.absent))
  func bostonCounts() throws {
    let source = IntakeSource(path: Files.data(Self.boston))
    let reading = try Reading(Files.mapping("boston311"), source)
    #expect(reading.rejections.isEmpty, "\(reading.rejections.prefix(3))")
    #expect(reading.rows.count == 14_129)
    let events = reading.events
    #expect(Set(events.map(\.id)).count == events.count)
    let types = events.map(\.type.rawValue).counts
    #expect(types["case.opened"] == 14_129)
    #expect(types["contact.initiated"] == 7_167)
    #expect(types["message.received"] == 6_962)
    #expect(types["case.closed"] == 12_166)
    #expect(types["sla.breached"] == 3_930)
    #expect((types["sla.met"] ?? 0) + (types["sla.started"] ?? 0) == 10_176)
    #expect(types["sla.started"] == 619)
    // Each row has one with what no other event says.
    #expect(types["note.added"] == 14_129 + 8)
    // The department that has the case is not the one that its service belongs to.
    let moved = events.filter { $0.type.rawValue == "transfer.requested" }
    #expect(moved.count == 1_283 && events.count == 57_104 + 14_129)
    #expect(moved.allSatisfy { $0.body["fromDepartment"] != $0.body["toDepartment"] })
    #expect(moved.allSatisfy { $0.occurred == nil && $0.body["toQueue"]?.string != nil })
    #expect(moved.filter { $0.body["fromDepartment"] == "ANML" }.count == 303)
    let arrived = events.filter { $0.type.rawValue == "transfer.completed" }
    #expect(
      Set(arrived.compactMap { $0.body["transfer"]?.string }) == Set(moved.map(\.id.description)))
    let opened = events.filter { $0.type == .caseOpened }
    #expect(
      opened.compactMap { $0.channel?.rawValue }.counts
        == ["voice": 7_167, "self_service": 3_932, "internal": 3_030])
    let departments = opened.compactMap(\.department).counts
    #expect(departments["PWDx"] == 6_127 && departments["BPS_"] == 1 && departments.count == 13)
    #expect(
      events.compactMap { $0.body["source"]?.string }.counts == [
        "Self Service": 1_989, "Citizens Connect App": 1_943, "Employee Generated": 1_594,
        "City Worker App": 1_413, "Maximo Integration": 23,
      ])
    let flags = events.flatMap { $0.body["flags"]?.array ?? [] }.compactMap(\.string).counts
    #expect(flags == ["closed_before_opened": 28])
    for event in events {
      #expect(EventCatalogue.firstViolation(in: event.body, of: event.type) == nil)
      let mayLackTime = event.type == .noteAdded || event.type.group == "transfer"
      #expect(event.occurred != nil || mayLackTime)
    }
  }

  @Test(
    "Boston: no free text is public, and reading again says the same",
    .enabled(if: Files.exists(boston), Files.absent))
  func bostonSealed() throws {
    let source = IntakeSource(path: Files.data(Self.boston))
    let reading = try Reading(Files.mapping("boston311"), source)
    let bodies = reading.events.map { String(decoding: $0.body.canonicalBytes, as: UTF8.self) }
    for words in ["Somers", "617-635", "boston.gov", "http", "City Hall Plz"] {
      #expect(!bodies.contains { $0.lowercased().contains(words.lowercased()) }, "\(words)")
    }
    #expect(try Reading(Files.mapping("boston311"), source).events == reading.events)
    #expect(Set(reading.events.flatMap(UnknownTerm.terms)) == [])
  }

  @Test(
    "Chicago: every note is an event and every case ends in the state the file gives it",
    .enabled(if: Files.exists(chicago), Files.absent))
  func chicagoCounts() throws {
    let reading = try Reading(Open311(), IntakeSource(path: Files.data(Self.chicago)))
    #expect(reading.rejections.isEmpty, "\(reading.rejections)")
    #expect(reading.rows.count == 50)
    let events = reading.events
    let types = events.map(\.type.rawValue).counts
    #expect(types["case.opened"] == 50)
    #expect(types["case.closed"] == 49)
    #expect(types["transfer.requested"] == 52)
    #expect(types["transfer.completed"] == 51)
    // 13 submitted notes are the touch points of their requests; the other 37 are phone calls.
    #expect((types["message.received"] ?? 0) + (types["contact.initiated"] ?? 0) == 50)
    #expect(types["message.received"] == 13)
    let kinds = events.filter { $0.type == .noteAdded }.compactMap { $0.body["kind"]?.string }
      .counts
    #expect(kinds["activity"] == 61)
    #expect(Set(events.map(\.id)).count == events.count)
    #expect(Set(events.flatMap(UnknownTerm.terms)) == [])
    // 48 follow-ons are closed under the id they were created with; 3 under another.
    let requested = Set(
      events.filter { $0.type.rawValue == "transfer.requested" }.map(\.id.description))
    let completed = events.filter { $0.type.rawValue == "transfer.completed" }
    #expect(completed.filter { requested.contains($0.body["transfer"]?.string ?? "") }.count == 48)
    #expect(completed.filter { $0.body["flags"] == ["unmatched_follow_on"] }.count == 3)

    let file = try JSONValue(parsingForeign: Files.bytes(Self.chicago)).array ?? []
    let notes = file.flatMap { $0["notes"]?.array ?? [] }
    #expect(notes.count == 276)
    let sealed = events.compactMap { $0.personal.first?.content["summary"]?.string }
    #expect(sealed.counts == notes.compactMap { $0["summary"]?.string }.counts)
    for request in file {
      let id = request["service_request_id"]?.string
      let states = events.filter { $0.case == id }.compactMap { event in
        [.caseOpened: "open", .caseReopened: "open", .caseClosed: "closed"][event.type]
      }
      #expect(states.last == request["status"]?.string)
    }
  }
}
