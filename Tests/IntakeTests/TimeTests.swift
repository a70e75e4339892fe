import InteractionModel
import Testing

@testable import Intake

@Suite("Times of sources")
struct TimeTests {
  func reader(_ zone: String?, _ formats: [String]) throws -> TimeReader {
    TimeReader(
      patterns: formats.flatMap { format in
        format == "iso8601" ? TimePattern.iso8601 : [TimePattern(format)].compactMap { $0 }
      }, zone: zone.flatMap { ZoneResolver(identifier: $0) })
  }

  @Test(
    "a local time gets the offset of its day and keeps its precision",
    arguments: [
      ("04/13/2015 12:53:53 AM", "2015-04-13T00:53:53-04:00", nil),
      ("01/13/2015 12:00:00 PM", "2015-01-13T12:00:00-05:00", nil),
      // Clocks went back on 2015-11-01 at 02:00: 01:30 came twice, 00:59 and 02:00 once.
      ("11/01/2015 12:59:59 AM", "2015-11-01T00:59:59-04:00", nil),
      ("11/01/2015 01:30:00 AM", "2015-11-01T01:30:00-04:00", "ambiguous_time"),
      ("11/01/2015 02:00:00 AM", "2015-11-01T02:00:00-05:00", nil),
      // Clocks went forward on 2015-03-08 at 02:00: 02:30 never came.
      ("03/08/2015 01:59:59 AM", "2015-03-08T01:59:59-05:00", nil),
      ("03/08/2015 02:30:00 AM", "2015-03-08T02:30:00", "impossible_time"),
      ("03/08/2015 03:00:00 AM", "2015-03-08T03:00:00-04:00", nil),
      ("2015-04-13 10:05", "2015-04-13T10:05-04:00", nil),
      ("2015-04-13T10:05:00.250", "2015-04-13T10:05:00.250-04:00", nil),
      ("2015-04-13T10:05:00Z", "2015-04-13T10:05:00Z", nil),
      ("2015-04-13T10:05:00+0530", "2015-04-13T10:05:00+05:30", nil),
      ("2015-04-13", "2015-04-13", nil),
    ] as [(String, String, String?)])
  func boston(text: String, expected: String, flag: String?) throws {
    let reading = try reader("America/New_York", ["MM/dd/yyyy hh:mm:ss a", "iso8601"])
      .read(text, place: "column")
    #expect(reading.timestamp.text == expected)
    #expect(reading.flag == flag)
  }

  @Test(
    "zones with odd rules",
    arguments: [
      // Half an hour of saving; a day left out altogether; an offset of 5:45.
      ("Australia/Lord_Howe", "2015-04-05 01:45:00", "2015-04-05T01:45:00+11:00", "ambiguous_time"),
      ("Australia/Lord_Howe", "2015-10-04 02:15:00", "2015-10-04T02:15:00", "impossible_time"),
      ("Pacific/Apia", "2011-12-30 12:00:00", "2011-12-30T12:00:00", "impossible_time"),
      ("Asia/Kathmandu", "2015-04-25 11:56:00", "2015-04-25T11:56:00+05:45", nil),
      ("UTC", "2015-04-25 11:56:00", "2015-04-25T11:56:00+00:00", nil),
    ] as [(String, String, String, String?)])
  func odd(zone: String, text: String, expected: String, flag: String?) throws {
    let reading = try reader(zone, ["iso8601"]).read(text, place: "column")
    #expect(reading.timestamp.text == expected)
    #expect(reading.flag == flag)
  }

  @Test("without a zone a time keeps none")
  func zoneless() throws {
    let reading = try reader(nil, ["iso8601"]).read("2015-04-13 10:05:00", place: "column")
    #expect(reading.timestamp.text == "2015-04-13T10:05:00")
    #expect(reading.flag == "impossible_time" || reading.flag == nil)
  }

  @Test(
    "days and hours that do not exist are refused",
    arguments: [
      "02/30/2015 10:00:00 AM", "13/01/2015 10:00:00 AM", "04/13/2015 13:00:00 PM",
      "04/13/2015 00:10:00 AM", "04/13/2015 10:60:00 AM", "yesterday", "04/13/2015",
    ])
  func refused(text: String) throws {
    let reader = try reader("America/New_York", ["MM/dd/yyyy hh:mm:ss a"])
    #expect(throws: RowFault.self) { try reader.read(text, place: "column “OPEN”") }
  }
}
