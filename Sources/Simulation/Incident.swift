/// The one day on which many people get a notice: file after file of letters between nine and five.
struct Incident: Sendable {
  private var time: Int64
  private let gap: Int64
  private var left: Int

  init(start: Int64, options: SimulationOptions) {
    let span = Int64(options.journeys) * Int64(options.meanStartGap)
    var day = start + span * 2 / 5
    while [0, 6].contains(CityClock.local(at: day).weekday) { day += 86_400_000 }
    let local = CityClock.local(at: day)
    time = day - Int64(local.millisecondOfDay) + 9 * 3_600_000
    left = options.notices
    gap = 8 * 3_600_000 / Int64(max(1, left))
    // Too short a simulation may end before it.
    if time < start { left = 0 }
  }

  /// When the next notice goes out; nil after the last.
  var next: Int64? { left > 0 ? time : nil }

  mutating func advance() {
    time += gap
    left -= 1
  }
}
