public import InteractionModel

/// Whether a clock can be right, by what a log knows of the time.
///
/// `recorded` never goes back: a clock that is years ahead when a record is taken fixes it there for
/// ever. Nothing in a log tells what time it is, but its last record and its files tell what time it
/// was.
public struct ClockBounds: Sendable {
  /// How many days may lie between a clock and the newest sign of time.
  public static let days: Int64 = 400
  /// The years between which the clock of whoever makes a new log must be, which has no sign of time
  /// yet.
  static let years: (first: String, last: String) = ("2000-01-01", "2200-01-01")

  /// When the last record was taken; nil when there is none.
  public let recorded: Instant?
  /// When one of the store's files was last written; nil when there is none.
  public let written: Instant?

  /// What a log knows of the time.
  /// - Parameters:
  ///   - recorded: when the last record was taken; nil when there is none.
  ///   - written: when one of the store's files was last written; nil when there is none.
  public init(recorded: Instant?, written: Instant?) {
    self.recorded = recorded
    self.written = written
  }

  /// Refuses a clock that is too far from the newest sign of time, before it or after it.
  /// - Parameter now: what the clock says.
  /// - Throws: ``StorageFault`` `clock`, which says both times and what to do.
  public func check(_ now: Instant) throws(StorageFault) {
    guard let newest = [recorded, written].compactMap({ $0 }).max() else {
      let text = "\(now)"
      guard text < ClockBounds.years.first || text >= ClockBounds.years.last else { return }
      throw refusal(now, "a log is made between the years 2000 and 2200")
    }
    let limit = ClockBounds.days * 86_400 * 1_000_000
    let apart = now.microseconds.subtractingReportingOverflow(newest.microseconds)
    guard apart.overflow || apart.partialValue.magnitude > UInt64(limit) else { return }
    let record = recorded.map { "the last record was taken at \($0)" }
    let file = written.map { "the store's files were last written at \($0)" }
    let signs = [record, file].compactMap { $0 }.joined(separator: " and ")
    throw refusal(now, "\(signs), more than \(ClockBounds.days) days apart")
  }

  private func refusal(_ now: Instant, _ reason: String) -> StorageFault {
    StorageFault(
      code: .clock,
      reason: """
        the clock says \(now), but \(reason); nothing was written, because a time of recording never \
        goes back
        """,
      remedy: "set the clock, or give \(.acceptClock) if it is right")
  }
}
