import Foundation
import StoreConformance

@testable import Intake

/// A time as some format writes it, made without the code that reads it.
struct WrittenTime {
  /// A way to write times that a mapping can name.
  struct Format {
    enum Kind: CaseIterable {
      case pattern, fraction, excel, epoch, epochMilliseconds
    }

    /// What a mapping calls it.
    let name: String
    let zone: TimeZone
    private let kind: Kind
    private let formatter = DateFormatter()
    /// The seconds of its smallest unit.
    private var unit: Int64 = 1

    /// Any format, for times of a zone.
    init(_ random: inout SeededGenerator, zone: TimeZone) {
      kind = Kind.allCases.randomElement(using: &random) ?? .pattern
      self.zone = zone
      formatter.locale = Locale(identifier: "en_US_POSIX")
      formatter.timeZone = zone
      formatter.dateFormat = "yyyy-MM-dd'T'HH:mm:ss"
      switch kind {
      case .pattern:
        // A fraction of fixed length is the business of another kind.
        let patterns = TimePropertyTests.patterns.filter { $0.seconds > 0 }
        let pattern = patterns[Int.random(in: patterns.indices, using: &random)]
        name = pattern.format
        formatter.dateFormat = pattern.written
        unit = pattern.seconds
      case .fraction: name = "iso8601"
      case .excel: name = "excel"
      case .epoch: name = "epoch"
      case .epochMilliseconds: name = "epoch-ms"
      }
    }

    /// A time from 1972 on, since when offsets are of whole minutes.
    func time(_ random: inout SeededGenerator) -> WrittenTime {
      let second = Int64.random(in: 63_072_000...2_840_140_800, using: &random)
      let date = Date(timeIntervalSince1970: Double(second))
      let local = second + Int64(zone.secondsFromGMT(for: date))
      let mark = [",", ".", " ", "'", "’", ""].randomElement(using: &random) ?? ""
      switch kind {
      case .pattern:
        guard unit == 86_400 else {
          return WrittenTime(
            text: formatter.string(from: date), microseconds: (second - local % unit) * 1_000_000)
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let start = calendar.startOfDay(for: date).timeIntervalSince1970
        return WrittenTime(
          text: formatter.string(from: date), microseconds: Int64(start) * 1_000_000)
      case .fraction:
        let digits = (0..<Int.random(in: 1...30, using: &random)).map { _ in
          Character("\(Int.random(in: 0...9, using: &random))")
        }
        let six = String((digits + Array(repeating: "0", count: 6)).prefix(6))
        return WrittenTime(
          text: formatter.string(from: date) + "." + String(digits),
          microseconds: second * 1_000_000 + (Int64(six) ?? 0))
      case .excel:
        let days = WrittenTime.grouped(local / 86_400 + 25_569, mark)
        // Eight digits tell the second.
        let fraction = String(format: "%.8f", Double(local % 86_400) / 86_400)
        return WrittenTime(
          text: days + (mark == "." ? "," : ".") + fraction.dropFirst(2),
          microseconds: second * 1_000_000)
      case .epoch:
        return WrittenTime(
          text: WrittenTime.grouped(second, mark), microseconds: second * 1_000_000)
      case .epochMilliseconds:
        return WrittenTime(
          text: WrittenTime.grouped(second * 1000 + 7, mark),
          microseconds: second * 1_000_000 + 7000)
      }
    }
  }

  let text: String
  /// What it means, in microseconds from 1970; of a day where it begins.
  let microseconds: Int64

  /// Whether a time is what was written, or the first of two that the clock showed so.
  func isRead(as time: Int64?, isAmbiguous: Bool) -> Bool {
    guard let time else { return false }
    return time == microseconds || isAmbiguous && time < microseconds
  }

  private static func grouped(_ number: Int64, _ mark: String) -> String {
    let digits = Array(String(number))
    return digits.indices.map { index in
      let isStart = index > 0 && (digits.count - index) % 3 == 0
      return (isStart ? mark : "") + String(digits[index])
    }.joined()
  }
}
