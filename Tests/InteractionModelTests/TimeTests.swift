import InteractionModel
import StoreConformance
import Testing

@Suite("Instants")
struct InstantTests {
  @Test(
    "are written in UTC with six digits",
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"),
      (1, "1970-01-01T00:00:00.000001Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
      (1_709_164_800_123_456, "2024-02-29T00:00:00.123456Z"),
      (-62_167_219_200_000_000, "0000-01-01T00:00:00.000000Z"),
      (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
      (-86_400_000_000, "1969-12-31T00:00:00.000000Z"),
    ] as [(Int64, String)])
  func spelling(microseconds: Int64, text: String) {
    let instant = Instant(microseconds: microseconds)
    #expect(instant.description == text)
    #expect(Timestamp(text)?.instant == instant)
    #expect(Timestamp(instant).text == text)
  }

  @Test("come back from their spelling, whichever they are")
  func roundTrip() {
    var generator = SeededGenerator(seed: 1)
    var last: (Instant, String)?
    for _ in 0..<20_000 {
      let instant = Instant(
        microseconds: .random(
          in: -62_167_219_200_000_000...253_402_300_799_999_999, using: &generator))
      let text = instant.description
      #expect(Timestamp(text)?.instant == instant)
      if let last { #expect((last.0 < instant) == (last.1 < text)) }
      last = (instant, text)
    }
  }

  @Test("beyond what can be written, the nearest that can be is written")
  func beyond() {
    #expect(Instant(microseconds: .min).description == "0000-01-01T00:00:00.000000Z")
    #expect(Instant(microseconds: .max).description == "9999-12-31T23:59:59.999999Z")
    let early = Timestamp("0000-01-01T00:00:00+23:59")
    #expect(early?.instant?.description == "0000-01-01T00:00:00.000000Z")
  }

  @Test("follow each other day by day through all leap years")
  func calendar() {
    var day = 0
    for year in 1970...2410 {
      for month in 1...12 {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        #expect(CivilTime.length(ofMonth: month, year: year) == length)
        for date in 1...length {
          if CivilTime.days(year: year, month: month, day: date) != day
            || CivilTime.date(days: day) != (year, month, date)
          {
            Issue.record("\(year)-\(month)-\(date) is not day \(day)")
          }
          day += 1
        }
      }
    }
    for day in stride(from: -719_528, through: 0, by: 13) {
      let date = CivilTime.date(days: day)
      #expect(CivilTime.days(year: date.year, month: date.month, day: date.day) == day)
    }
  }

  @Test("advance by seconds")
  func advance() {
    #expect(Instant(microseconds: 5).advanced(bySeconds: -2).microseconds == -1_999_995)
  }
}

@Suite("Timestamps")
struct TimestampTests {
  @Test(
    "know their instant when they name a zone",
    arguments: [
      ("2015-04-13T10:05:00-04:00", "2015-04-13T14:05:00.000000Z"),
      ("2015-04-13T10:05-04:00", "2015-04-13T14:05:00.000000Z"),
      ("2015-04-13T10:05Z", "2015-04-13T10:05:00.000000Z"),
      ("2015-04-13-04:00", "2015-04-13T04:00:00.000000Z"),
      ("2015-04-13+05:45", "2015-04-12T18:15:00.000000Z"),
      ("2015-04-13+00:00", "2015-04-13T00:00:00.000000Z"),
      ("2015-04-13T00:30:00.5+05:45", "2015-04-12T18:45:00.500000Z"),
      ("2015-04-13T10:05:00.123456789Z", "2015-04-13T10:05:00.123456Z"),
      ("2015-04-13T10:05:00.999999999999Z", "2015-04-13T10:05:00.999999Z"),
      ("2015-04-13T10:05:00.12345678901234567890123456789+01:00", "2015-04-13T09:05:00.123456Z"),
      ("2015-04-13T10:05:00-00:00", "2015-04-13T10:05:00.000000Z"),
      ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000Z"),
      ("2017-01-01T05:29:60+05:30", "2017-01-01T00:00:00.000000Z"),
    ])
  func zoned(text: String, instant: String) throws {
    let timestamp = try #require(Timestamp(text))
    #expect(timestamp.text == text)
    #expect(timestamp.instant?.description == instant)
  }

  @Test(
    "have no instant without a zone",
    arguments: ["2015-04-13T10:05:00", "2015-04-13T10:05", "2015-04-13", "2015-04-13T10:05:00.25"])
  func local(text: String) throws {
    let timestamp = try #require(Timestamp(text))
    #expect(timestamp.text == text)
    #expect(timestamp.instant == nil)
  }

  @Test(
    "refuse what is no time",
    arguments: [
      "", "2015", "2015-04", "2015-13-01", "2015-00-01", "2015-02-29", "2015-04-31", "2015-04-00",
      "1900-02-29", "2015-04-13 10:05:00Z", "2015-04-13t10:05:00Z", "2015-04-13T10:05:00z",
      "2015-04-13T24:00:00Z", "2015-04-13T10:60:00Z", "2015-04-13T10:05:61Z",
      "2015-04-13T10:05:60Z",
      "2015-04-13T10:05:00.Z", "2015-04-13T10:05:00.12a4Z", "2015-04-13T10:05:00+24:00",
      "2015-04-13T10:05:00+0400", "2015-04-13T10:05:00+04", "2015-04-13T10:05:00Z ", "2015-04-13Z",
      " 2015-04-13", "٢٠١٥-04-13", "2015-04-13T10:05:00+01:00Z", "2015-04-13T1:05:00Z",
      "2015-04-13T", "2015-04-13-04", "2015-04-13+24:00", "2015-04-13-0400", "2015-02-29-04:00",
      "+2015-04-13", "2015-04-13T10:05.5Z", "2015-04-13T10:50:60",
    ])
  func refused(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(
    "know how much they say: a day ends with its last microsecond, RFC 3339 has seconds and a zone")
  func precision() {
    let day = Timestamp("2015-04-13-04:00")
    #expect(day?.isDate == true && day?.isRFC3339 == false)
    #expect(day?.end?.description == "2015-04-14T03:59:59.999999Z")
    #expect(Timestamp("2015-04-13").map { $0.isDate && $0.end == nil } == true)
    for (text, isFull) in [
      ("2015-04-13T10:05:00-04:00", true), ("2015-04-13T10:05:00.5Z", true),
      ("2015-04-13T10:05-04:00", false), ("2015-04-13T10:05Z", false),
      ("2015-04-13T10:05:00", false), ("2015-04-13T10:05", false),
    ] {
      let time = Timestamp(text)
      #expect(time?.isRFC3339 == isFull && time?.isDate == false && time?.end == time?.instant)
    }
  }

  @Test(
    "leap seconds can be where a month ends in UTC, or does so in some zone",
    arguments: [
      ("2016-12-31T23:59:60Z", true), ("2017-01-01T05:29:60.25+05:30", true),
      ("2015-06-30T19:59:60-04:00", true), ("2015-03-31T23:59:60Z", true),
      ("2015-06-29T23:59:60Z", false), ("2015-06-30T23:59:60+14:00", nil),
      ("2015-07-01T19:59:60-04:00", false), ("9999-12-31T23:59:60Z", true),
      ("2016-12-31T23:59:60", true), ("2016-12-31T18:59:60", true), ("2017-01-01T13:59:60", true),
      ("2016-12-31T11:59:60", true), ("2016-12-31T11:44:60", false),
      ("2017-01-01T14:14:60", false), ("2016-12-15T23:59:60", false),
    ] as [(String, Bool?)])
  func leapSeconds(text: String, isPossible: Bool?) {
    let time = Timestamp(text)
    #expect(time?.isPossible == isPossible)
    #expect(time?.isLeapSecond == isPossible.map { _ in true })
    #expect(Timestamp("2015-06-29T23:59:59Z").map { $0.isPossible && !$0.isLeapSecond } == true)
    #expect(Timestamp("2015-06-29T23:59-04:00")?.isLeapSecond == false)
  }

  @Test("are equal when the source's words are, not when the instants are")
  func equality() {
    #expect(Timestamp("2015-04-13T10:05:00Z") != Timestamp("2015-04-13T10:05:00+00:00"))
    #expect(Timestamp("2015-04-13T10:05:00Z") == Timestamp("2015-04-13T10:05:00Z"))
  }
}

private let dateTimes = "json-schema-formats/draft2020-12/optional/format/date-time.json"

@Suite(
  "Timestamps against the JSON Schema test suite",
  .enabled(if: Vectors.has(dateTimes), "the JSON Schema test suite is not on this machine"))
struct TimestampVectorTests {
  /// Valid there and refused here: lower-case letters.
  static let stricter: Set<String> = ["1963-06-19t08:30:06.283185z"]

  @Test("agree with it but for the documented differences")
  func agree() throws {
    let groups = try JSONValue(parsingForeign: Vectors.bytes(dateTimes)).array ?? []
    let tests = groups.flatMap { $0["tests"]?.array ?? [] }
    var count = 0
    for test in tests {
      guard let text = test["data"]?.string, let valid = test["valid"]?.bool else { continue }
      // Numbers of the file arrive as strings, too, and are not meant.
      guard text.contains(where: { !$0.isNumber && $0 != "." }) else { continue }
      let instant = Timestamp(text)?.instant
      #expect((instant != nil) == (valid && !Self.stricter.contains(text)), "\(text)")
      count += 1
    }
    #expect(count >= 20)
  }
}
