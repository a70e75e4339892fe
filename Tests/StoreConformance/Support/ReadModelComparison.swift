internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Testing

/// Expects of two read models of ``Shelf`` that they answer the same, whatever they are asked.
enum ReadModelComparison {
  static func compare(
    _ left: any ReadModel, _ right: any ReadModel, _ generator: inout SeededGenerator
  ) throws {
    #expect(try left.checkpoint() == right.checkpoint())
    #expect(try left.linksThrough() == right.linksThrough())
    #expect(try left.logCheckpoint() == right.logCheckpoint())
    #expect(try left.rowsDue() == right.rowsDue())
    for table in Shelf.projection.tables {
      for _ in 0..<12 {
        let filters = RandomShelf.filters(table, &generator)
        let limit = Int.random(in: 1...40, using: &generator)
        let after = Bool.random(using: &generator) ? nil : "é-1"
        let rows = try left.rows(table, where: filters, after: after, limit: limit)
        let others = try right.rows(table, where: filters, after: after, limit: limit)
        #expect(rows == others, "\(filters) after \(after ?? "-") limit \(limit)")
        if let key = rows.first?.key {
          #expect(try left.row(table, key: key) == right.row(table, key: key))
        }
      }
      #expect(try left.row(table, key: "nobody") == nil)
      let names = ["case-é-7", "case-é-11", "nobody", "case-é-2"]
      #expect(
        try left.rows(table, where: "entity", isAnyOf: names)
          == right.rows(table, where: "entity", isAnyOf: names))
      let entities = names.compactMap { EntityKey(parsing: $0) }
      for position in [0, generator.number(1...20), 1_000].map({ Position(Int64($0)) }) {
        let rows = try left.rows(table, of: entities, changedAfter: position)
        let others = try right.rows(table, of: entities, changedAfter: position)
        #expect(rows.count == others.count && Set(rows) == Set(others), "after \(position)")
        #expect(rows.allSatisfy { $0.position > position })
      }
    }
    #expect(
      try left.rows(Shelf.item, where: "status", isAnyOf: RandomShelf.texts)
        == right.rows(Shelf.item, where: "status", isAnyOf: RandomShelf.texts))
    try compareOrder(left, right, &generator)
    try compareParts(left, right)
    let names = (0..<25).map { EntityKey.case("é-\($0)") }
    #expect(try left.states(of: names) == right.states(of: names))
    let states = try left.allStates(after: "case-é-2", limit: 9)
    let others = try right.allStates(after: "case-é-2", limit: 9)
    #expect(states.map(\.0) == others.map(\.0))
    #expect(states.map(\.1) == others.map(\.1))
    #expect(try left.allLinks(after: 2, limit: 20) == right.allLinks(after: 2, limit: 20))
    let naming = Naming(named: "party-p-1", entity: "case-é-11")
    for after in [nil, naming] {
      #expect(
        try left.allNamings(after: after, limit: 9) == right.allNamings(after: after, limit: 9))
    }
    #expect(try left.bookkeeping() == right.bookkeeping())
    let wanted: [[EntityKey]] = [
      [], [.party("p-0")], [.party("p-1"), .conversation("p-1"), .party("p-9")],
    ]
    for named in wanted {
      #expect(try left.entities(naming: named) == right.entities(naming: named))
    }
    for kind in LinkKind.allCases {
      #expect(try left.mergesInForce(kind) == right.mergesInForce(kind))
      let subjects = (0...6).map { "s-\($0)" }
      #expect(try left.links(kind, ofEach: subjects) == right.links(kind, ofEach: subjects))
      for number in 0...6 {
        let subject = "s-\(number)"
        #expect(try left.links(kind, of: subject) == right.links(kind, of: subject))
        #expect(try left.link(kind, of: subject) == right.link(kind, of: subject))
        #expect(
          try left.subjects(kind, everPointingTo: "t-\(number)").sorted()
            == right.subjects(kind, everPointingTo: "t-\(number)").sorted())
      }
    }
  }

  /// Pages of rows that share something, in the order of their table.
  private static func compareOrder(
    _ left: any ReadModel, _ right: any ReadModel, _ generator: inout SeededGenerator
  ) throws {
    let table = Shelf.line
    for text in RandomShelf.texts {
      var after: StoredRow?
      var keys: [String] = []
      for _ in 0..<100 {
        let rows = try left.rows(table, sharing: text, where: [], after: after, limit: 2)
        let others = try right.rows(table, sharing: text, where: [], after: after, limit: 2)
        #expect(rows == others, "“\(text)” after \(after?.key ?? "-")")
        keys += rows.map(\.key)
        guard let last = rows.last else { break }
        after = last
      }
      let all = try left.rows(
        table, where: [.equals(column: "note", .text(text))], after: nil, limit: .max)
      #expect(keys.sorted() == all.map(\.key).sorted())
      let filters = [RowFilter.atLeast(column: "at", .integer(0))]
      let high = try left.rows(table, sharing: text, where: filters, after: nil, limit: 9)
      #expect(
        try high == right.rows(table, sharing: text, where: filters, after: nil, limit: 9))
      #expect(high.map(\.key) == keys.filter { key in high.contains { $0.key == key } })
    }
  }

  private static func compareParts(_ left: any ReadModel, _ right: any ReadModel) throws {
    var after: (entity: String, name: PartName)?
    for _ in 0..<200 {
      let parts = try left.allParts(after: after, limit: 7)
      #expect(try parts == right.allParts(after: after, limit: 7))
      guard let last = parts.last else { break }
      after = (last.entity, last.part.name)
      let entity = try #require(EntityKey(parsing: last.entity))
      let names = [PartName([]), last.part.name, PartName([1])]
      #expect(
        try Set(left.parts(names, of: entity)) == Set(right.parts(names, of: entity)))
      #expect(try left.parts(names, of: entity).contains(last.part))
    }
    #expect(try left.parts([PartName([1])], of: .case("nobody")).isEmpty)
  }
}
