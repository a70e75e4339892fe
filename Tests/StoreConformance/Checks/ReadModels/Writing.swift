internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Testing

extension ReadModelConformance {
  private static let projection = Shelf.projection

  static let writing: [ReadModelCheck] = [
    .onStores("one writes at a time, through whichever view; released twice is released once") {
      first, second in
      let generation = try first.create(projection)
      let lease = try first.acquire(generation, of: projection)
      for store in [first, second] {
        #expect(
          fault { () throws(StorageFault) in try store.acquire(generation, of: projection) }?.code
            == .busy)
      }
      // Reading needs no right.
      #expect(try second.open(generation, of: projection).checkpoint() == .start)
      lease.release()
      let next = try second.acquire(generation, of: projection)
      lease.release()
      #expect(
        fault { () throws(StorageFault) in try first.acquire(generation, of: projection) }?.code
          == .busy)
      next.release()
    },
    .onStores("whoever lost the right without noticing writes nothing") { first, second in
      let generation = try first.create(projection)
      let old = try first.acquire(generation, of: projection)
      try old.model.commit(Shelf.batch(1))
      old.release()
      let new = try second.acquire(generation, of: projection)
      let stopped = ProjectionFailure(position: Position(1), reason: "x")
      let states = StateBatch(checkpoint: Position(2), linksThrough: Position(2))
      let faults = [
        fault { () throws(StorageFault) in try old.model.commit(Shelf.batch(2)) },
        fault { () throws(StorageFault) in try old.model.commit(states) },
        fault { () throws(StorageFault) in try old.model.commit([EntityRows]()) },
        fault { () throws(StorageFault) in try old.model.setFailure(stopped) },
      ]
      #expect(faults.allSatisfy { $0?.code == .superseded })
      try new.model.commit(Shelf.batch(2))
      #expect(try Shelf.violations(first.open(generation, of: projection)) == [])
      #expect(try new.model.checkpoint() == Position(2))
      new.release()
    },
    .onStores("whoever follows what was replaced is told, and cannot take it again") {
      first, second in
      let old = try first.create(projection)
      try first.serve(old)
      let follower = try first.acquire(old, of: projection)
      try follower.model.commit(Shelf.batch(1))
      try second.serve(second.create(projection))
      #expect(
        fault { () throws(StorageFault) in try follower.model.commit(Shelf.batch(2)) }?.code
          == .superseded)
      follower.release()
      for store in [first, second] {
        #expect(
          fault { () throws(StorageFault) in try store.acquire(old, of: projection) }?.code
            == .missing)
        #expect(
          fault { () throws(StorageFault) in try store.open(old, of: projection) }?.code
            == .missing)
      }
    },
    .onStores("what was opened for reading refuses to be written") { first, _ in
      let model = try first.open(first.create(projection), of: projection)
      #expect(
        fault { () throws(StorageFault) in try model.commit(Shelf.batch(1)) }?.code
          == .permission)
    },
    .onStores("a batch with a row for no declared table leaves nothing behind") { first, _ in
      let lease = try first.acquire(first.create(projection), of: projection)
      try lease.model.commit(Shelf.batch(1))
      var batch = Shelf.batch(2)
      batch.entities.append(
        EntityWrite(
          entity: .case("z"), position: Position(2), state: nil,
          rows: [Row(table: "elsewhere", key: "z", values: [])], named: []))
      #expect(throws: StorageFault.self) { try lease.model.commit(batch) }
      #expect(try lease.model.checkpoint() == Position(1))
      #expect(try Shelf.violations(lease.model) == [])
      lease.release()
    },
    .onStores("made ready to serve, twice, it holds what it held") { first, second in
      let generation = try first.create(projection)
      let lease = try first.acquire(generation, of: projection)
      try lease.model.commit(Shelf.batch(1))
      try lease.model.prepareToServe()
      try lease.model.prepareToServe()
      try lease.model.commit(Shelf.batch(2))
      lease.release()
      try first.serve(generation)
      #expect(try Shelf.violations(second.open(generation, of: projection)) == [])
    },
    ReadModelCheck("a store that is opened again goes on where it was") { factory in
      let store = try await factory.makeStore()
      let generation = try store.create(projection)
      let lease = try store.acquire(generation, of: projection)
      for number in 1...3 { try lease.model.commit(Shelf.batch(number)) }
      lease.release()
      try store.serve(generation)
      guard let again = try await factory.reopen(store) else {
        await factory.discard(store)
        return
      }
      let kept = try again.generations()
      #expect(kept.map(\.number) == [1] && kept.map(\.state) == [.serving])
      let next = try again.acquire(kept[0], of: projection)
      #expect(try next.model.checkpoint() == Position(3))
      #expect(try Shelf.violations(next.model) == [])
      try next.model.commit(Shelf.batch(4))
      #expect(try Shelf.violations(next.model) == [])
      next.release()
      await factory.discard(again)
    },
  ]
}
