import InteractionModel
import Testing

@testable import Intake

@Suite("CloudEvents by the specification")
struct RedeliveryTests {
  static let data = #"{"conversation":"c-1","body":{},"sealed":{"text":"hello"}}"#

  static func event(_ members: String) throws -> NewEvent {
    try #require(Reading(CloudEvents(), line(members)).events.first)
  }

  static func line(_ members: String, id: String = "\"n-1\"") -> String {
    #"{"specversion":"1.0","id":\#(id),"source":"bus","type":"message.received",\#(members)}"#
  }

  @Test("who delivered an event is not part of it; other extensions are")
  func transport() throws {
    func event(_ members: String) throws -> NewEvent {
      try Self.event("\(members)\"data\":\(Self.data)")
    }
    let bare = try event("")
    for name in CloudEventAttributes.transport.sorted() {
      #expect(try event("\"\(name)\":\"00-17-01\",") == bare, "\(name)")
    }
    #expect(try event("\"region\":\"north\",") != bare)
    #expect(try event("\"region\":null,\"subject\":null,\"data_base64\":null,") == bare)
    // One that is sealed whole, too.
    func foreign(_ members: String) throws -> NewEvent {
      try Self.event("\(members)\"data\":[1]")
    }
    #expect(try foreign("\"tracestate\":\"a=1\",\"subject\":null,") == foreign(""))
  }

  @Test("another spelling of the same time is the same event")
  func times() throws {
    func event(_ time: String) throws -> NewEvent {
      try Self.event("\"time\":\"\(time)\",\"data\":\(Self.data)")
    }
    let first = try event("2026-03-02T09:00:00Z")
    for time in ["2026-03-02t09:00:00.000z", "2026-03-02T10:30:00+01:30", "2026-03-02T09:00:00.0Z"]
    {
      #expect(try first.isSame(as: event(time)), "\(time)")
    }
    #expect(try !first.isSame(as: event("2026-03-02T09:00:01Z")))
    #expect(try !first.isSame(as: event("2026-03-02T09:00:00.001Z")))
  }

  @Test("data_base64 that spells JSON is the data; what spells none is kept aside and counted")
  func base64() throws {
    let spelled = Base64.string(Array(Self.data.utf8))
    let plain = try Self.event("\"data\":\(Self.data)")
    for members in [
      "\"data_base64\":\"\(spelled)\"", "\"data_base64\":\"\(spelled)\",\"data\":null",
      "\"datacontenttype\":\"application/json; charset=utf-8\",\"data_base64\":\"\(spelled)\"",
      "\"datacontenttype\":\"application/cloud+json\",\"data_base64\":\"\(spelled)\"",
    ] {
      let reading = try Reading(CloudEvents(), Self.line(members))
      #expect(reading.events == [plain] && reading.keptAside == 0, "\(members)")
    }
    for members in [
      "\"datacontenttype\":\"text/plain\",\"data_base64\":\"\(spelled)\"",
      "\"data_base64\":\"%%%\"", "\"data_base64\":\"e30\"", "\"data_base64\":7",
      "\"data_base64\":\"\(spelled)\",\"data\":\(Self.data)", "\"data\":\"text\"",
    ] {
      let reading = try Reading(CloudEvents(), Self.line(members))
      #expect(reading.keptAside == 1 && reading.events.count == 1, "\(members)")
      #expect(reading.events.first?.personal.first?.content["cloudevent"] != nil)
    }
  }

  @Test(
    "an id is a string: no number will do, however it is spelled",
    arguments: ["12345", "12345678901234567890", "1.5", "-2e9", "0"])
  func numbers(id: String) throws {
    let members = "\"data\":\(Self.data)"
    let rejection = try #require(
      Reading(CloudEvents(), Self.line(members, id: id)).rejections.first)
    #expect(rejection.reason.contains("“id” is a number"), "\(rejection)")
    #expect(try Reading(CloudEvents(), Self.line(members, id: "\"\(id)\"")).events.count == 1)
    let version = Self.line(members).replacing("\"1.0\"", with: "1.0")
    #expect(try Reading(CloudEvents(), version).rejections.count == 1)
  }

  @Test("a row of an array is named by its index, however many lines the array has")
  func elements() throws {
    let good = Self.line("\"data\":\(Self.data)")
    let bad = Self.line("\"time\":\"soon\",\"data\":\(Self.data)")
    let reading = try Reading(CloudEvents(), "[\(good), \(good), \(bad),\n \(good), 7]")
    #expect(reading.rejections.map(\.place.element) == [2, 4])
    #expect(reading.rejections.map(\.line) == [1, 2])
    #expect(reading.rejections.first?.description.hasPrefix("test:1[2]: ") == true)
    #expect(reading.rejections.first?.json["element"] == 2)
    #expect(try Reading(CloudEvents(), bad).rejections.first?.place.element == nil)
    for text in [
      "[{},{},7]", #"{"service_requests":[{},{},7]}"#, #"{"x":1,"service_requests":[{},{},7]}"#,
    ] {
      let requests = try Reading(Open311(), text)
      #expect(requests.rejections.map(\.place.element) == [0, 1, 2], "\(text)")
    }
  }
}
