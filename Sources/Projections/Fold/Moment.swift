package import InteractionModel

/// When a value was set, for comparison: (effective time, position).
///
/// Initial values (what a case was opened with) stand before all others whatever their times: the
/// clocks of two systems disagree often enough that an assignment seems to come before the opening.
///
/// A day without a time of day stands where it begins, and yet is neither before nor after a time on
/// it; see ``settled(after:)``.
package struct Moment: Sendable, Hashable, Comparable {
  /// The effective time of the record.
  package let time: Instant
  /// The place of the record.
  package let position: Position
  /// Whether it gives way to every moment that is not initial.
  package let isInitial: Bool
  /// The last point in time that it includes, where its source named a day and no time of day; no
  /// state has it, because only what is new is settled.
  private let end: Instant?
  /// Whether it still stands for a day, and has not been settled.
  package var isDay: Bool { end != nil }

  /// A moment.
  package init(time: Instant, position: Position, isInitial: Bool = false) {
    self.init(time: time, end: nil, position: position, isInitial: isInitial)
  }

  /// The moment of a record.
  package init(_ record: Record, isInitial: Bool = false) {
    self.init(
      time: record.effectiveTime, end: record.occurred?.lastOfDay, position: record.position,
      isInitial: isInitial)
  }

  private init(time: Instant, end: Instant?, position: Position, isInitial: Bool) {
    self.time = time
    self.end = end
    self.position = position
    self.isInitial = isInitial
  }

  /// The moment at its place behind another one, which is known already.
  ///
  /// Of a day and a time on it neither is earlier, so that the later one in the log came later: the
  /// day stands at that time then.
  /// - Parameter known: of an earlier record, or nil when there is none.
  /// - Returns: the moment as states have it.
  package func settled(after known: Moment?) -> Moment {
    guard let end, let known, known.isInitial == isInitial, known.position < position,
      time < known.time, known.time <= end
    else { return Moment(time: time, position: position, isInitial: isInitial) }
    return Moment(time: known.time, position: position, isInitial: isInitial)
  }

  /// Equal when time and place are.
  package static func == (left: Moment, right: Moment) -> Bool {
    left.time == right.time && left.position == right.position
      && left.isInitial == right.isInitial
  }

  /// Hashes time and place.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(time)
    hasher.combine(position)
  }

  /// The moment of a value that is still to be read.
  static var blank: Moment { Moment(time: Instant(microseconds: 0), position: .start) }

  /// Initial ones first, then by time, then by position.
  package static func < (left: Moment, right: Moment) -> Bool {
    if left.isInitial != right.isInitial { return left.isInitial }
    if left.time != right.time { return left.time < right.time }
    return left.position < right.position
  }
}

extension Moment: FoldCodable {
  /// Writes time and position; an initial one has its position negative.
  package func encode(into state: inout StateWriter) {
    state.write(time)
    state.write(isInitial ? -position.rawValue : position.rawValue)
  }

  /// Reads a moment.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    let time: Instant = try state.read()
    let place: Int64 = try state.read()
    guard place != .min else { throw state.damage }
    self.init(time: time, position: Position(abs(place)), isInitial: place < 0)
  }
}
