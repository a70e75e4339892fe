internal import InteractionModel

/// Spells times as sources of the city say them.
///
/// What the clock of the city shows in an hour of UTC (date, hour and offset) is worked out once
/// and kept: the clocks change on whole hours only.
struct ClockFace: Sendable {
  private struct Hour: Sendable {
    var number = Int64.min
    /// `2026-03-02T07:`, then the offset, `-05:00`.
    var text = [UInt8](repeating: 0, count: 20)
  }

  private var hours = [Hour](repeating: Hour(), count: 1024)

  /// The time as a source of the city says it.
  /// - Parameters:
  ///   - time: milliseconds from 1970-01-01T00:00:00Z.
  ///   - milliseconds: whether the source keeps them.
  /// - Returns: RFC 3339 with the city's offset.
  mutating func timestamp(_ time: Int64, milliseconds: Bool) -> Timestamp {
    let number = time >= 0 ? time / 3_600_000 : (time - 3_599_999) / 3_600_000
    let place = Int(number & 1023)
    if hours[place].number != number { hours[place] = ClockFace.hour(number) }
    let rest = Int(time - number * 3_600_000)
    let text = hours[place].text.withUnsafeBufferPointer { hour in
      String(unsafeUninitializedCapacity: 32) { buffer in
        for index in 0..<14 { buffer[index] = hour[index] }
        ClockFace.pad(rest / 60_000, 2, at: 14, buffer)
        buffer[16] = UInt8(ascii: ":")
        ClockFace.pad(rest / 1000 % 60, 2, at: 17, buffer)
        var end = 19
        if milliseconds {
          buffer[19] = UInt8(ascii: ".")
          ClockFace.pad(rest % 1000, 3, at: 20, buffer)
          end = 23
        }
        for index in 0..<6 { buffer[end + index] = hour[14 + index] }
        return end + 6
      }
    }
    return Timestamp(text) ?? Timestamp(Instant(microseconds: time * 1000))
  }

  private static func hour(_ number: Int64) -> Hour {
    let local = CityClock.local(at: number * 3_600_000)
    let date = CivilTime.date(days: local.days)
    var hour = Hour()
    hour.number = number
    hour.text.withUnsafeMutableBufferPointer { buffer in
      pad(date.year, 4, at: 0, buffer)
      buffer[4] = UInt8(ascii: "-")
      pad(date.month, 2, at: 5, buffer)
      buffer[7] = UInt8(ascii: "-")
      pad(date.day, 2, at: 8, buffer)
      buffer[10] = UInt8(ascii: "T")
      pad(local.minute / 60, 2, at: 11, buffer)
      buffer[13] = UInt8(ascii: ":")
      buffer[14] = UInt8(ascii: "-")
      pad(-local.offsetMinutes / 60, 2, at: 15, buffer)
      buffer[17] = UInt8(ascii: ":")
      pad(-local.offsetMinutes % 60, 2, at: 18, buffer)
    }
    return hour
  }

  private static func pad(
    _ value: Int, _ width: Int, at start: Int, _ buffer: UnsafeMutableBufferPointer<UInt8>
  ) {
    var rest = value
    var place = start + width - 1
    while place >= start {
      buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
      place -= 1
    }
  }
}
