import Foundation
import Merkle
import StoreConformance
import Testing

/// The bytes that hexadecimal digits spell.
func bytes(_ hexadecimal: String) -> [UInt8] {
  let digits = Array(hexadecimal)
  return stride(from: 0, to: digits.count, by: 2).compactMap {
    UInt8(String(digits[$0...$0 + 1]), radix: 16)
  }
}

extension ReferenceTree {
  init(_ count: Int) {
    self.init(ReferenceTree.leaves(count))
  }

  static func leaves(_ count: Int) -> [Hash] {
    (0..<count).map { Hash.leaf(Array("entry \($0)".utf8)) }
  }
}

/// Tiles in memory that count how often they are read and written.
struct CountedTiles: TileStore {
  final class Count {
    var read: [TileID] = []
    var written: [TileID] = []
  }

  private var tiles = MemoryTiles()
  let count = Count()

  func hashes(in tile: TileID) throws(TreeError) -> [Hash] {
    count.read.append(tile)
    return try tiles.hashes(in: tile)
  }

  mutating func write(_ tile: Tile) throws(TreeError) {
    count.written.append(tile.id)
    tiles.write(tile)
  }

  /// The tiles of a tree of these leaves, which come in commits of so many.
  init(_ leaves: [Hash] = [], commit: Int = 1_000) throws {
    var tree = GrowingTree()
    for start in stride(from: 0, to: leaves.count, by: commit) {
      for leaf in leaves[start..<min(start + commit, leaves.count)] { tree.append(leaf) }
      for tile in tree.takeChangedTiles() { try write(tile) }
    }
  }
}

/// The published test vectors, where a machine has them beside the repository.
enum Vectors {
  static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "../../../shared/data/vectors/merkle/testdata")
    .standardizedFileURL
  static let absent: Comment = "needs ../shared/data, which is not here"
  static let exist = FileManager.default.fileExists(atPath: folder.path)

  /// The files of a kind, with what each holds.
  static func all<Vector: Decodable>(_ kind: String) throws -> [(name: String, vector: Vector)] {
    let folder = folder.appending(path: kind)
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return try names.filter { $0.hasSuffix(".json") }.sorted().map {
      let data = try Data(contentsOf: folder.appending(path: $0))
      return ("\(kind)/\($0)", try JSONDecoder().decode(Vector.self, from: data))
    }
  }
}

extension SeededGenerator {
  /// The bytes with one of them altered, lost, doubled or swapped with its neighbour.
  mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let place = number(0...bytes.count - 2)
    switch number(0...3) {
    case 0: bytes[place] ^= UInt8(1 << number(0...7))
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(bytes[place], at: place)
    default: bytes.swapAt(place, place + 1)
    }
    return bytes
  }
}
