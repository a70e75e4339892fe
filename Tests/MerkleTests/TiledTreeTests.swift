import Merkle
import StoreConformance
import Testing

@Suite("A tree kept as tiles")
struct TiledTreeTests {
  private static let limit = 600

  @Test("has the root of RFC 6962 at each size from 0 to 600, growing and looked back at")
  func roots() throws {
    var reference = ReferenceTree(Self.limit)
    var tree = GrowingTree()
    var tiles = MemoryTiles()
    for size in 0...Self.limit {
      #expect(tree.count == UInt64(size))
      #expect(tree.root == reference.root(0..<size), "\(size) leaves")
      if size < Self.limit { tree.append(reference.leaves[size]) }
      for tile in tree.takeChangedTiles() { tiles.write(tile) }
    }
    for size in 0...Self.limit {
      var past = try TiledTree(tiles, size: UInt64(size))
      #expect(try past.root() == reference.root(0..<size), "\(size) leaves")
    }
  }

  @Test("proves every leaf in every tree of 1 to 600 leaves as RFC 6962 does")
  func inclusion() throws {
    var reference = ReferenceTree(Self.limit)
    let tiles = try CountedTiles(reference.leaves)
    var wrong: [(Int, Int)] = []
    for size in 1...Self.limit {
      var tree = try TiledTree(tiles, size: UInt64(size))
      let root = reference.root(0..<size)
      for index in 0..<size {
        let proof = try tree.inclusionProof(of: UInt64(index))
        try proof.verify(leaf: reference.leaves[index], root: root)
        if proof.path != reference.path(index, 0..<size) { wrong.append((index, size)) }
      }
    }
    #expect(wrong.isEmpty, "\(wrong)")
  }

  @Test("proves every tree in every larger one of up to 600 leaves as RFC 6962 does")
  func consistency() throws {
    var reference = ReferenceTree(Self.limit)
    let tiles = try CountedTiles(reference.leaves)
    var wrong: [(Int, Int)] = []
    for size in 1...Self.limit {
      var tree = try TiledTree(tiles, size: UInt64(size))
      let root = reference.root(0..<size)
      for old in 1...size {
        let proof = try tree.consistencyProof(from: UInt64(old))
        try proof.verify(oldRoot: reference.root(0..<old), newRoot: root)
        if proof.path != reference.proof(old, 0..<size) { wrong.append((old, size)) }
      }
    }
    #expect(wrong.isEmpty, "\(wrong)")
  }

