import Merkle
import StoreConformance
import Testing

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

  /// The nodes over these entries, level by level.
  static let knownNodes = [
    [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
      "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
      "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
      "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
    ],
    [
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    ],
    [
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    ["5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"],
  ]

  @Test("has the leaves and nodes that everybody else computes for the well-known entries")
  func knownTree() {
    var row = Self.entries.map { Hash.leaf(bytes($0)) }
    for expected in Self.knownNodes {
      #expect(row.map(\.description) == expected)
      row = stride(from: 1, to: row.count, by: 2).map { .node(row[$0 - 1], row[$0]) }
    }
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
    var reference = ReferenceTree(130)
    var range = CompactRange()
    for size in 0...130 {
      #expect(range.root == reference.root(0..<size), "\(size) leaves")
      #expect(range.count == UInt64(size))
      if size < 130 { range.append(reference.leaves[size]) }
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
