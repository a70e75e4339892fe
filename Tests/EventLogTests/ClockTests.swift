import EventLog
import InteractionModel
import Testing

@Suite("Clocks")
struct ClockTests {
  private static let day: Int64 = 86_400
  /// 2026-03-02T08:00:00Z.
  private static let then = Instant(microseconds: 1_772_438_400_000_000)

  private static func after(days: Int64, seconds: Int64 = 0) -> Instant {
    then.advanced(bySeconds: days * day + seconds)
  }

  @Test(
    "A clock within 400 days of the last record or of the files is believed",
    arguments: [(0, 0), (400, 0), (-400, 0), (1, 1)])
  func near(days: Int64, seconds: Int64) throws {
    let now = Self.after(days: days, seconds: seconds)
    let long = Self.after(days: -2_000)
    try ClockBounds(recorded: Self.then, written: nil).check(now)
    try ClockBounds(recorded: nil, written: Self.then).check(now)
    // The newest counts.
    try ClockBounds(recorded: Self.then, written: long).check(now)
    try ClockBounds(recorded: long, written: Self.then).check(now)
  }

  @Test(
    "A clock further off is refused, and both times and the remedy are said",
    arguments: [
      after(days: 400, seconds: 1), after(days: -400, seconds: -1),
      Instant(microseconds: 253_402_300_000_000_000), Instant(microseconds: .min),
      Instant(microseconds: .max),
    ])
  func far(now: Instant) {
    let fault = #expect(throws: StorageFault.self) {
      try ClockBounds(recorded: Self.then, written: Self.after(days: -1)).check(now)
    }
    #expect(fault?.code == .clock)
    for words in ["\(now)", "2026-03-02T08:00:00", "2026-03-01T08:00:00"] {
      #expect(fault?.reason.contains(words) == true, "\(words)")
    }
    #expect(fault?.remedy == "set the clock, or give \(.acceptClock) if it is right")
  }

  @Test("Where nothing tells the time, any clock of these two centuries is believed")
  func new() throws {
    let bounds = ClockBounds(recorded: nil, written: nil)
    try bounds.check(Instant(microseconds: 946_684_800_000_000))
    try bounds.check(Self.after(days: 36_500))
    for microseconds: Int64 in [946_684_799_999_999, 7_258_118_400_000_000, 0, .max] {
      #expect(throws: StorageFault.self) {
        try bounds.check(Instant(microseconds: microseconds))
      }
    }
  }

  @Test("Drift is said once it is over a minute, and again when it changes by more than that")
  func drift() {
    var drift = ClockDrift(wall: Self.then, passed: .seconds(5))
    func look(_ wall: Int64, _ passed: Int64) -> Int64? {
      drift.look(wall: Self.then.advanced(bySeconds: wall), passed: .seconds(5 + passed))
    }
    #expect(look(100, 100) == nil)
    // Sixty seconds are within bounds.
    #expect(look(260, 200) == nil)
    #expect(look(361, 300) == 61_000_000)
    #expect(look(461, 400) == nil)
    #expect(look(521, 400) == nil)
    // Set back: the difference is to what was said.
    #expect(look(500, 500) == 0)
    #expect(look(500, 600) == -100_000_000)
    #expect(look(500, 655) == nil)
    #expect(look(1_000_000, 700) == 999_300_000_000)
  }

  @Test("Clocks that cannot be are no trap")
  func extremes() {
    var drift = ClockDrift(wall: Instant(microseconds: .min), passed: .seconds(Int64.min / 2))
    _ = drift.look(wall: Instant(microseconds: .max), passed: .seconds(Int64.max / 4))
  }
}
