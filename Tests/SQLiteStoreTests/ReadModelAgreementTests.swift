internal import EventLog
internal import InteractionModel
internal import SQLiteStore
internal import StoreConformance
internal import Testing

@testable import ProjectionEngine
@testable import Projections

@Suite("Read models in SQLite and in memory agree")
struct ReadModelAgreementTests {
  private static let texts = [
    "open", "closed", "Open", "", "a%b", "ä", "z", "it's", "日本", "🧑🏽‍🚒", "a\nb", "[\"a\"]",
  ]

  private func text(_ generator: inout SeededGenerator) -> String {
    Self.texts.randomElement(using: &generator) ?? ""
  }

  private func value(_ column: Column, _ generator: inout SeededGenerator) -> ColumnValue {
    if Int.random(in: 0..<5, using: &generator) == 0 { return .null }
    switch column.kind {
    case .text: return .text(text(&generator))
    case .integer: return .integer(Int64.random(in: -4...4, using: &generator))
    case .json:
      let count = Int.random(in: 0...3, using: &generator)
      let elements = (0..<count).map { _ in JSONValue.string(text(&generator)) } + [.int(7)]
      return .text(String(decoding: JSONValue.array(elements).canonicalBytes, as: UTF8.self))
    }
  }

  private func row(_ table: Table, _ key: String, _ generator: inout SeededGenerator) -> Row {
    Row(
      table: table.name, key: key,
      values: table.columns.map { column in
        // What a table is ordered by, every row has.
        column.name == table.order?.column
          ? .integer(Int64.random(in: -2...2, using: &generator)) : value(column, &generator)
      },
      position: Bool.random(using: &generator)
        ? nil : Position(Int64.random(in: 1...9, using: &generator)))
  }

  private func parts(_ generator: inout SeededGenerator) -> [StatePart] {
    (0..<Int.random(in: 0...3, using: &generator)).map { _ in
      StatePart(
        name: PartName([UInt8.random(in: 0...255, using: &generator), 0, 0xFF]),
        bytes: [UInt8.random(in: 0...255, using: &generator)])
    }
  }

  /// A write that changes some rows and parts of an entity and leaves the others.
  private func partialWrite(
    _ entity: String, _ position: Position, _ generator: inout SeededGenerator
  ) -> EntityWrite {
    let lines = (0...4).shuffled(using: &generator)
    return EntityWrite(
      entity: .case(entity), position: position, state: Array("head \(position)".utf8),
      rows: [
        row(Shelf.item, entity, &generator), row(Shelf.line, "\(entity)/\(lines[0])", &generator),
      ],
      named: [.party("p-1")], parts: parts(&generator),
      gone: lines[1...2].map { Row(table: Shelf.line.name, key: "\(entity)/\($0)", values: []) },
      isPartial: true)
  }

  private func link(_ position: Position, _ generator: inout SeededGenerator) -> Link {
    let kind = LinkKind.allCases.randomElement(using: &generator) ?? .caseIntoCase
    let target = Int.random(in: 0...5, using: &generator)
    return Link(
      kind: kind, subject: "s-\(Int.random(in: 0...6, using: &generator))",
      target: target == 0 ? nil : "t-\(target)", position: position,
      time: Instant(microseconds: Int64.random(in: 0...99, using: &generator)))
  }

  /// A batch that adds, changes and removes entities.
  private func batch(_ number: Int, _ generator: inout SeededGenerator) -> ReadModelBatch {
    let position = Position(Int64(number * 10))
    var writes: [EntityWrite] = []
    for entity in (0..<25).shuffled(using: &generator).prefix(6).map({ "é-\($0)" }) {
      if Int.random(in: 0..<3, using: &generator) == 0 {
        writes.append(partialWrite(entity, position, &generator))
        continue
      }
      let isGone = Int.random(in: 0..<4, using: &generator) == 0
      var rows: [Row] = []
      if !isGone {
        rows.append(row(Shelf.item, entity, &generator))
        for line in 0..<Int.random(in: 0...4, using: &generator) {
          rows.append(row(Shelf.line, "\(entity)/\(line)", &generator))
        }
      }
      writes.append(
        EntityWrite(
          entity: .case(entity), position: position,
          state: isGone ? nil : Array("{\"é\":\(number)}".utf8), rows: rows,
          named: isGone ? [] : [.party("p-\(number % 4)"), .conversation("p-\(number % 3)")],
          parts: isGone ? [] : parts(&generator)))
    }
    let links = (0..<Int.random(in: 0...3, using: &generator)).map { _ in link(position, &generator)
    }
    return ReadModelBatch(
      links: links, entities: writes, checkpoint: position,
      linksThrough: Position(position.rawValue + Int64(number % 3)))
  }

