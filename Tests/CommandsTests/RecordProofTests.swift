import Foundation
import InteractionModel
import Merkle
import Testing

@Suite("Proofs that leave the house")
struct RecordProofTests {
  /// A store with 1,200 records, and the key that its first record names.
  private func city() throws -> (tool: Tool, key: String) {
    let tool = try Tool(copying: Prepared.city.tool)
    return (tool, try #require(try tool.json("init")["key"]?.string))
  }

  private func line(_ tool: Tool, _ position: Int64) throws -> String {
    let output = try tool.succeed("log", "--after", "\(position - 1)", "--limit", "1")
    return String(decoding: try #require(output.lines.first), as: UTF8.self)
  }

  private func check(
    _ tool: Tool, _ proof: [UInt8], _ key: String, _ line: String
  ) throws -> Output {
    let file = try tool.write(proof)
    return try tool.run(
      ["proof", "check", file, "--key", key, "--record", line, "--json"], store: .nowhere)
  }

  @Test("A record is proven to whoever has its line and the log's key, and nothing else is")
  func proven() throws {
    let (tool, key) = try city()
    let head = try tool.head()
    for position in [1, 2, 256, 257, 1_000, head] {
      let line = try self.line(tool, position)
      let proof = try tool.succeed("prove", "\(position)").standardOutput
      let proven = try check(tool, proof, key, line)
      #expect(proven.code == 0, "\(proven.errors)")
      #expect(try proven.json["ok"] == true && proven.json["position"] == .int(position))
      let other = try check(tool, proof, key, line + " ")
      #expect(try other.code == 1 && other.json["ok"] == false, "\(other.text)")
      let stranger = try SigningKey(name: "test.example/log").verifier.description
      #expect(try check(tool, proof, stranger, line).code == 1)
    }
    let id = try #require(try JSONValue(parsing: Array(line(tool, 300).utf8))["id"]?.string)
    let byID = try tool.json("prove", "--id", id)
    #expect(byID["position"] == 300 && byID["size"] == .int(head))
    #expect(try check(tool, Array("no proof".utf8), key, "{}").code == 2)
    #expect(try tool.run("prove", "\(head + 1)").code == 3)
    #expect(try tool.run("prove").code == 2 && tool.run("prove", "0").code == 2)
  }

  @Test("What is signed already takes no key to prove; what is not, is signed")
  func kept() throws {
    let (tool, key) = try city()
    let signed = try tool.json("checkpoint")
    try tool.succeed("append", input: cloudEvent("note.added"))
    let head = try tool.head()
    let path = "\(tool.store)/signing.key"
    let secret = try Data(contentsOf: URL(filePath: path))
    try FileManager.default.removeItem(atPath: path)
    #expect(try tool.json("prove", "7")["root"] == signed["root"])
    let missing = try tool.run("prove", "\(head)")
    #expect(missing.code == 3 && missing.errors.contains("signing.key"), "\(missing.errors)")
    #expect(try tool.run("prove", "7", "--fresh").code == 3)
    try secret.write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    let fresh = try tool.succeed("prove", "7", "--fresh").standardOutput
    #expect(try TlogProof(fresh).checkpoint.checkpoint.size == UInt64(head))
    #expect(try check(tool, fresh, key, line(tool, 7)).code == 0)
  }

  @Test("A record that was altered since it was signed is not proven")
  func altered() throws {
    let (tool, _) = try city()
    try tool.succeed("checkpoint")
    try tool.rawLog().alter(
      "record", "UPDATE record SET line = CAST(line || ' ' AS BLOB) WHERE position = 300")
    let refused = try tool.run("prove", "300")
    #expect(refused.code == 1 && refused.standardOutput.isEmpty, "\(refused.errors)")
  }
}

/// The files of an export, as a client reads them.
private struct ExportedFiles: TileSource {
  let folder: String

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
  }

  func hashes(in tile: TileID) throws(TreeError) -> [Hash] {
    guard let bytes = try? self.bytes("\(TilePath.hashes(tile))") else { throw .tileMissing(tile) }
    return try Tile(tile, bytes: bytes).hashes
  }
}

@Suite("The log as files for other people's tools")
struct TileExportTests {
  private func files(_ folder: String) throws -> [String: Date] {
    let manager = FileManager.default
    return try manager.subpathsOfDirectory(atPath: folder).reduce(into: [:]) { found, name in
      let attributes = try manager.attributesOfItem(atPath: "\(folder)/\(name)")
      guard attributes[.type] as? FileAttributeType == .typeRegular else { return }
      found[name] = attributes[.modificationDate] as? Date
    }
  }

