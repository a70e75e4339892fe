import Foundation
import InteractionModel
import StoreConformance
import Testing

@testable import Intake

/// Writes random instants in random formats, zones and precisions, without the code that reads
/// them, and reads them back.
@Suite("Random times")
struct TimePropertyTests {
  static let zones = [
    "UTC", "America/New_York", "America/St_Johns", "Europe/Berlin", "Asia/Kolkata",
    "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "Africa/Monrovia",
  ]
  /// Formats with what Foundation calls them; seconds that they leave out are cut off.
  static let patterns: [(format: String, written: String, seconds: Int64)] = [
    ("iso8601", "yyyy-MM-dd'T'HH:mm:ss", 1), ("iso8601", "yyyy-MM-dd HH:mm:ssXXX", 1),
    ("iso8601", "yyyy-MM-dd HH:mm", 60), ("iso8601", "yyyy-MM-dd'T'HH:mm:ss.SSS", 0),
    ("MM/dd/yyyy hh:mm:ss a", "MM/dd/yyyy hh:mm:ss a", 1), ("M/d/yy h:mm a", "M/d/yy h:mm a", 60),
    ("d MMM yyyy HH:mm:ss", "d MMM yyyy HH:mm:ss", 1),
    ("MMMM d, yyyy H:mm", "MMMM d, yyyy H:mm", 60),
    ("EEEE, dd-MMM-yyyy HH:mm:ss XXX", "EEEE, dd-MMM-yyyy HH:mm:ss xxx", 1),
    ("yyyyMMddHHmmss", "yyyyMMddHHmmss", 1), ("yyyy-MM-dd", "yyyy-MM-dd", 86_400),
    ("d.M.yyyy", "d.M.yyyy", 86_400),
  ]

  @Test("come back equal, or flagged where clocks were changed")
  func patterns() throws {
    var generator = SeededGenerator(seed: 16)
    for identifier in Self.zones {
      let zone = try #require(TimeZone(identifier: identifier))
      let resolver = try #require(ZoneResolver(identifier: identifier))
      let reader = TimeReader(zone: resolver)
      for (name, written, seconds) in Self.patterns {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = zone
        formatter.dateFormat = written
        let format = try #require(TimeFormat(name))
        for _ in 0..<200 {
          // 1972 to 2060: since then offsets are of whole minutes.
          let milliseconds = Int64.random(in: 63_072_000_000...2_840_140_800_000, using: &generator)
          let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
          let text = formatter.string(from: date)
          let reading = try #require(try reader.read(text, [format], place: "c"))
          let instant = try #require(reading.timestamp.instant?.microseconds)
          let offset = Int64(zone.secondsFromGMT(for: date))
          if seconds == 86_400 {
            // The first moment of the day, and the day itself.
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = zone
            let start = calendar.startOfDay(for: date).timeIntervalSince1970
            #expect(instant == Int64(start) * 1_000_000, "\(identifier) \(text)")
            #expect(reading.timestamp.isDate)
            continue
          }
          let local = milliseconds + offset * 1000
          let unit = max(seconds * 1000, 1)
          let expected = (local - (local % unit + unit) % unit - offset * 1000) * 1000
          let isSecond = reading.flag == .ambiguous && instant < expected
          #expect(instant == expected || isSecond, "\(identifier) \(name) \(text)")
          #expect(reading.flag != .impossible)
        }
      }
    }
  }

  @Test("come back equal from counts of seconds, milliseconds and days")
  func counts() throws {
    var generator = SeededGenerator(seed: 17)
    let reader = TimeReader(zone: ZoneResolver(identifier: "UTC"))
    func instant(_ format: String, _ text: String) throws -> Int64? {
      try reader.read(text, [try #require(TimeFormat(format))], place: "c")?
        .timestamp.instant?.microseconds
    }
    for _ in 0..<2_000 {
      // From 1 March 1900 on, where Excel's count agrees with the calendar.
      let milliseconds = Int64.random(in: -2_203_891_200_000...4_102_444_800_000, using: &generator)
      let seconds = (milliseconds - (milliseconds % 1000 + 1000) % 1000) / 1000
      #expect(try instant("epoch-ms", "\(milliseconds)") == milliseconds * 1000)
      #expect(try instant("epoch", "\(seconds)") == seconds * 1_000_000)
      let serial = Double(milliseconds) / 86_400_000 + 25_569
      for (digits, step) in [(10, Int64(1)), (6, 1000)] {
        let text = String(format: "%.\(digits)f", serial)
        let expected = (milliseconds + (milliseconds < 0 ? -step : step) / 2) / step * step
        let read = try #require(try instant("excel", text))
        #expect(abs(read - expected * 1000) <= step * 1000, "\(text)")
        #expect(read % (step * 1000) == 0)
      }
      let days = Int64((Double(milliseconds) / 86_400_000).rounded(.down))
      #expect(try instant("excel", "\(days + 25_569)") == days * 86_400_000_000)
    }
  }
}
