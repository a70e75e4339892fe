internal import InteractionModel
internal import Projections

/// Who was one with what is held at some time of a hold, and since when.
///
/// Two entities end at the same root exactly while links that are in force join them, whichever way
/// the links point. So each link is looked at as what it is for a stretch of the log: a bond. The
/// moments at which a link came into force or lost it are halved and halved again, every bond is put
/// where it holds all the way, and the halves are gone through in order: families are joined on the
/// way into one and parted on the way out. For n bonds that takes O(n log² n) steps, however long
/// the chains are and however often they are moved, and each entity's links are read once.
struct HeldFamily {
  /// From which record on each one was first one with what is held.
  private let first: [String: Position]
  /// How often two families were joined: what it cost.
  let joins: Int

  /// Everyone who was one with what is held at some time of the hold, itself included.
  var members: Set<String> { Set(first.keys) }

  /// The family of what nothing is merged with.
  init(of held: String, since start: Position) {
    first = [held: start]
    joins = 0
  }

  /// The family of what is held.
  /// - Parameters:
  ///   - held: what is held.
  ///   - start: the record that placed the hold.
  ///   - links: every merge there ever was of a subject, in position order.
  ///   - subjects: those that some merge has ever pointed to a target.
  /// - Throws: what `links` and `subjects` throw.
  init(
    of held: String, since start: Position, links: (String) throws -> [Link],
    subjects: (String) throws -> [String]
  ) throws {
    let histories = try HeldFamily.histories(of: held, since: start, links, subjects)
    var timeline = Timeline(
      moments: Set(histories.values.joined().map { max($0.position, start) }).union([start]))
    for (subject, history) in histories {
      for (place, link) in history.enumerated() {
        guard let target = link.target, target != subject else { continue }
        let end = place + 1 < history.count ? max(history[place + 1].position, start) : nil
        timeline.bind(subject, target, from: max(link.position, start), until: end)
      }
    }
    first = timeline.meetings(with: held)
    joins = timeline.joins
  }

  /// Whether an entity was one with what is held at some time of the hold before a record.
  func has(_ id: String, before end: Position) -> Bool { first[id].map { $0 < end } ?? false }

  /// The links since the hold of everyone whom they join with what is held, at one time or another.
  private static func histories(
    of held: String, since start: Position, _ links: (String) throws -> [Link],
    _ subjects: (String) throws -> [String]
  ) throws -> [String: [Link]] {
    var known: [String: (links: [Link], targets: Set<String>)] = [:]
    func history(_ id: String) throws -> (links: [Link], targets: Set<String>) {
      if let found = known[id] { return found }
      let found = try links(id).inForce(since: start)
      let history = (links: found, targets: Set(found.compactMap(\.target)))
      known[id] = history
      return history
    }
    var members: [String: [Link]] = [:]
    var queue = [held]
    while let id = queue.popLast() {
      guard members[id] == nil else { continue }
      let own = try history(id)
      members[id] = own.links
      queue += own.targets
      for subject in try subjects(id) where members[subject] == nil {
        if try history(subject).targets.contains(id) { queue.append(subject) }
      }
    }
    return members
  }
}

extension [Link] {
  /// The link of a subject that was in force at a record, and all later ones.
  func inForce(since start: Position) -> [Link] {
    let later = firstIndex { $0.position > start } ?? endIndex
    return Array(self[Swift.max(later - 1, 0)...])
  }
}

/// The moments at which links moved somebody, and which bonds hold from one to the next.
private struct Timeline {
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
