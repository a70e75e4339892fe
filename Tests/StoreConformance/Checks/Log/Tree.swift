internal import EventLog
internal import InteractionModel
internal import Merkle
internal import Testing

extension LogConformance {
  static let tree: [LogCheck] = [
    LogCheck("the tree over the records has the root and the proofs of RFC 6962 at every size") {
      factory in
      let clock = TestClock()
      var maker = EventMaker(seed: 51)
      var store = try await factory.makeStore(clock: clock.logClock)
      #expect(try store.root(atSize: 0) == .emptyRoot)
      for size in [1, 1, 2, 3, 100, 148, 1, 1, 1, 2, 39, 213, 150, 51] {
        try await store.append(plain: maker.events(size))
        // In the midst of a tile, at its border and behind it.
        if [148, 2, 213].contains(size),
          let again = try await factory.reopen(store, clock: clock.logClock)
        {
          store = again
        }
      }
      let lines = try store.allRecords().map(\.line)
      var reference = ReferenceTree(lines.map { Hash.leaf($0) })
      #expect(lines.count > 700)
      for size in 1...lines.count {
        var tree = try store.tree(atSize: UInt64(size))
        #expect(try tree.root() == reference.root(0..<size), "\(size)")
        for index in Set([0, size / 2, size - 1]) {
          let proof = try tree.inclusionProof(of: UInt64(index))
          #expect(proof.path == reference.path(index, 0..<size), "\(index) of \(size)")
          try proof.verify(leaf: reference.leaves[index], root: reference.root(0..<size))
        }
        for old in Set([1, (size + 1) / 2, size]) {
          let proof = try tree.consistencyProof(from: UInt64(old))
          #expect(proof.path == reference.proof(old, 0..<size), "\(old) to \(size)")
        }
      }
      await factory.discard(store)
    },
    .onStore("there is no tree that is larger than the log, nor a leaf behind the last") { store in
      var maker = EventMaker(seed: 52)
      try await store.append(plain: maker.events(300))
      let size = UInt64(try store.head().position.rawValue)
      for larger in [size + 1, 1_000, 1 << 40] {
        #expect(throws: TreeError.self) { try store.root(atSize: larger) }
      }
      var tree = try store.tree(atSize: size)
      #expect(throws: TreeError.noSuchLeaf(index: size, size: size)) {
        try tree.inclusionProof(of: size)
      }
    },
  ]
}
