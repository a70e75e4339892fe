import Merkle
import Testing

internal import Foundation

/// The root as RFC 6962 §2.1 defines it, without any cleverness.
private func naiveRoot(_ leaves: ArraySlice<Hash>) -> Hash {
  guard leaves.count > 1, let first = leaves.indices.first else {
    return leaves.first ?? .emptyRoot
  }
  var left = 1
  while left * 2 < leaves.count { left *= 2 }
  return .node(naiveRoot(leaves[..<(first + left)]), naiveRoot(leaves[(first + left)...]))
}

private func bytes(_ hexadecimal: String) -> [UInt8] {
  let digits = Array(hexadecimal)
  return stride(from: 0, to: digits.count, by: 2).compactMap {
    UInt8(String(digits[$0...$0 + 1]), radix: 16)
  }
}

private func roots(of leaves: [Hash]) -> [Hash] {
  var range = CompactRange()
  return [range.root]
    + leaves.map { leaf in
      range.append(leaf)
      return range.root
    }
}

@Suite("The Merkle tree of RFC 6962")
struct MerkleTests {
  /// The eight entries that implementations of Certificate Transparency test each other with.
  static let entries = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ]

  static let knownRoots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  @Test("has the roots that everybody else computes for the well-known entries")
  func known() {
    let leaves = Self.entries.map { Hash.leaf(bytes($0)) }
    #expect(roots(of: leaves).map(\.description) == Self.knownRoots)
  }

  @Test("an empty tree has the hash of nothing as its root")
  func empty() {
    #expect(CompactRange().root == .emptyRoot)
    #expect(CompactRange().count == 0)
    #expect(Hash.emptyRoot.description == Self.knownRoots[0])
  }

  @Test("keeps leaves and nodes apart by their first byte")
  func domains() {
    let left = Hash.leaf([1])
    let right = Hash.leaf([2])
    #expect(Hash.node(left, right) != Hash.leaf(left.bytes + right.bytes))
    #expect(Hash.node(left, right) != Hash.node(right, left))
  }

  @Test("a compact range has the root of the whole tree at each of 0 to 130 leaves")
  func compact() {
    var leaves: [Hash] = []
    var range = CompactRange()
    for size in 0...130 {
      #expect(range.root == naiveRoot(leaves[...]), "\(size) leaves")
      #expect(range.count == UInt64(size))
      let leaf = Hash.leaf(Array("entry \(size)".utf8))
      leaves.append(leaf)
      range.append(leaf)
    }
  }

  @Test("two ranges are equal when their leaves are, and only then")
  func equality() {
    var (one, other) = (CompactRange(), CompactRange())
    for number in 0..<11 as Range<UInt8> {
      one.append(.leaf([number]))
      other.append(.leaf([number]))
      #expect(one == other)
    }
    one.append(.leaf([1]))
    other.append(.leaf([2]))
    #expect(one != other)
    #expect(one.root != other.root)
  }

  @Test("a hash has 32 bytes and is written in lower-case hexadecimal")
  func bytesOfHash() throws {
    #expect(Hash([UInt8](repeating: 0, count: 31)) == nil)
    #expect(Hash([UInt8](repeating: 0, count: 33)) == nil)
    let hash = try #require(Hash(Array(0x05...0x24)))
    #expect(hash.description == "05060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324")
    #expect(hash.bytes == Array(0x05...0x24))
  }
}

@Suite("The Merkle tree against the vectors of transparency-dev")
struct MerkleVectorTests {
  static let constants: String? = {
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    let file = here.deletingLastPathComponent().appendingPathComponent(
      "../../../shared/data/vectors/merkle/testonly/constants.go")
    return try? String(contentsOf: file, encoding: .utf8)
  }()

  /// The arguments of `hd("…")` in a function of the file.
  private static func hexadecimals(in function: String) throws -> [String] {
    let text = try #require(constants)
    let start = try #require(text.range(of: "func \(function)()"))
    let end = try #require(text.range(of: "\n}\n", range: start.upperBound..<text.endIndex))
    return text[start.upperBound..<end.lowerBound].components(separatedBy: "hd(\"").dropFirst()
      .map { String($0.prefix { $0 != "\"" }) }
  }

  @Test(
    "has the leaf hashes, node hashes and roots of the file",
    .enabled(if: constants != nil, "the Merkle vectors are not on this machine"))
  func file() throws {
    let leaves = try Self.hexadecimals(in: "LeafInputs").map { Hash.leaf(bytes($0)) }
    let expected = try Self.hexadecimals(in: "RootHashes")
    #expect(leaves.count == 8)
    // The file names the root of the empty tree by a function.
    #expect(roots(of: leaves).dropFirst().map(\.description) == expected)

    var level = leaves
    var nodes: [Hash] = []
    while !level.isEmpty {
      nodes += level
      level = stride(from: 0, to: level.count - 1, by: 2).map { .node(level[$0], level[$0 + 1]) }
    }
    #expect(nodes.map(\.description) == (try Self.hexadecimals(in: "NodeHashes")))
  }
}
