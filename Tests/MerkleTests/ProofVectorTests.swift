import Foundation
import Merkle
import Testing

/// A hash of a vector.
///
/// Where only a few bytes stand in place of any hash, they are filled up, so that the same ones stay
/// the same; nothing is no hash, and refused as such.
private func hash(_ data: Data?) throws -> Hash {
  let bytes = Array(data ?? Data())
  let padding = [UInt8](repeating: 0, count: bytes.isEmpty ? 0 : max(0, Hash.size - bytes.count))
  guard let hash = Hash(bytes + padding) else { throw UnreadableHash() }
  return hash
}

/// A hash of a vector has too few bytes or too many.
private struct UnreadableHash: Error {}

/// What a file of vectors says, whichever kind it is.
private struct Vector: Decodable {
  let leafIdx, treeSize, size, size1, size2, start, end: UInt64?
  let root, leafHash, root1, root2: Data?
  let proof: [Data]?
  let wantErr: Bool
}

@Suite(
  "Proofs of others, good and bad", .enabled(if: Vectors.exist, Vectors.absent))
struct ProofVectorTests {
  private func check(
    _ kind: String, count: Int, _ verify: (Vector, [Hash]) throws -> Void
  ) throws {
    let vectors: [(name: String, vector: Vector)] = try Vectors.all(kind)
    #expect(vectors.count == count)
    for (name, vector) in vectors {
      let isAccepted: Bool
      do {
        // A hash that is none makes the whole proof unreadable.
        let path = (vector.proof ?? []).compactMap { Hash(Array($0)) }
        if path.count == vector.proof?.count ?? 0 {
          try verify(vector, path)
          isAccepted = true
        } else {
          isAccepted = false
        }
      } catch is TreeError {
        isAccepted = false
      } catch is UnreadableHash {
        isAccepted = false
      }
      #expect(isAccepted != vector.wantErr, "\(name)")
    }
  }

  @Test("inclusion")
  func inclusion() throws {
    try check("inclusion", count: 98) { vector, path in
      try InclusionProof(index: vector.leafIdx ?? 0, size: vector.treeSize ?? 0, path: path)
        .verify(leaf: hash(vector.leafHash), root: hash(vector.root))
    }
  }

  @Test("consistency")
  func consistency() throws {
    try check("consistency", count: 98) { vector, path in
      try ConsistencyProof(oldSize: vector.size1 ?? 0, newSize: vector.size2 ?? 0, path: path)
        .verify(oldRoot: hash(vector.root1), newRoot: hash(vector.root2))
    }
  }

  @Test("inclusion in a subtree")
  func subtreeInclusion() throws {
    try check("subtreeinclusion", count: 204) { vector, path in
      try InclusionProof.verify(
        leaf: hash(vector.leafHash), at: vector.leafIdx ?? 0, path: path,
        in: Subtree(start: vector.start ?? 0, end: vector.end ?? 0), root: hash(vector.root))
    }
  }

  @Test("consistency of a subtree")
  func subtreeConsistency() throws {
    try check("subtreeconsistency", count: 118) { vector, path in
      try ConsistencyProof.verify(
        Subtree(start: vector.start ?? 0, end: vector.end ?? 0), root: hash(vector.root1),
        path: path, inTreeOf: vector.size ?? 0, root: hash(vector.root2))
    }
  }
}