  @Test("refuses what was proven of another leaf, root, index or size, and altered hashes")
  func refusals() throws {
    var reference = ReferenceTree(300)
    let tiles = try CountedTiles(reference.leaves)
    var random = SeededGenerator(seed: 17)
    for _ in 1...1_000 {
      let size = random.number(2...300)
      let index = random.number(0...size - 1)
      let (leaf, root) = (reference.leaves[index], reference.root(0..<size))
      var tree = try TiledTree(tiles, size: UInt64(size))
      let good = try tree.inclusionProof(of: UInt64(index))
      func refused(_ path: [Hash], at index: Int, leaf: Hash) {
        let proof = InclusionProof(index: UInt64(index), size: UInt64(size), path: path)
        #expect(throws: TreeError.self, "\(index) of \(size)") {
          try proof.verify(leaf: leaf, root: root)
        }
      }
      refused(good.path, at: index, leaf: .leaf([0]))
      refused(good.path, at: (index + 1) % size, leaf: leaf)
      refused(good.path, at: size, leaf: leaf)
      refused(random.mutated(good.path), at: index, leaf: leaf)
      let old = random.number(1...size - 1)
      let extending = try tree.consistencyProof(from: UInt64(old))
      #expect(throws: TreeError.self, "\(old) in \(size)") {
        try ConsistencyProof(
          oldSize: UInt64(old), newSize: UInt64(size), path: random.mutated(extending.path)
        ).verify(oldRoot: reference.root(0..<old), newRoot: root)
      }
      #expect(throws: TreeError.self, "\(old) in \(size)") {
        try extending.verify(oldRoot: .leaf([0]), newRoot: root)
      }
    }
  }

  @Test("reads no tile twice for a proof, and at most two a level")
  func reads() throws {
    var tree = GrowingTree()
    var tiles = try CountedTiles()
    for number in 0..<70_000 { tree.append(.leaf(Array("\(number)".utf8))) }
    for tile in tree.takeChangedTiles() { try tiles.write(tile) }
    // As C2SP tlog-tiles counts them: 273 + 1, 1 + 1 and 1.
    #expect(tiles.count.written.count == 277)
    #expect(
      tiles.count.written.sorted { ($0.level, $0.index) < ($1.level, $1.index) }
        == Array(TileID.tiles(in: 70_000)))
    var small = try TiledTree(tiles, size: 70_000)
    #expect(try small.root() == tree.root)
    for index in [0, 255, 65_535, 65_536, 69_999] as [UInt64] {
      tiles.count.read = []
      var past = try TiledTree(tiles, size: 70_000)
      let proof = try past.inclusionProof(of: index)
      #expect(try proof.root(with: .leaf(Array("\(index)".utf8))) == tree.root)
      #expect(Set(tiles.count.read).count == tiles.count.read.count)
      #expect(tiles.count.read.count <= 6)
    }
  }

  @Test("writes each tile once in a commit, and goes on from its tiles as if it had not stopped")
  func commits() throws {
    let leaves = ReferenceTree.leaves(3_000)
    var (tree, tiles) = (GrowingTree(), try CountedTiles())
    var random = SeededGenerator(seed: 3)
    while tree.count < leaves.count {
      let old = tree.count
      let new = min(old + UInt64(random.number(1...700)), UInt64(leaves.count))
      for index in old..<new { tree.append(leaves[Int(index)]) }
      let changed = tree.takeChangedTiles()
      #expect(Set(changed.map(\.id)) == Set(TileID.tiles(in: new, since: old)))
      #expect(Set(changed.map(\.id)).count == changed.count)
      for tile in changed { try tiles.write(tile) }
      var resumed = try GrowingTree(tiles, size: new)
      #expect(resumed.root == tree.root)
      #expect(resumed.takeChangedTiles().isEmpty)
      tree = resumed
    }
    #expect(tree.root == CompactRange(leaves).root)
  }

  @Test("full tiles, each written once, are enough where the records' leaves give the rest")
  func fullTiles() throws {
    var tree = GrowingTree()
    var source = FullTiles()
    for number in 0..<70_000 {
      let leaf = Hash.leaf(Array("\(number)".utf8))
      tree.append(leaf)
      source.leaves.append(leaf)
    }
    for (tile, root) in tree.takeFullTiles() {
      #expect(tile.id.isFull && source.roots[tile.id.level].count == tile.id.index)
      source.tiles.write(tile)
      source.roots[tile.id.level].append(root)
    }
    #expect(tree.takeFullTiles().isEmpty)
    #expect(source.roots.map(\.count) == [273, 1])
    var whole = try TiledTree(source, size: tree.count)
    #expect(try whole.root() == tree.root)
    let resumed = try GrowingTree(source, size: tree.count)
    #expect(resumed.root == tree.root)
    for index in [0, 65_535, 69_888, 69_999] as [UInt64] {
      let proof = try whole.inclusionProof(of: index)
      try proof.verify(leaf: source.leaves[Int(index)], root: tree.root)
    }
  }

  @Test("says what is missing or damaged, and refuses what no tree has")
  func faults() throws {
    var tiles = MemoryTiles()
    var empty = try TiledTree(tiles, size: 3)
    let tile = try TileID(level: 0, index: 0, width: 3)
    #expect(throws: TreeError.tileMissing(tile)) { try empty.root() }
    #expect(throws: TreeError.tileDamaged(tile, bytes: 95)) {
      try Tile(tile, bytes: [UInt8](repeating: 0, count: 95))
    }
    tiles.write(try Tile(tile, bytes: [UInt8](repeating: 0, count: 96)))
    var tree = try TiledTree(tiles, size: 3)
    #expect(throws: TreeError.noSuchLeaf(index: 3, size: 3)) { try tree.inclusionProof(of: 3) }
    #expect(throws: TreeError.noSuchLeaf(index: .max, size: 3)) { try tree.leaf(at: .max) }
    #expect(throws: TreeError.emptyTree) { try tree.consistencyProof(from: 0) }
    #expect(throws: TreeError.shrinking(old: 4, new: 3)) { try tree.consistencyProof(from: 4) }
    #expect(throws: TreeError.tooLarge(size: .max)) { try TiledTree(tiles, size: .max) }
    #expect(throws: TreeError.tooLarge(size: .max)) { try GrowingTree(tiles, size: .max) }
  }

  @Test("verifies proofs of the largest tree, and refuses a larger one")
  func largest() throws {
    let size = Subtree.largest
    let path = (0..<63).map { Hash.leaf([$0]) }
    let leaf = Hash.leaf([])
    let root = path.reduce(leaf) { .node($1, $0) }
    try InclusionProof(index: size - 1, size: size, path: path).verify(leaf: leaf, root: root)
    #expect(throws: TreeError.tooLarge(size: size + 1)) {
      try InclusionProof(index: 0, size: size + 1, path: path).verify(leaf: leaf, root: root)
    }
    let half = ConsistencyProof(oldSize: size / 2, newSize: size, path: [path[62]])
    try half.verify(oldRoot: leaf, newRoot: .node(leaf, path[62]))
    #expect(throws: TreeError.tooLarge(size: .max)) {
      try ConsistencyProof(oldSize: 1, newSize: .max, path: path)
        .verify(oldRoot: leaf, newRoot: root)
    }
  }
}

/// Keeps no tile that is still growing.
private struct FullTiles: TileSource {
  var leaves: [Hash] = []
  var tiles = MemoryTiles()
  /// The roots of the full tiles, level by level.
  var roots: [[Hash]] = [[], []]

  func hashes(in tile: TileID) throws(TreeError) -> [Hash] {
    if tile.isFull { return try tiles.hashes(in: tile) }
    let all = tile.level == 0 ? leaves : roots[tile.level - 1]
    return Array(all.dropFirst(Int(tile.index) * Tile.width).prefix(tile.width))
  }
}

extension CompactRange {
  fileprivate init(_ leaves: [Hash]) {
    self.init()
    for leaf in leaves { append(leaf) }
  }
}

extension SeededGenerator {
  /// The path with one bit of a hash altered, or a hash more or fewer.
  fileprivate mutating func mutated(_ path: [Hash]) -> [Hash] {
    var path = path
    guard !path.isEmpty, !once(in: 4) else { return path + [.emptyRoot] }
    let place = number(0...path.count - 1)
    var bytes = path.remove(at: place).bytes
    bytes[number(0...Hash.size - 1)] ^= UInt8(1 << number(0...7))
    if !once(in: 4), let altered = Hash(bytes) { path.insert(altered, at: place) }
    return path
  }
}
