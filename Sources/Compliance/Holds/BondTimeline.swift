internal import InteractionModel

/// The moments at which links moved somebody, and which bonds hold from one to the next.
///
/// Offline dynamic connectivity: the bonds stand in a segment tree over the moments, each in the few
/// nodes that cover its time, and one walk over the tree joins them in a union–find on the way down
/// and takes that back on the way up. So n bonds cost O(n log² n), not each moment all of them.
struct BondTimeline {
  private let moments: [Position]
  /// By half: the whole first, then the two halves of it, and so on.
  private var bonds: [[(Int, Int)]]
  private var places: [String: Int] = [:]
  private var families = Families()

  var joins: Int { families.joins }

  init(moments: Set<Position>) {
    self.moments = moments.sorted()
    bonds = Array(repeating: [], count: 4 * moments.count)
  }

  /// Joins two from one moment until another, or to the end.
  mutating func bind(_ id: String, _ other: String, from: Position, until: Position?) {
    let bond = (place(of: id), place(of: other))
    let low = index(of: from)
    let high = until.map(index) ?? moments.count
    if low < high { insert(bond, low..<high, half: 1, 0..<moments.count) }
  }

  /// The moment from which on each was first in the family of one.
  mutating func meetings(with id: String) -> [String: Position] {
    let held = place(of: id)
    walk(half: 1, 0..<moments.count, held)
    var found: [String: Position] = [:]
    for (id, place) in places {
      if let moment = families.meetings[place] { found[id] = moments[moment] }
    }
    return found
  }

  private mutating func place(of id: String) -> Int {
    if let place = places[id] { return place }
    let place = families.add()
    places[id] = place
    return place
  }

  private func index(of moment: Position) -> Int {
    var (low, high) = (0, moments.count)
    while low < high {
      let middle = low + (high - low) / 2
      if moments[middle] < moment { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func insert(
    _ bond: (Int, Int), _ range: Range<Int>, half: Int, _ span: Range<Int>
  ) {
    let common = range.clamped(to: span)
    if common.isEmpty { return }
    guard common != span else {
      bonds[half].append(bond)
      return
    }
    let middle = span.lowerBound + span.count / 2
    insert(bond, range, half: 2 * half, span.lowerBound..<middle)
    insert(bond, range, half: 2 * half + 1, middle..<span.upperBound)
  }

  private mutating func walk(half: Int, _ span: Range<Int>, _ held: Int) {
    let unions = bonds[half].compactMap { families.join($0.0, $0.1) }
    if span.count == 1 {
      families.meet(held, at: span.lowerBound)
    } else {
      let middle = span.lowerBound + span.count / 2
      walk(half: 2 * half, span.lowerBound..<middle, held)
      walk(half: 2 * half + 1, middle..<span.upperBound, held)
    }
    for union in unions.reversed() { families.part(union) }
  }
}

/// Families that are joined, and parted again in the opposite order.
private struct Families {
  /// Two families that became one.
  struct Union {
    let smaller: Int
    let larger: Int
    /// When the larger one had been met before.
    let met: Int?
  }

  private var heads: [Int] = []
  private var sizes: [Int] = []
  /// By the head of a family, when those who are in it now were first met as this family; by
  /// anybody when all are parted.
  private(set) var meetings: [Int?] = []
  private(set) var joins = 0

  /// Adds one who is a family alone.
  mutating func add() -> Int {
    heads.append(heads.count)
    sizes.append(1)
    meetings.append(nil)
    return heads.count - 1
  }

  /// Without shortening any way: that could not be undone.
  private func head(of member: Int) -> Int {
    var member = member
    while heads[member] != member { member = heads[member] }
    return member
  }

  /// Joins the families of two; nil when they are one.
  mutating func join(_ one: Int, _ other: Int) -> Union? {
    var (larger, smaller) = (head(of: one), head(of: other))
    guard larger != smaller else { return nil }
    if sizes[larger] < sizes[smaller] { swap(&larger, &smaller) }
    let union = Union(smaller: smaller, larger: larger, met: meetings[larger])
    heads[smaller] = larger
    sizes[larger] += sizes[smaller]
    meetings[larger] = nil
    joins += 1
    return union
  }

  /// Undoes the last join that was not undone.
  mutating func part(_ union: Union) {
    // Whoever was met since the two are one was met as both.
    let met = meetings[union.larger]
    meetings[union.smaller] = [meetings[union.smaller], met].compactMap(\.self).min()
    meetings[union.larger] = [union.met, met].compactMap(\.self).min()
    sizes[union.larger] -= sizes[union.smaller]
    heads[union.smaller] = union.smaller
  }

  /// Notes that the family of somebody is met; moments come in order.
  mutating func meet(_ member: Int, at moment: Int) {
    let head = head(of: member)
    if meetings[head] == nil { meetings[head] = moment }
  }
}
