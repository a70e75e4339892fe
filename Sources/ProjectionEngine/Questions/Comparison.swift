public import EventLog
internal import InteractionModel
internal import Projections

/// Compares two read models of one projection row by row, value by value.
///
/// Walks both in key order, page by page: memory does not grow with the models.
public struct Comparison {
  private let live: any ReadModel
  private let replayed: any ReadModel
  private let limit: Int
  private var differences: [Difference] = []

  /// Compares.
  /// - Parameters:
  ///   - live: the one that serves.
  ///   - replayed: the one that was folded again.
  ///   - limit: after how many differences to stop.
  /// - Returns: the differences; none when the two are equal.
  /// - Throws: ``StorageFault`` when the store fails.
  public static func differences(
    live: any ReadModel, replayed: any ReadModel, limit: Int = 100
  ) throws(StorageFault) -> [Difference] {
    var comparison = Comparison(live: live, replayed: replayed, limit: limit)
    for table in live.projection.tables { try comparison.compareRows(of: table) }
    try comparison.compareStates()
    try comparison.compareLinks()
    return comparison.differences
  }

  private init(live: any ReadModel, replayed: any ReadModel, limit: Int) {
    self.live = live
    self.replayed = replayed
    self.limit = limit
  }

  private mutating func compareRows(of table: Table) throws(StorageFault) {
    func item(_ row: StoredRow) -> Item {
      var fields: [(String, JSONValue)] = [("entity", .string(row.entity))]
      for (column, value) in zip(table.columns, row.values) {
        fields.append((column.name, Comparison.expanded(value, column)))
      }
      return Item(key: row.key, entity: row.entity, position: row.position, fields: fields)
    }
    func pages(_ model: any ReadModel) -> (String?) throws(StorageFault) -> [Item] {
      { after throws(StorageFault) in
        try model.rows(table, where: [], after: after, limit: 2_048).map(item)
      }
    }
    try merge(table.name, pages(live), pages(replayed))
  }

  private mutating func compareStates() throws(StorageFault) {
    func pages(_ model: any ReadModel) -> (String?) throws(StorageFault) -> [Item] {
      { after throws(StorageFault) in
        try model.allStates(after: after, limit: 2_048).map { entity, state in
          let json = String(decoding: state.json, as: UTF8.self)
          return Item(
            key: entity, entity: entity, position: state.position,
            fields: [("state", .string(json))])
        }
      }
    }
    try merge("entity_state", pages(live), pages(replayed))
  }

  /// Links are compared as sequences: their order is part of what they say.
  private mutating func compareLinks() throws(StorageFault) {
    var offset = 0
    while differences.count < limit {
      let left = try live.allLinks(after: offset, limit: 2_048)
      let right = try replayed.allLinks(after: offset, limit: 2_048)
      for index in 0..<max(left.count, right.count) {
        let one = index < left.count ? left[index] : nil
        let other = index < right.count ? right[index] : nil
        guard one != other, differences.count < limit else { continue }
        differences.append(
          Difference(
            table: "link", entity: (one ?? other)?.subject ?? "", key: "\(offset + index + 1)",
            field: "row", live: one.map(Comparison.json), replayed: other.map(Comparison.json),
            livePosition: one?.position, replayedPosition: other?.position))
      }
      guard !left.isEmpty || !right.isEmpty else { return }
      offset += max(left.count, right.count)
    }
  }

  private static func json(_ link: Link) -> JSONValue {
    [
      "kind": .string(link.kind.rawValue), "subject": .string(link.subject),
      "target": link.target.map(JSONValue.string) ?? .null,
      "time": .string(link.time.description),
    ]
  }

  /// One row, whatever it is a row of.
  private struct Item {
    let key: String
    let entity: String
    let position: Position
    let fields: [(String, JSONValue)]
  }

  /// A JSON column as the value it holds, so that a difference can name a field within it.
  private static func expanded(_ value: ColumnValue, _ column: Column) -> JSONValue {
    guard column.kind == .json, case .text(let text) = value,
      let parsed = try? JSONValue(parsing: Array(text.utf8))
    else { return value.json }
    // Text that is not the canonical form of its value would compare equal to it: keep the text.
    return parsed.canonicalText == text ? parsed : value.json
  }

  private mutating func merge(
    _ table: String, _ livePages: (String?) throws(StorageFault) -> [Item],
    _ replayedPages: (String?) throws(StorageFault) -> [Item]
  ) throws(StorageFault) {
    var left = try livePages(nil)[...]
    var right = try replayedPages(nil)[...]
    while differences.count < limit, !left.isEmpty || !right.isEmpty {
      let order = Comparison.order(left.first?.key, right.first?.key)
      let one = order <= 0 ? left.popFirst() : nil
      let other = order >= 0 ? right.popFirst() : nil
      compare(table, one, other)
      if let one, left.isEmpty { left = try livePages(one.key)[...] }
      if let other, right.isEmpty { right = try replayedPages(other.key)[...] }
    }
  }

  /// Key-byte order; what has ended comes last.
  private static func order(_ left: String?, _ right: String?) -> Int {
    guard let left else { return 1 }
    guard let right else { return -1 }
    if left.utf8.elementsEqual(right.utf8) { return 0 }
    return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
  }

  private mutating func compare(_ table: String, _ live: Item?, _ replayed: Item?) {
    guard let entity = (live ?? replayed)?.entity, let key = (live ?? replayed)?.key else { return }
    func report(_ field: String, _ one: JSONValue?, _ other: JSONValue?) {
      guard differences.count < limit else { return }
      differences.append(
        Difference(
          table: table, entity: entity, key: key, field: field, live: one, replayed: other,
          livePosition: live?.position, replayedPosition: replayed?.position))
    }
    guard let live, let replayed else {
      func whole(_ item: Item?) -> JSONValue? {
        item.map { .object(JSONObject($0.fields)) }
      }
      return report("row", whole(live), whole(replayed))
    }
    if live.position != replayed.position {
      report("position", .int(live.position.rawValue), .int(replayed.position.rawValue))
    }
    for ((name, one), (_, other)) in zip(live.fields, replayed.fields) where one != other {
      guard case .object(let left) = one, case .object(let right) = other else {
        report(name, one, other)
        continue
      }
      let keys = Set(left.members.map(\.key)).union(right.members.map(\.key)).sorted()
      for key in keys where left[key] != right[key] {
        report("\(name).\(key)", left[key], right[key])
      }
    }
  }
}
