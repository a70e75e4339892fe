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

/// RFC 6962 §2.1 as it is written, without any cleverness but to remember what was computed.
struct ReferenceTree {
  let leaves: [Hash]
  /// What was computed, by first leaf and number of leaves.
  private var known: [[Hash?]]

  init(_ count: Int) {
    leaves = ReferenceTree.leaves(count)
    known = leaves.indices.map { Array(repeating: nil, count: count - $0 + 1) }
  }

  static func leaves(_ count: Int) -> [Hash] {
    (0..<count).map { Hash.leaf(Array("entry \($0)".utf8)) }
  }

  /// MTH(D[range]).
  mutating func root(_ range: Range<Int>) -> Hash {
    guard range.count > 1 else { return range.first.map { leaves[$0] } ?? .emptyRoot }
    if let hash = known[range.lowerBound][range.count] { return hash }
    let middle = range.lowerBound + left(of: range.count)
    let hash = Hash.node(root(range.lowerBound..<middle), root(middle..<range.upperBound))
    known[range.lowerBound][range.count] = hash
    return hash
  }

  /// PATH(index, D[range]), the index counted in the whole tree.
  mutating func path(_ index: Int, _ range: Range<Int>) -> [Hash] {
    guard range.count > 1 else { return [] }
    let middle = range.lowerBound + left(of: range.count)
    let (front, back) = (range.lowerBound..<middle, middle..<range.upperBound)
    return index < middle
      ? path(index, front) + [root(back)] : path(index, back) + [root(front)]
  }

  /// SUBPROOF(old, D[range], isWhole), the size counted in the whole tree.
  mutating func proof(_ old: Int, _ range: Range<Int>, isWhole: Bool = true) -> [Hash] {
    guard old < range.upperBound else { return isWhole ? [] : [root(range)] }
    let middle = range.lowerBound + left(of: range.count)
    let (front, back) = (range.lowerBound..<middle, middle..<range.upperBound)
    return old <= middle
      ? proof(old, front, isWhole: isWhole) + [root(back)]
      : proof(old, back, isWhole: false) + [root(front)]
  }

  private func left(of count: Int) -> Int {
    var left = 1
    while left * 2 < count { left *= 2 }
    return left
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
