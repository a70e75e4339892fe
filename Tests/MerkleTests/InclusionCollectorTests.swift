import Merkle
import StoreConformance
import Testing

@Suite("A proof that is collected while the leaves pass")
struct InclusionCollectorTests {
  @Test("is the one that a tree with tiles gives, of every leaf and size")
  func everySize() throws {
    let leaves = (0..<40).map { Hash.leaf([UInt8($0)]) }
    for size in 1...leaves.count {
      var reference = ReferenceTree(Array(leaves[..<size]))
      for index in 0..<size {
        var collector = try InclusionCollector(of: UInt64(index), in: UInt64(size))
        for leaf in leaves[..<size] { collector.append(leaf) }
        let proof = try collector.proof()
        #expect(proof.path == reference.path(index, 0..<size), "\(index) of \(size)")
        try proof.verify(leaf: leaves[index], root: reference.root(0..<size))
      }
    }
  }

  @Test("is none when other leaves pass than were said to come")
  func others() throws {
    var collector = try InclusionCollector(of: 1, in: 3)
    #expect(throws: TreeError.self) { try collector.proof() }
    for number in 0..<4 as Range<UInt8> { collector.append(Hash.leaf([number])) }
    #expect(throws: TreeError.self) { try collector.proof() }
    #expect(throws: TreeError.noSuchLeaf(index: 3, size: 3)) {
      try InclusionCollector(of: 3, in: 3)
    }
  }
}
