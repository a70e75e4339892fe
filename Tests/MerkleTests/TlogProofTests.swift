import Merkle
import StoreConformance
import Testing

@Suite("Offline proofs")
struct TlogProofTests {
  private let key: SigningKey
  private let entries = (0..<300).map { Array("entry \($0)".utf8) }
  private let tiles: CountedTiles

  init() throws {
    key = try SigningKey(name: "city.example/log")
    tiles = try CountedTiles(ReferenceTree.leaves(300))
  }

  private func proof(of index: UInt64, extra: [UInt8]? = nil) throws -> TlogProof {
    var tree = try TiledTree(tiles, size: 300)
    let checkpoint = try Checkpoint(origin: "city.example/log", size: 300, root: tree.root())
      .signed(by: key)
    return try TlogProof(tree.inclusionProof(of: index), in: checkpoint, extra: extra)
  }

  @Test("are the text of C2SP tlog-proof, and prove the entry and no other")
  func writing() throws {
    for index in [0, 1, 255, 256, 299] as [UInt64] {
      let proof = try proof(of: index)
      let read = try TlogProof(proof.bytes)
      #expect(read == proof)
      try read.verify(entries[Int(index)], with: key.verifier)
      #expect(throws: NoteError.proof(.otherRoot)) {
        try read.verify(entries[17], with: key.verifier)
      }
      let lines = String(decoding: proof.bytes, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines[0...1] == ["c2sp.org/tlog-proof@v1", "index \(index)"])
      #expect(lines[2 + proof.path.count] == "")
      #expect(lines[3 + proof.path.count] == "city.example/log")
    }
  }

  @Test("may carry something along")
  func extra() throws {
    let proof = try proof(of: 3, extra: [1, 2, 3])
    #expect(String(decoding: proof.bytes, as: UTF8.self).contains("@v1\nextra AQID\nindex 3\n"))
    #expect(try TlogProof(proof.bytes).extra == [1, 2, 3])
  }

  @Test("are of one log: another key, another size of the way are refused")
  func trust() throws {
    let proof = try proof(of: 3)
    let same = try SigningKey(name: "city.example/log").verifier
    #expect(throws: NoteError.notSigned(by: ["city.example/log"])) {
      try proof.verify(entries[3], with: same)
    }
    #expect(throws: NoteError.proof(.wrongLength(hashes: 0))) {
      try TlogProof(InclusionProof(index: 0, size: 1, path: []), in: proof.checkpoint)
    }
  }

  @Test("a thousand random alterations prove nothing")
  func mutations() throws {
    var random = SeededGenerator(seed: 31)
    let good = try proof(of: 131).bytes
    for _ in 1...1_000 {
      let bytes = random.mutated(good)
      guard bytes != good else { continue }
      #expect(throws: NoteError.self, "\(String(decoding: bytes, as: UTF8.self))") {
        try TlogProof(bytes).verify(entries[131], with: key.verifier)
      }
    }
  }

  @Test(
    "have no other form",
    arguments: [
      "", "c2sp.org/tlog-proof@v2\nindex 0\n\n", "c2sp.org/tlog-proof@v1\n\n",
      "c2sp.org/tlog-proof@v1\nindex 00\n\n", "c2sp.org/tlog-proof@v1\nindex -1\n\n",
      "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n", "c2sp.org/tlog-proof@v1\nextra =\nindex 0\n\n",
      "c2sp.org/tlog-proof@v1\nindex 0\nextra AQID\n\n",
    ])
  func malformed(head: String) throws {
    let checkpoint = try proof(of: 0).checkpoint
    #expect(throws: NoteError.notAProof) { try TlogProof(Array(head.utf8) + checkpoint.bytes) }
  }
}
