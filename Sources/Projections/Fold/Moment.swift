package import InteractionModel

/// When a value was set, for comparison: (effective time, position).
///
/// Initial values (what a case was opened with) stand before all others whatever their times: the
/// clocks of two systems disagree often enough that an assignment seems to come before the opening.
package struct Moment: Sendable, Hashable, Comparable {
  /// The effective time of the record.
  package let time: Instant
  /// The place of the record.
  package let position: Position
  /// Whether it gives way to every moment that is not initial.
  package let isInitial: Bool

  /// A moment.
  package init(time: Instant, position: Position, isInitial: Bool = false) {
    self.time = time
    self.position = position
    self.isInitial = isInitial
  }

  /// The moment of a record.
  package init(_ record: Record, isInitial: Bool = false) {
    self.init(time: record.effectiveTime, position: record.position, isInitial: isInitial)
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
