import InteractionModel
import Testing

@testable import Intake

@Suite("Times of sources")
struct TimeTests {
  func read(_ text: String, _ zone: String?, _ formats: [String]) throws -> TimeReader.Reading? {
    try TimeReader(zone: zone.flatMap { ZoneResolver(identifier: $0) })
      .read(text, formats.map { try #require(TimeFormat($0)) }, place: "column “OPEN”")
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
      ("03/08/2015 02:30:00 AM", "2015-03-08T02:30:00-05:00", "impossible_time"),
      ("03/08/2015 03:00:00 AM", "2015-03-08T03:00:00-04:00", nil),
      ("2015-04-13 10:05", "2015-04-13T10:05-04:00", nil),
      ("2015-04-13T10:05:00.250", "2015-04-13T10:05:00.250-04:00", nil),
      ("2015-04-13T10:05:00Z", "2015-04-13T10:05:00Z", nil),
      ("2015-04-13T10:05:00+0530", "2015-04-13T10:05:00+05:30", nil),
      // A day is that day where it begins, whatever clocks do on it.
      ("2015-04-13", "2015-04-13-04:00", nil),
      ("2015-03-08", "2015-03-08-05:00", nil),
      ("2015-11-01", "2015-11-01-04:00", nil),
      // Local mean time has odd seconds, which RFC 3339 does not: 4:56:02 behind.
      ("1880-06-01 09:00", "1880-06-01T09:00-04:56", nil),
    ] as [(String, String, String?)])
  func boston(text: String, expected: String, flag: String?) throws {
    let reading = try read(text, "America/New_York", ["MM/dd/yyyy hh:mm:ss a", "iso8601"])
    #expect(reading?.timestamp.text == expected)
    #expect(reading?.flag?.rawValue == flag)
  }

  @Test(
    "zones with odd rules",
    arguments: [
      // Half an hour of saving; a day left out altogether; an offset of 5:45.
      ("Australia/Lord_Howe", "2015-04-05 01:45:00", "2015-04-05T01:45:00+11:00", "ambiguous_time"),
      (
        "Australia/Lord_Howe", "2015-10-04 02:15:00", "2015-10-04T02:15:00+10:30", "impossible_time"
      ),
      ("Pacific/Apia", "2011-12-30 12:00:00", "2011-12-30T12:00:00-10:00", "impossible_time"),
      // Days that began at 01:00, and one whose midnight came twice.
      ("America/Sao_Paulo", "2018-11-04", "2018-11-04-03:00", nil),
      ("America/Havana", "2015-11-01", "2015-11-01-04:00", nil),
      ("Asia/Kathmandu", "2015-04-25 11:56:00", "2015-04-25T11:56:00+05:45", nil),
      ("UTC", "2015-04-25 11:56:00", "2015-04-25T11:56:00+00:00", nil),
    ] as [(String, String, String, String?)])
  func odd(zone: String, text: String, expected: String, flag: String?) throws {
    let reading = try read(text, zone, ["iso8601"])
    #expect(reading?.timestamp.text == expected)
    #expect(reading?.flag?.rawValue == flag)
  }

  @Test("without any zone a time keeps none")
  func zoneless() throws {
    for (text, expected) in [
      ("2015-04-13 10:05:00", "2015-04-13T10:05:00"), ("2015-04-13", "2015-04-13"),
    ] {
      let reading = try read(text, nil, ["iso8601"])
      #expect(reading?.timestamp.text == expected)
      #expect(reading?.flag == nil)
    }
  }

  @Test(
    "counts, names and short years are read as they are meant",
    arguments: [
      // Excel's own leap day comes between 59 and 61.
      ("excel", "1", "1900-01-01+00:00"), ("excel", "59", "1900-02-28+00:00"),
      ("excel", "61", "1900-03-01+00:00"), ("excel", "45000", "2023-03-15+00:00"),
      ("excel", "45000.5", "2023-03-15T12:00:00+00:00"),
      ("excel", "45000.0000115741", "2023-03-15T00:00:01+00:00"),
      ("excel", "45000.999999999", "2023-03-16T00:00:00+00:00"),
      ("excel", "45000,0000144676", "2023-03-15T00:00:01.250+00:00"),
      ("excel", "45000.39271", "2023-03-15T09:25:30+00:00"),
      ("excel", "45000 0.25", "2023-03-15T06:00:00+00:00"),
      ("excel-1904", "43538", "2023-03-15+00:00"),
      // Thousands apart, in any country's way.
      ("excel", "45,000", "2023-03-15+00:00"), ("excel", "45.000", "2023-03-15+00:00"),
      ("excel", "45 000", "2023-03-15+00:00"),
      ("excel", "45\u{A0}000,5", "2023-03-15T12:00:00+00:00"),
      ("excel", "45’000.5", "2023-03-15T12:00:00+00:00"),
      ("excel", "45,000.39271", "2023-03-15T09:25:30+00:00"),
      ("excel", "45.000,125", "2023-03-15T03:00:00+00:00"),
      ("excel", "45,000 0.25", "2023-03-15T06:00:00+00:00"),
      ("excel", "45 000 0.25", "2023-03-15T06:00:00+00:00"),
      ("excel", "59.5", "1900-02-28T12:00:00+00:00"),
      ("excel", "45000.12345678901234567890", "2023-03-15T02:57:46.667+00:00"),
      ("excel-1904", "43,538", "2023-03-15+00:00"),
      ("epoch", "1,678,838,400", "2023-03-15T00:00:00Z"),
      ("epoch-ms", "1.678.838.400.001,5", "2023-03-15T00:00:00.0015Z"),
      ("epoch", "1.250", "1970-01-01T00:00:01.250Z"),
      ("epoch", "-1.00000000000000000025", "1969-12-31T23:59:58.99999999999999999975Z"),
      ("iso8601", "2023-03-15T09:00:00.1234567890123456Z", "2023-03-15T09:00:00.1234567890123456Z"),
      (
        "yyyy-MM-dd HH:mm:ss.SSS", "2023-03-15 09:00:00.1234567890123456",
        "2023-03-15T09:00:00.1234567890123456+00:00"
      ),
      ("epoch", "1678838400", "2023-03-15T00:00:00Z"),
      ("epoch", "1678838400.25", "2023-03-15T00:00:00.25Z"),
      ("epoch", "-1", "1969-12-31T23:59:59Z"), ("epoch", "-0.25", "1969-12-31T23:59:59.75Z"),
      ("epoch-ms", "1678838400001", "2023-03-15T00:00:00.001Z"),
      ("epoch-ms", "-1", "1969-12-31T23:59:59.999Z"),
      ("d-MMM-yy", "5-sep-69", "2069-09-05+00:00"), ("d-MMM-yy", "5-Sept-70", "1970-09-05+00:00"),
      ("MMMM d, yyyy", "May 5, 2023", "2023-05-05+00:00"),
      ("MMM. d, yyyy", "Dec. 5, 2023", "2023-12-05+00:00"),
      (
        "EEE, dd MMM yyyy HH:mm:ss XXX", "Wed, 15 Mar 2023 09:00:00 -05",
        "2023-03-15T09:00:00-05:00"
      ),
      ("M/d/yyyy h:mm a", "3/5/2023 9:05 p.m.", "2023-03-05T21:05+00:00"),
      ("M/d/yyyy h:mm a", "3/5/2023 9:05\u{202F}PM", "2023-03-05T21:05+00:00"),
      ("iso8601", "\u{A0}2023-03-05", "2023-03-05+00:00"),
      ("iso8601", "2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"),
    ] as [(String, String, String)])
  func forms(format: String, text: String, expected: String) throws {
    #expect(try read(text, "UTC", [format])?.timestamp.text == expected)
  }

  @Test(
    "what systems write where they have no time is none",
    arguments: [
      ("iso8601", "0001-01-01T00:00:00Z"), ("iso8601", "0001-01-01"), ("iso8601", "9999-12-31"),
      ("iso8601", "0000-00-00 00:00:00"), ("iso8601", "1900-01-00"), ("M/d/yyyy", "1/0/1900"),
      ("M/d/yyyy h:mm:ss a", "1/1/0001 12:00:00 AM"), ("yyyy-MM-dd HH:mm", "1899-12-30 00:00"),
      ("excel", "0"), ("excel", "0.375"), ("epoch", "0"), ("epoch-ms", "0"), ("excel-1904", "0.0"),
    ])
  func nothing(format: String, text: String) throws {
    #expect(try read(text, "America/New_York", [format]) == nil)
  }

  @Test("a time that two formats read alike is read, one that they read differently ends the file")
  func order() throws {
    let formats = ["MM/dd/yyyy HH:mm", "d/M/yyyy H:mm", "iso8601", "yyyy-MM-dd"]
    #expect(
      try read("31/05/2023 10:00", "UTC", formats)?.timestamp.text == "2023-05-31T10:00+00:00")
    #expect(
      try read("05/05/2023 10:00", "UTC", formats)?.timestamp.text == "2023-05-05T10:00+00:00")
    #expect(try read("2023-05-31", "UTC", formats)?.timestamp.text == "2023-05-31+00:00")
    do {
      _ = try read("05/06/2023 10:00", "UTC", formats)
      Issue.record("it was decided")
    } catch let fault as RowFault {
      #expect(fault.endsFile)
      #expect(fault.reason.contains("“MM/dd/yyyy HH:mm” reads it as 2023-05-06T10:00+00:00"))
      #expect(fault.reason.contains("“d/M/yyyy H:mm” as 2023-06-05T10:00+00:00"))
    }
  }

  @Test(
    "days and hours that do not exist are refused",
    arguments: [
      "02/30/2015 10:00:00 AM", "13/01/2015 10:00:00 AM", "04/13/2015 13:00:00 PM",
      "04/13/2015 00:10:00 AM", "04/13/2015 10:60:00 AM", "yesterday", "04/13/2015",
    ])
  func refused(text: String) throws {
    let fault = #expect(throws: RowFault.self) {
      try read(text, "America/New_York", ["MM/dd/yyyy hh:mm:ss a"])
    }
    #expect(fault?.reason.contains("column “OPEN”") == true)
    #expect(fault?.reason.contains("“MM/dd/yyyy hh:mm:ss a”") == true)
    #expect(fault?.endsFile == false)
    #expect(fault?.reason.contains(text) == false)
  }

  @Test(
    "counts of days and seconds that are none are refused",
    arguments: [
      ("excel", "60"), ("excel", "-1"), ("excel", "2958466"), ("excel", "1e5"), ("excel", "5."),
      ("excel", "4 5"), ("excel", "2958465.9999999999"), ("epoch", "253402300800"), ("epoch", "1 "),
      ("epoch", "999999999999999"), ("epoch-ms", "1.12345.6"), ("d-MMM-yy", "5-Mär-23"),
      ("excel", "45,000,5"), ("excel", "45,000.500.5"), ("excel", "45, 000"),
      ("iso8601", "2023-03-15T23:59:60Z"), ("iso8601", "2023-03-31T09:14:60"),
      ("d MMM yyyy", "5 March 2023"), ("yyyyMMdd", "20230230"),
    ])
  func noCount(format: String, text: String) throws {
    #expect(throws: RowFault.self) { try read(text, "UTC", [format]) }
  }
}