  private func filters(_ table: Table, _ generator: inout SeededGenerator) -> [RowFilter] {
    table.columns.shuffled(using: &generator).prefix(Int.random(in: 0...2, using: &generator))
      .map { column in
        switch (column.kind, Int.random(in: 0...2, using: &generator)) {
        case (.json, _): .contains(column: column.name, text(&generator))
        case (_, 0): .equals(column: column.name, value(column, &generator))
        case (_, 1): .atLeast(column: column.name, value(column, &generator))
        default: .below(column: column.name, value(column, &generator))
        }
      }
  }

  private func compare(
    _ left: any ReadModel, _ right: any ReadModel, _ generator: inout SeededGenerator
  ) throws {
    #expect(try left.checkpoint() == right.checkpoint())
    #expect(try left.linksThrough() == right.linksThrough())
    #expect(try left.rowsDue() == right.rowsDue())
    for table in Shelf.projection.tables {
      for _ in 0..<12 {
        let filters = filters(table, &generator)
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
    }
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
  private func compareOrder(
    _ left: any ReadModel, _ right: any ReadModel, _ generator: inout SeededGenerator
  ) throws {
    let table = Shelf.line
    for text in Self.texts {
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

  private func compareParts(_ left: any ReadModel, _ right: any ReadModel) throws {
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

  @Test("on what a build writes, states first and their rows page by page")
  func building() throws {
    var generator = SeededGenerator(seed: 5)
    let directory = try TestDirectory()
    let store = try SQLiteReadModelStore(directory: directory.path)
    let generation = try store.create(Shelf.projection)
    let lease = try store.acquire(generation, of: Shelf.projection)
    let models: [any ReadModel] = [lease.model, MemoryReadModel(Shelf.projection)]
    /// Rows of the next entities that have none; false when there are no more.
    func makeRows(_ count: Int) throws -> Bool {
      guard let due = try models[0].rowsDue() else { return false }
      let rows = try models[0].allStates(after: due.after, limit: count).map { name, stored in
        let entity = try #require(EntityKey(parsing: name))
        return EntityRows(
          entity: entity, position: stored.position,
          rows: [
            row(Shelf.item, entity.id, &generator), row(Shelf.line, "\(entity.id)/1", &generator),
          ],
          named: [.party("p-\(stored.position)")])
      }
      #expect(due.count >= rows.count)
      for model in models { try model.commit(rows) }
      return true
    }
    // The second time there are rows already, the third time some are due still.
    for round in 1...3 as ClosedRange<Int64> {
      for piece in 0..<4 {
        let states = (0..<8).map { number in
          (
            EntityKey.case("é-\(number * 3 + piece % 2)"),
            StoredState(position: Position(round * 10 + Int64(piece)), bytes: [UInt8(piece), 0])
          )
        }
        let batch = StateBatch(
          states: states,
          parts: states.flatMap { entity, _ in
            parts(&generator).map { StoredPart(entity: entity.description, part: $0) }
          },
          checkpoint: Position(round * 10 + Int64(piece)), linksThrough: Position(100))
        for model in models { try model.commit(batch) }
        #expect(
          try models[0].rowsDue() == RowsDue(after: "", count: piece == 0 && round == 1 ? 8 : 16))
        for table in Shelf.projection.tables {
          #expect(try models[0].rows(table, where: [], after: nil, limit: 9).isEmpty)
        }
      }
      try compare(models[0], models[1], &generator)
      for page in 0..<5 where page < 2 || round != 2 {
        #expect(try makeRows(5))
        if page < 3 { #expect(try models[0].rowsDue()?.count == 16 - 5 * (page + 1)) }
        try compare(models[0], models[1], &generator)
      }
    }
    #expect(try !makeRows(5))
    #expect(try models[0].rows(Shelf.item, where: [], after: nil, limit: 99).count == 16)
    // What lives goes on from there.
    for number in 20...24 {
      let batch = batch(number, &generator)
      for model in models { try model.commit(batch) }
    }
    try compare(models[0], models[1], &generator)
    lease.release()
    try store.close()
  }

  @Test("on random batches, filters, pages and links", arguments: [1, 2, 3] as [UInt64])
  func agree(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let directory = try TestDirectory()
    let store = try SQLiteReadModelStore(directory: directory.path)
    let generation = try store.create(Shelf.projection)
    let lease = try store.acquire(generation, of: Shelf.projection)
    let memory = MemoryReadModel(Shelf.projection)
    try compare(lease.model, memory, &generator)
    for number in 1...20 {
      let batch = batch(number, &generator)
      try lease.model.commit(batch)
      memory.commit(batch)
      if number % 4 == 0 { try compare(lease.model, memory, &generator) }
    }
    lease.release()
    try store.close()
  }
}
