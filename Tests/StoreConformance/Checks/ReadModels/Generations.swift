internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Testing

extension ReadModelConformance {
  static let generations: [ReadModelCheck] = [
    .onStores("generations are built, serve, are replaced and discarded") { first, second in
      let projection = Shelf.projection
      #expect(try first.generations().isEmpty)
      let old = try first.create(projection)
      #expect(old.number == 1 && old.state == .building && old.codeVersion == 3)
      try first.serve(old)
      let new = try first.create(projection)
      #expect(try second.generations().map(\.state) == [.serving, .building])
      let checkpoint = LogCheckpoint(position: Position(7), leaf: [1, 2, 3])
      try first.note(digest: "abc", at: checkpoint, of: new)
      try first.serve(new)
      let now = try second.generations()
      #expect(now.map(\.number) == [2])
      #expect(now.map(\.digest) == ["abc"])
      #expect(now.map(\.digestPosition) == [Position(7)])
      #expect(now.map(\.digestLeaf) == [[1, 2, 3]])
      let third = try first.create(projection)
      #expect(third.number == 3, "a number is never used again")
      try first.discard(third)
      #expect(try second.create(projection).number == 4)
    },
    .onStores("what served is kept when that is asked for, and can serve again") { first, second in
      let (projection, until) = (Shelf.projection, Instant(microseconds: 7_000_000))
      let old = try first.create(projection)
      let held = try first.acquire(old, of: projection)
      try held.model.commit(Shelf.batch(1))
      try first.serve(old)
      let new = try first.create(projection)
      try second.serve(new, keepingPreviousUntil: until, held: false)
      let kept = try second.generations()
      #expect(kept.map(\.state) == [.previous, .serving])
      #expect(kept.map(\.keptUntil) == [until, nil])
      // Whoever followed it finds that out, and whoever reads it reads on.
      #expect(throws: StorageFault.self) { try held.model.commit(Shelf.batch(2)) }
      held.release()
      #expect(try first.open(old, of: projection).checkpoint() == Position(1))
      // It serves again, and may be held to.
      try first.serve(old, keepingPreviousUntil: until, held: true)
      let back = try second.generations()
      #expect(back.map(\.state) == [.serving, .previous] && back.map(\.isHeld) == [true, false])
      let other = Projection(name: projection.name, version: 4, folds: projection.folds)
      #expect(back[0].isHeldBack(from: other) && !back[0].isHeldBack(from: projection))
      // One is kept, the last; what is made next is held to no more.
      let third = try second.create(projection)
      try second.serve(third, keepingPreviousUntil: until, held: false)
      #expect(try first.generations().map(\.number) == [1, 3])
      #expect(try first.generations().map(\.state) == [.previous, .serving])
      #expect(try first.generations().allSatisfy { !$0.isHeld })
      try first.discard(old)
      #expect(
        fault { () throws(StorageFault) in
          try second.serve(old, keepingPreviousUntil: until, held: false)
        }?.code == .missing)
      #expect(try second.generations().map(\.number) == [3])
    },
    .onStores("what builds took is noted by name, the last of each") { first, second in
      func measure(_ name: String, _ records: Int64) -> BuildMeasure {
        BuildMeasure(
          name: name, records: records, time: .milliseconds(1_500), bytes: 4_096, beside: 2)
      }
      #expect(try first.buildMeasures().isEmpty)
      for one in [measure("b", 1), measure("a", 2), measure("b", 3)] { try first.note(one) }
      #expect(try second.buildMeasures() == [measure("a", 2), measure("b", 3)])
    },
    .onStores("projections have generations of their own") { first, second in
      let other = Projection(name: "Other", version: 1, folds: Shelf.projection.folds)
      let shelf = try first.create(Shelf.projection)
      let generation = try first.create(other)
      #expect(generation.number == 1)
      try first.serve(generation)
      try second.serve(shelf)
      #expect(try first.generations().map(\.projection) == ["Other", "Shelf"])
      #expect(try first.generations().allSatisfy { $0.state == .serving })
    },
    .onStores("what serves is not discarded by whoever took it for unfinished") { first, second in
      let generation = try first.create(Shelf.projection)
      try second.serve(generation)
      #expect(
        fault { () throws(StorageFault) in try first.discard(generation) }?.code == .serving)
      #expect(try first.generations().map(\.state) == [.serving])
      #expect(try first.open(generation, of: Shelf.projection).checkpoint() == .start)
    },
    .onStores("serving twice changes nothing; what was discarded cannot serve") { first, second in
      let generation = try first.create(Shelf.projection)
      try first.serve(generation)
      try second.serve(generation)
      #expect(try second.open(generation, of: Shelf.projection).checkpoint() == .start)
      let discarded = try first.create(Shelf.projection)
      try first.discard(discarded)
      #expect(
        fault { () throws(StorageFault) in try second.serve(discarded) }?.code == .missing)
      #expect(try second.generations().map(\.number) == [1])
    },
    .onStores("two processes that create at once get generations of their own") { first, second in
      let numbers = try await withThrowingTaskGroup(of: Int64.self) { group in
        for task in 0..<6 {
          group.addTask {
            try (task % 2 == 0 ? first : second).create(Shelf.projection).number
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(numbers.sorted() == Array(1...6))
      for generation in try first.generations() {
        #expect(try second.open(generation, of: Shelf.projection).checkpoint() == .start)
      }
    },
    .onStores("scratch space can be written and is nobody else's") { first, second in
      struct Stop: Error {}
      let projection = Shelf.projection
      for fails in [false, true] {
        try? first.withScratch(projection) { model in
          try model.commit(Shelf.batch(1))
          #expect(try Shelf.violations(model) == [])
          if fails { throw Stop() }
        }
      }
      #expect(throws: Stop.self) {
        try first.withScratch(projection) { (_: any ReadModel) throws -> Void in throw Stop() }
      }
      try first.withScratch(projection) { outer in
        try second.withScratch(projection) { inner in
          try inner.commit(Shelf.batch(1))
          #expect(try outer.checkpoint() == .start)
        }
        try outer.commit(Shelf.batch(1))
      }
      #expect(try first.generations().isEmpty)
    },
  ]
}
