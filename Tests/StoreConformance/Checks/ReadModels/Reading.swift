internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Testing

extension ReadModelConformance {
  private static let projection = Shelf.projection

  static let reading: [ReadModelCheck] = [
    .onStores("a snapshot stands still while others commit") { first, second in
      let generation = try first.create(projection)
      let lease = try first.acquire(generation, of: projection)
      try lease.model.commit(Shelf.batch(1))
      for model in [lease.model, try second.open(generation, of: projection)] {
        try model.withSnapshot { snapshot in
          let before = try snapshot.checkpoint()
          let next = Int(before.rawValue) + 1
          try lease.model.commit(Shelf.batch(next))
          #expect(try snapshot.checkpoint() == before)
          #expect(try Shelf.violations(snapshot) == [])
          #expect(try model.checkpoint() == before.next)
          #expect(
            fault { () throws(StorageFault) in try snapshot.commit(Shelf.batch(next + 1)) } != nil)
        }
      }
      lease.release()
    },
    .onStores("a failure is noted and goes with the next commit") { first, second in
      let generation = try first.create(projection)
      let lease = try first.acquire(generation, of: projection)
      let failure = ProjectionFailure(position: Position(9), reason: "schema 2 is newer")
      try lease.model.setFailure(failure)
      let reader = try second.open(generation, of: projection)
      #expect(try reader.failure() == failure)
      #expect(try reader.bookkeeping()?.failureReason == failure.reason)
      try lease.model.commit(Shelf.batch(1))
      #expect(try reader.failure() == nil)
      try lease.model.setFailure(failure)
      try lease.model.setFailure(nil)
      #expect(try reader.failure() == nil)
      lease.release()
    },
    .onStores("keys and rows come in pages as they would all at once, in any order asked for") {
      first, second in
      let generation = try first.create(projection)
      let lease = try first.acquire(generation, of: projection)
      for number in 1...9 { try lease.model.commit(Shelf.batch(number)) }
      let reader = try second.open(generation, of: projection)
      for table in projection.tables {
        let all = try reader.rows(table, where: [], after: nil, limit: .max)
        #expect(try reader.keys(table, where: [], after: nil, limit: .max) == all.map(\.key))
        if let middle = all.dropFirst(all.count / 2).first {
          #expect(
            try reader.keys(table, where: [], after: middle.key, limit: 2)
              == reader.rows(table, where: [], after: middle.key, limit: 2).map(\.key))
        }
        for (place, column) in table.columns.enumerated() where column.kind == .integer {
          func order(_ row: StoredRow) -> (Int64, String) {
            guard case .integer(let value) = row.values[place] else { return (.min, row.key) }
            return (value, row.key)
          }
          let expected = all.sorted { order($0) < order($1) }.map(\.key)
          for size in [1, 3, .max] {
            var (seen, last): ([String], (value: Int64?, key: String)?) = ([], nil)
            while true {
              let page = try reader.rows(
                table, by: column.name, where: [], after: last, limit: size)
              seen += page.map(\.key)
              guard page.count == size, let row = page.last else { break }
              let (value, key) = order(row)
              last = (value == .min ? nil : value, key)
            }
            #expect(seen == expected, "\(table.name) by \(column.name), \(size) at once")
          }
        }
      }
      lease.release()
    },
    .onStores("it knows the record it stands at, and how far it knows the links") {
      first, second in
      let generation = try first.create(projection)
      let reader = try second.open(generation, of: projection)
      #expect(try reader.logCheckpoint() == .start)
      let lease = try first.acquire(generation, of: projection)
      try lease.model.commit(
        ReadModelBatch(
          checkpoint: Position(3), linksThrough: Position(8), leaf: [8], root: [3]))
      #expect(try reader.checkpoint() == Position(3))
      #expect(try reader.linksThrough() == Position(8))
      #expect(
        try reader.logCheckpoint() == LogCheckpoint(position: Position(8), leaf: [8]))
      let said = try #require(try reader.bookkeeping())
      #expect(said.projection == "Shelf" && said.codeVersion == 3 && said.leaf == [8])
      #expect(said.root == [3])
      lease.release()
    },
  ]
}
