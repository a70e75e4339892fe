internal import InteractionModel

/// What the previous row of each group had, for conditions over several rows of a case.
///
/// The rows of a group need not stand together. The last ``limit`` groups are remembered; of those that
/// were seen before only that they were: 16 bytes each. A row of such a group is rejected rather than
/// taken for the first of it.
struct RowGroups {
  /// Cells of a row, by the place of their column in ``Mapping/columns``.
  typealias Row = [Int: String]

  /// How many groups are remembered.
  static let limit = 100_000
  /// How many bytes their cells may have.
  private static let weightLimit = 256 << 20

  private struct Group {
    var row: Row
    var turn: Int
    var weight: Int
  }

  private let limit: Int
  private var groups: [String: Group] = [:]
  /// Groups in the order in which they were seen, each once a time, the older ones of which are stale.
  private var order: [(turn: Int, name: String)] = []
  private var oldest = 0
  private var turn = 0
  private var weight = 0
  private var forgotten: Set<Int> = []

  /// Nothing remembered.
  init(limit: Int = RowGroups.limit) {
    self.limit = limit
  }

  /// What the previous row of a group had; nil when there was none.
  /// - Throws: a fault when it is not remembered.
  func previous(of name: String) throws(RowFault) -> Row? {
    if let group = groups[name] { return group.row }
    guard forgotten.contains(name.hashValue) else { return nil }
    throw RowFault(
      "the previous row of its group stands \(limit) groups or more before it",
      remedy: "sort the file by what its rows are grouped by, and within that by time")
  }

  /// Notes that a group was seen, though nothing of its row is to be compared with.
  mutating func passOver(_ name: String) {
    if groups[name] == nil, !forgotten.contains(name.hashValue) { take([:], as: name) }
  }

  /// Remembers a row as the last of its group.
  mutating func take(_ row: Row, as name: String) {
    turn += 1
    let size = row.values.reduce(name.utf8.count) { $0 + $1.utf8.count }
    weight += size - (groups[name]?.weight ?? 0)
    groups[name] = Group(row: row, turn: turn, weight: size)
    order.append((turn, name))
    while groups.count > limit || weight > RowGroups.weightLimit && groups.count > 1 { forget() }
    if order.count > 4 * limit || oldest > order.count / 2 { tidy() }
  }

  /// Forgets the group that was seen longest ago.
  private mutating func forget() {
    while oldest < order.count {
      let (turn, name) = order[oldest]
      oldest += 1
      guard let group = groups[name], group.turn == turn else { continue }
      groups[name] = nil
      weight -= group.weight
      forgotten.insert(name.hashValue)
      return
    }
  }

  private mutating func tidy() {
    order = order[oldest...].filter { groups[$0.name]?.turn == $0.turn }
    oldest = 0
  }
}
