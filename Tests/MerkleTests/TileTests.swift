import Merkle
import Testing

@Suite("Tiles and bundles of a static log")
struct TileTests {
  @Test(
    "have the paths of C2SP tlog-tiles, both ways",
    arguments: [
      ("tile/0/000", 0, 0, 256), ("tile/0/x001/x234/067", 0, 1_234_067, 256),
      ("tile/1/x001/000.p/17", 1, 1_000, 17), ("tile/7/000.p/128", 7, 0, 128),
      ("tile/2/999.p/255", 2, 999, 255),
    ])
  func paths(path: String, level: Int, index: UInt64, width: Int) throws {
    let tile = try TileID(level: level, index: index, width: width)
    #expect(TilePath.hashes(tile).description == path)
    #expect(try TilePath(path) == .hashes(tile))
  }

  @Test("of entries say so in place of a level")
  func entryPaths() throws {
    let tile = try TileID(level: 0, index: 1_234, width: 8)
    #expect(TilePath.entries(tile).description == "tile/entries/x001/234.p/8")
    #expect(try TilePath("tile/entries/x001/234.p/8") == .entries(tile))
  }

  @Test(
    "have no other paths",
    arguments: [
      "", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/0000", "tile/0/x000/001", "tile/00/000",
      "tile/+0/000", "tile/8/000", "tile/-1/000", "tile/0/000.p/0", "tile/0/000.p/256",
      "tile/0/000.p/01", "tile/0/000.p", "tile/0/001/000", "tile/0/x001", "tile/0/x001/x000",
      "tile/0/000/", "/tile/0/000", "tile/entries", "tile/entries/000.p/300", "tile/7/001",
      "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/0x1", "tile/0/-01", "tile/0/٠٠٠",
      "tile/7/000",
    ])
  func badPaths(path: String) {
    #expect(throws: TreeError.self) { try TilePath(path) }
  }

  @Test("come as their bytes, and bundles as the entries that they hash")
  func bytesOfTiles() throws {
    let tile = try TileID(level: 0, index: 0, width: 3)
    let entries: [[UInt8]] = [[], [1, 2], [UInt8](repeating: 7, count: 300)]
    let bundle = try EntryBundle(entries)
    #expect(Array(bundle.bytes.prefix(8)) == [0, 0, 0, 2, 1, 2, 1, 44])
    #expect(try EntryBundle(bundle.bytes, for: tile) == bundle)
    let hashes = entries.flatMap { Hash.leaf($0).bytes }
    #expect(try Tile(tile, bytes: hashes).hashes == bundle.entries.map { Hash.leaf($0) })
    #expect(try Tile(tile, bytes: hashes).bytes == hashes)
    for length in 0..<bundle.bytes.count {
      #expect(throws: TreeError.notABundle(entries: 3)) {
        try EntryBundle(Array(bundle.bytes.prefix(length)), for: tile)
      }
    }
    #expect(throws: TreeError.notABundle(entries: 3)) {
      try EntryBundle(bundle.bytes + [0], for: tile)
    }
    #expect(throws: TreeError.entryTooLong(bytes: 65_536)) {
      try EntryBundle([[UInt8](repeating: 0, count: 65_536)])
    }
    #expect(throws: TreeError.notABundle(entries: 0)) { try EntryBundle([]) }
  }

  @Test("of the largest tree can be listed from its end")
  func lastTiles() {
    let size = Subtree.largest
    let last = Array(TileID.tiles(in: size, since: size - 1))
    #expect(last.count == Tile.levels)
    #expect(last.last?.width == 128)
    #expect(Array(TileID.tiles(in: 0)).isEmpty)
  }
}
