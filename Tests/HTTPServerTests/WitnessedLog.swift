import Merkle
import StoreConformance

/// A log that somebody signs, and any history that they like.
struct WitnessedLog {
  static let origin = "test.example/log"

  let key: SigningKey
  var leaves: [Hash] = []

  init(_ count: Int = 0) throws {
    key = try SigningKey(name: WitnessedLog.origin, seed: [UInt8](repeating: 7, count: 32))
    append(count)
  }

  mutating func append(_ count: Int, _ text: String = "entry") {
    for number in leaves.count..<leaves.count + count {
      leaves.append(.leaf(Array("\(text) \(number)".utf8)))
    }
  }

  /// Its checkpoint at a size, signed.
  func checkpoint(_ size: Int? = nil) throws -> SignedCheckpoint {
    let size = size ?? leaves.count
    var tree = ReferenceTree(Array(leaves.prefix(size)))
    return try Checkpoint(
      origin: WitnessedLog.origin, size: UInt64(size), root: tree.root(0..<size)
    ).signed(by: key)
  }

  /// What it asks to have a checkpoint cosigned, from the size that the witness cosigned last.
  func request(_ size: Int? = nil, from old: Int = 0) throws -> WitnessRequest {
    let size = size ?? leaves.count
    var tree = ReferenceTree(Array(leaves.prefix(size)))
    let proof = old == 0 || old > size ? [] : tree.proof(old, 0..<size)
    return WitnessRequest(
      oldSize: UInt64(old), proof: proof, checkpoint: try checkpoint(size))
  }
}
