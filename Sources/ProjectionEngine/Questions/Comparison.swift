internal import EventLog
internal import InteractionModel
internal import Projections

/// Compares two read models of one projection row by row, byte by byte: what they say of themselves,
/// the rows, and the states, links and namings that they keep beside them.
///
/// Walks both in key order, page by page: memory does not grow with the models.
public struct Comparison {
  private static let pageSize = 2_048

  private let live: any ReadModel
  private let replayed: any ReadModel
  private let limit: Int
  private let stop: StopRequest
  private var differences: [Difference] = []

  /// Compares.
  ///
  /// Why the live one stands still is not compared: the other one need not have met the record; see
  /// ``Replay``.
  /// - Parameters:
  ///   - live: the one that serves.
  ///   - replayed: the one that was folded again, to where the live one stands.
  ///   - limit: after how many differences to stop.
  ///   - stop: asked at every row.
  /// - Returns: the differences; none when the two are equal.
  /// - Throws: ``StorageFault`` when the store fails; `CancellationError` when it is to stop.
  public static func differences(
    live: any ReadModel, replayed: any ReadModel, limit: Int = 100, stop: StopRequest = .never
  ) throws -> [Difference] {
    var comparison = Comparison(live: live, replayed: replayed, limit: limit, stop: stop)
    try comparison.compareBookkeeping()
    for table in live.projection.tables { try comparison.compareRows(of: table) }
    try comparison.compareStates()
    try comparison.compareParts()
    try comparison.compareLinks()
    try comparison.compareNamings()
    return comparison.differences
  }

  private init(live: any ReadModel, replayed: any ReadModel, limit: Int, stop: StopRequest) {
    self.live = live
    self.replayed = replayed
    self.limit = limit
    self.stop = stop
  }

  private mutating func compareBookkeeping() throws(StorageFault) {
    let name = live.projection.name
    let known = try live.bookkeeping()
    var expected = try replayed.bookkeeping()
    // Written before leaves or roots were kept: whatever catches up next notes them.
    if known?.leaf == nil { expected?.leaf = nil }
    if known?.root?.isEmpty ?? true { expected?.root = known?.root }
    compare(
      "meta", known.map { ComparedRow($0, of: name) }, expected.map { ComparedRow($0, of: name) })
  }

  private mutating func compareRows(of table: Table) throws {
    try walk(table.name) { model, last throws(StorageFault) in
      try model.rows(table, where: [], after: last?.key, limit: Comparison.pageSize)
        .map { ComparedRow($0, of: table) }
    }
  }

  private mutating func compareStates() throws {
    try walk("entity_state") { model, last throws(StorageFault) in
      try model.allStates(after: last?.key, limit: Comparison.pageSize)
        .map { ComparedRow($0.1, of: $0.0) }
    }
  }

  private mutating func compareParts() throws {
    try walk("entity_part") { model, last throws(StorageFault) in
      try model.allParts(after: last?.part, limit: Comparison.pageSize).map { ComparedRow($0) }
    }
  }

  /// By number: the order of links is part of what they say.
  private mutating func compareLinks() throws {
    try walk("link") { model, last throws(StorageFault) in
      try model.allLinks(after: last?.number ?? 0, limit: Comparison.pageSize)
        .map { ComparedRow($0) }
    }
  }

  private mutating func compareNamings() throws {
    try walk("naming") { model, last throws(StorageFault) in
      try model.allNamings(
        after: last.map { Naming(named: $0.key, entity: $0.entity) }, limit: Comparison.pageSize
      ).map { ComparedRow($0) }
    }
  }

  /// Walks through a table of both read models; `page` answers what follows a row.
  private mutating func walk(
    _ table: String,
    _ page: (any ReadModel, ComparedRow?) throws(StorageFault) -> [ComparedRow]
  ) throws {
    func rows(
      of model: any ReadModel, after last: ComparedRow?
    ) throws(StorageFault) -> ArraySlice<ComparedRow> {
      // A key of altered bytes that are no text reads as another one and could come again for ever.
      try page(model, last).drop { row in last.map { !$0.precedes(row) } ?? false }
    }
    var left = try rows(of: live, after: nil)
    var right = try rows(of: replayed, after: nil)
    while differences.count < limit, !left.isEmpty || !right.isEmpty {
      try stop.check()
      let isLeft = left.first.map { one in right.first.map { !$0.precedes(one) } ?? true } ?? false
      let isRight = right.first.map { one in left.first.map { !$0.precedes(one) } ?? true } ?? false
      let one = isLeft ? left.popFirst() : nil
      let other = isRight ? right.popFirst() : nil
      compare(table, one, other)
      if let one, left.isEmpty { left = try rows(of: live, after: one) }
      if let other, right.isEmpty { right = try rows(of: replayed, after: other) }
    }
  }

  private mutating func compare(_ table: String, _ live: ComparedRow?, _ replayed: ComparedRow?) {
    guard let entity = (live ?? replayed)?.entity, let key = (live ?? replayed)?.key else { return }
    func report(_ field: String, _ one: JSONValue?, _ other: JSONValue?) {
      guard differences.count < limit else { return }
      differences.append(
        Difference(
          table: table, entity: entity, key: key, field: field, live: one, replayed: other,
          livePosition: live?.position, replayedPosition: replayed?.position))
    }
    guard let live, let replayed else { return report("row", live?.json, replayed?.json) }
    if live.position != replayed.position {
      report(
        "position", live.position.map { .int($0.rawValue) },
        replayed.position.map { .int($0.rawValue) })
    }
    for (one, other) in zip(live.fields, replayed.fields) where !one.isSame(as: other) {
      guard case .object(let left) = one.expanded, case .object(let right) = other.expanded else {
        report(one.name, one.expanded, other.expanded)
        continue
      }
      let keys = Set(left.members.map(\.key)).union(right.members.map(\.key)).sorted()
      let changed = keys.filter { left[$0] != right[$0] }
      for key in changed { report("\(one.name).\(key)", left[key], right[key]) }
      // Other bytes of what Unicode takes for the same text.
      if changed.isEmpty { report(one.name, one.value.json, other.value.json) }
    }
  }
}
