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

  /// Initial ones first, then by time, then by position.
  package static func < (left: Moment, right: Moment) -> Bool {
    if left.isInitial != right.isInitial { return left.isInitial }
    if left.time != right.time { return left.time < right.time }
    return left.position < right.position
  }

  /// The moment as the first elements of a JSON array, followed by some values.
  ///
  /// Microseconds beyond ±(2^53−1), which are years before 1684 and after 2255, travel as decimal
  /// strings, because the profile of ``JSONValue`` has no such integers.
  package func json(followedBy values: JSONValue...) -> JSONValue {
    let microseconds = time.microseconds
    let isExact = microseconds.magnitude <= JSONValue.maximumInteger.magnitude
    var elements: [JSONValue] = [
      isExact ? .int(microseconds) : .string(String(microseconds)),
      .int(isInitial ? -position.rawValue : position.rawValue),
    ]
    elements.append(contentsOf: values)
    return .array(elements)
  }

  /// The moment at the start of a JSON array; nil when there is none.
  package init?(_ elements: [JSONValue]) {
    guard elements.count >= 2, let position = elements[1].int else { return nil }
    let microseconds = elements[0].int ?? elements[0].string.flatMap { Int64($0) }
    guard let microseconds else { return nil }
    self.init(
      time: Instant(microseconds: microseconds),
      position: Position(abs(position)), isInitial: position < 0)
  }
}