  /// That a client finds a whole tree of the records, signed by the log's key.
  private func check(_ tool: Tool, _ folder: String) throws {
    let key = try VerifierKey(try #require(try tool.json("init")["key"]?.string))
    let files = ExportedFiles(folder: folder)
    let signed = try SignedCheckpoint(files.bytes("checkpoint"))
    try signed.verify(with: key)
    let size = signed.checkpoint.size
    var tree = try TiledTree(files, size: size)
    #expect(try tree.root() == signed.checkpoint.root)
    let lines = try tool.succeed("log", "--limit", "\(size)").lines.map { Array($0) }
    var entries: [[UInt8]] = []
    for tile in TileID.tiles(in: size) where tile.level == 0 {
      entries += try EntryBundle(files.bytes("\(TilePath.entries(tile))"), for: tile).entries
    }
    #expect(entries == lines)
    for index in [0, 255, 256, size - 1] {
      try tree.inclusionProof(of: index)
        .verify(leaf: .leaf(lines[Int(index)]), root: signed.checkpoint.root)
    }
  }

  @Test("They are a tree with its entries; a second export adds what has come, and nothing else")
  func exported() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let folder = "\(tool.directory)/www"
    let first = try tool.json("tiles", "export", folder)
    #expect(first["size"] == .int(try tool.head()) && first["kept"] == 0)
    try check(tool, folder)
    let before = try files(folder)
    #expect(try tool.json("tiles", "export", folder)["written"] == 0)
    #expect(try files(folder) == before)
    try tool.succeed("append", input: cloudEvent("note.added"))
    try tool.succeed("tiles", "export", folder)
    try check(tool, folder)
    for (name, date) in before where name != "checkpoint" {
      #expect(try files(folder)[name] == date, "\(name) was not written again")
    }
  }

  @Test("One that was interrupted goes on; what is another's is left as it is")
  func interrupted() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let folder = "\(tool.directory)/www"
    try tool.succeed("tiles", "export", folder)
    let path = "\(folder)/tile/entries/001"
    for name in ["\(folder)/checkpoint", path] {
      try FileManager.default.removeItem(atPath: name)
    }
    #expect(try tool.json("tiles", "export", folder)["written"] == 1)
    try check(tool, folder)
    // Also what got lost beside the checkpoint, whether the log has grown or not.
    for lost in [[path], ["\(folder)/tile/0/000", "\(folder)/tile/entries/002"]] {
      for file in lost { try FileManager.default.removeItem(atPath: file) }
      let written = try tool.json("tiles", "export", folder)["written"]?.int ?? 0
      #expect(written >= Int64(lost.count))
      try check(tool, folder)
      try tool.succeed("append", input: cloudEvent("note.added"))
    }

    for name in ["checkpoint", "tile/0/002"] {
      let other = "\(tool.directory)/other-\(name.replacing("/", with: "-"))"
      try FileManager.default.createDirectory(
        atPath: "\(other)/tile/0", withIntermediateDirectories: true)
      let theirs = Data("theirs".utf8)
      try theirs.write(to: URL(filePath: "\(other)/\(name)"))
      let refused = try tool.run("tiles", "export", other)
      #expect(refused.code == 3 && refused.errors.contains(name), "\(refused.errors)")
      #expect(try Data(contentsOf: URL(filePath: "\(other)/\(name)")) == theirs)
    }
    let inside = try tool.run("tiles", "export", "\(tool.store)/www")
    #expect(inside.code == 2 && inside.errors.contains("stands in a store"), "\(inside.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(tool.store)/www"))
  }

  @Test("What was altered in the folder since is found by whoever has it compared")
  func compared() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let folder = "\(tool.directory)/www"
    try tool.succeed("tiles", "export", folder)
    #expect(try tool.json("tiles", "export", "--compare", folder)["written"] == 0)
    for name in ["tile/0/000", "tile/entries/001"] {
      let path = URL(filePath: "\(folder)/\(name)")
      let bytes = try Data(contentsOf: path)
      var altered = bytes
      altered[altered.count / 2] ^= 1
      try altered.write(to: path)
      #expect(try tool.run("tiles", "export", folder).code == 0, "it is not read again")
      let found = try tool.run("tiles", "export", "--compare", folder)
      #expect(found.code == 3 && found.errors.contains(name), "\(found.errors)")
      #expect(try Data(contentsOf: path) == altered, "it is left as it is")
      try bytes.write(to: path)
    }
    try check(tool, folder)
  }

  @Test("A folder of another history of the log is left as it is")
  func otherHistory() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let folder = "\(tool.directory)/www"
    let older = try Tool(copying: tool)
    try tool.succeed("append", input: cloudEvent("note.added"))
    try tool.succeed("tiles", "export", folder)
    let short = try older.run("tiles", "export", folder)
    #expect(
      short.code == 3 && short.errors.contains("not the first of this log"), "\(short.errors)")
    try older.succeed("append", input: cloudEvent("note.added"))
    #expect(try older.run("tiles", "export", folder).code == 3)
  }
}
