internal import InteractionModel

/// Whether the rows of a group stand in the order of their times: counts those that are later than the
/// one before, and those that are earlier.
///
/// Knows the last row of as many groups as ``RowGroups``, and begins anew when there are more.
struct RowOrder {
  /// After how many rows it is known which way a file goes.
  static let sample = 10_000

  /// How many rows are later than the one before in their group.
  private(set) var rising = 0
  /// How many are earlier.
  private(set) var falling = 0
  /// The line of the first that is.
  private(set) var firstFalling: Int?
  private var last: [String: [Int: Instant]] = [:]

  /// Takes the next row.
  /// - Parameters:
  ///   - times: its times, by what they are of.
  ///   - group: its group.
  ///   - line: where it stands.
  mutating func take(_ times: [Int: Instant], of group: String, line: Int) {
    if last.count >= RowGroups.limit { last = [:] }
    let before = last.updateValue(times, forKey: group) ?? [:]
    let changes = times.compactMap { place, time in before[place].map { (time, $0) } }
    if changes.contains(where: { $0.0 < $0.1 }), !changes.contains(where: { $0.0 > $0.1 }) {
      falling += 1
      firstFalling = firstFalling ?? line
    } else if changes.contains(where: { $0.0 > $0.1 }) {
      rising += 1
    }
  }

  /// Whether the rows of a file stand newest first, as far as its first rows tell.
  static func isNewestFirst(
    _ next: () throws(IntakeError) -> (group: String, times: [Int: Instant])??
  ) throws(IntakeError) -> Bool {
    var order = RowOrder()
    var count = 0
    while count < sample, let row = try next() {
      count += 1
      if let row { order.take(row.times, of: row.group, line: 0) }
    }
    return order.falling > order.rising
  }
}
