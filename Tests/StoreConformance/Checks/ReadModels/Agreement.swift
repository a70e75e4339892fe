internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Testing

extension ReadModelConformance {
  private static let projection = Shelf.projection

  static let agreement: [ReadModelCheck] = [
    .onStores("it answers as one in memory does on random batches, filters, pages and links") {
      first, second in
      for seed in 1...3 as ClosedRange<UInt64> {
        var generator = SeededGenerator(seed: seed)
        let generation = try first.create(projection)
        let lease = try first.acquire(generation, of: projection)
        let reader = try second.open(generation, of: projection)
        let memory = MemoryReadModel(projection)
        try ReadModelComparison.compare(lease.model, memory, &generator)
        for number in 1...20 {
          let batch = RandomShelf.batch(number, &generator)
          try lease.model.commit(batch)
          try memory.commit(batch)
          if number % 4 == 0 { try ReadModelComparison.compare(reader, memory, &generator) }
        }
        lease.release()
      }
    },
    .onStores("so it does on what a build writes, states first and their rows page by page") {
      first, _ in
      let lease = try first.acquire(first.create(projection), of: projection)
      var build = BothBuilds(models: [lease.model, MemoryReadModel(projection)])
      // The second time there are rows already, the third time some are due still.
      for round in 1...3 {
        for piece in 0..<4 { try build.writeStates(round, piece) }
        try build.compare()
        for page in 0..<5 where page < 2 || round != 2 {
          #expect(try build.writeRows(5))
          if page < 3 {
            #expect(try lease.model.rowsDue()?.count == 16 - 5 * (page + 1))
          }
          try build.compare()
        }
      }
      #expect(try !build.writeRows(5))
      #expect(try lease.model.rows(Shelf.item, where: [], after: nil, limit: 99).count == 16)
      // What lives goes on from there.
      for number in 20...24 { try build.writeBatch(number) }
      try build.compare()
      lease.release()
    },
  ]

  /// The same build in two read models.
  private struct BothBuilds {
    let models: [any ReadModel]
    private var generator = SeededGenerator(seed: 5)

    init(models: [any ReadModel]) { self.models = models }

    mutating func compare() throws {
      try ReadModelComparison.compare(models[0], models[1], &generator)
    }

    mutating func writeBatch(_ number: Int) throws {
      let batch = RandomShelf.batch(number, &generator)
      for model in models { try model.commit(batch) }
    }

    /// States of some entities, of which some are those of the piece before.
    mutating func writeStates(_ round: Int, _ piece: Int) throws {
      let position = Position(Int64(round * 10 + piece))
      let states = (0..<8).map { number in
        (
          entity: EntityKey.case("é-\(number * 3 + piece % 2)"),
          state: StoredState(position: position, bytes: [UInt8(piece), 0])
        )
      }
      var parts: [StoredPart] = []
      for (entity, _) in states {
        parts += RandomShelf.parts(&generator).map {
          StoredPart(entity: entity.description, part: $0)
        }
      }
      var batch = StateBatch(
        states: states, parts: parts, checkpoint: position, linksThrough: Position(100))
      batch.goneParts = states.map { ($0.entity, RandomShelf.partName(&generator)) }
      for model in models {
        try model.commit(batch)
        #expect(
          try model.rowsDue() == RowsDue(after: "", count: piece == 0 && round == 1 ? 8 : 16))
        for table in Shelf.projection.tables {
          #expect(try model.rows(table, where: [], after: nil, limit: 9).isEmpty)
        }
      }
    }

    /// Rows of the next entities that have none; false when there are no more.
    mutating func writeRows(_ count: Int) throws -> Bool {
      guard let due = try models[0].rowsDue() else { return false }
      var rows: [EntityRows] = []
      for (name, stored) in try models[0].allStates(after: due.after, limit: count) {
        let entity = try #require(EntityKey(parsing: name))
        rows.append(
          EntityRows(
            entity: entity, position: stored.position,
            rows: [
              RandomShelf.row(Shelf.item, entity.id, &generator),
              RandomShelf.row(Shelf.line, "\(entity.id)/1", &generator),
            ],
            named: [.party("p-\(stored.position)")]))
      }
      #expect(due.count >= rows.count)
      for model in models { try model.commit(rows) }
      return true
    }
  }
}
