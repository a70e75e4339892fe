import EventLog
import Foundation
import InteractionModel
import Merkle
import ProjectionEngine
import Queries
import Testing
import Vault

/// An archive of evidence, looked at by both implementations.
struct EvidenceArchive {
  let path: String
  /// The log's key, got elsewhere.
  let key: String

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  /// The second implementation.
  static let verifier = root.appending(path: "Tools/verify-evidence").path
  private static let attacker = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "attack.py").path

  /// What a script answers.
  struct Answer {
    let code: Int32
    let text: String
  }

  /// Runs Python.
  static func python(_ arguments: [String]) throws -> Answer {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-B"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Answer(code: process.terminationStatus, text: String(decoding: bytes, as: UTF8.self))
  }

  /// What the second implementation says of it.
  func verified(_ options: String..., by key: String? = nil) throws -> Answer {
    try EvidenceArchive.python(
      [EvidenceArchive.verifier, path, "--key", key ?? self.key] + options)
  }

  /// Alters it so many times, also with records of another archive of the same checkpoint; what is not
  /// found is an issue.
  func attack(_ count: Int, seed: Int, with other: EvidenceArchive) throws -> Answer {
    try EvidenceArchive.python([
      EvidenceArchive.attacker, EvidenceArchive.verifier, path, key, "\(count)", "\(seed)",
      other.path,
    ])
  }

  /// Writes it anew after some Python has altered `files`, by their names; the manifest goes along.
  func rewrite(_ script: String, to path: String) throws {
    let folder = URL(filePath: EvidenceArchive.attacker).deletingLastPathComponent().path
    let answer = try EvidenceArchive.python([
      "-c",
      """
      import json, sys
      sys.path.insert(0, sys.argv[1])
      import attack
      verifier = attack.load(sys.argv[2])
      files = attack.files_of(sys.argv[3])
      \(script)
      attack.write(sys.argv[4], files)
      """, folder, EvidenceArchive.verifier, self.path, path,
    ])
    try #require(answer.code == 0, "\(answer.text)")
  }

  /// Looks in it for what is withheld of another archive of the same records.
  func look(for whole: EvidenceArchive) throws -> Answer {
    try EvidenceArchive.python(
      [EvidenceArchive.attacker, EvidenceArchive.verifier, path, whole.path])
  }

  /// The files in it.
  func files() throws -> [String: [UInt8]] {
    let folder = "\(path)-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let unpacked = try EvidenceArchive.python(["-m", "zipfile", "-e", path, folder])
    try #require(unpacked.code == 0, "\(unpacked.text)")
    let manager = FileManager.default
    return try manager.subpathsOfDirectory(atPath: folder).reduce(into: [:]) { files, name in
      var isFolder: ObjCBool = false
      let file = "\(folder)/\(name)"
      guard manager.fileExists(atPath: file, isDirectory: &isFolder), !isFolder.boolValue
      else { return }
      files[name] = Array(try Data(contentsOf: URL(filePath: file)))
    }
  }

  /// Checks every record and part with the program's own code, without any store.
  /// - Returns: the parts, by the names of their files.
  @discardableResult
  func check() throws -> [String: DisclosedPart] {
    let files = try files()
    let bundle = try JSONValue(parsing: try #require(files["bundle.json"]))
    let verifier = try VerifierKey(key)
    var parts: [String: DisclosedPart] = [:]
    var leaves = CompactRange()
    for position in (bundle["records"]?.array ?? []).compactMap(\.int) {
      let line = try #require(files["records/\(position).json"])
      let proof = try #require(files["proofs/\(position).tlog-proof"])
      let checked = try CheckedProof(proof, of: line, with: verifier)
      #expect(checked.fault == nil && checked.position == Position(position), "\(position)")
      #expect(checked.proof.checkpoint.bytes == files["checkpoint"])
      leaves.append(.leaf(line))
      let record = try Record(line: line)
      #expect(record.position == Position(position))
      for (index, part) in try record.sealedParts().enumerated() {
        let name = "parts/\(position)-\(index).json"
        let json = try JSONValue(parsing: try #require(files[name])).object
        let told = try #require(json.flatMap(DisclosedPart.init))
        #expect(told.json == json)
        try told.check(part, at: index, of: record, origin: bundle["origin"]?.string ?? "") {
          files["attachments/\($0)"]
        }
        parts[name] = told
      }
    }
    let note = try SignedNote(try #require(files["certificate"]))
    let tree = try SignedCheckpoint(try #require(files["checkpoint"])).checkpoint
    try check(bundle, leaves, ReplayCertificate(note), of: tree)
    _ = try note.verify(with: [verifier.ofStatements])
    try checkBeside(bundle, files, ReplayCertificate(note), verifier)
    return parts
  }

  /// Checks the records that are not the entity's: that the tree has them, and that registers are whole.
  private func checkBeside(
    _ bundle: JSONValue, _ files: [String: [UInt8]], _ certificate: ReplayCertificate,
    _ verifier: VerifierKey
  ) throws {
    var leaves: [String: CompactRange] = [:]
    for name in [
      "moves.jsonl", "redactions.jsonl", "registers.jsonl", "rotations.jsonl",
      "witnesses.jsonl",
    ] {
      for line in (files[name] ?? []).split(separator: UInt8(ascii: "\n")).map(Array.init) {
        let record = try Record(line: line)
        let proof = try #require(files["proofs/\(record.position).tlog-proof"])
        let checked = try CheckedProof(proof, of: line, with: verifier)
        #expect(checked.fault == nil && checked.position == record.position, "\(name)")
        leaves[record.stream.rawValue, default: CompactRange()].append(.leaf(line))
      }
    }
    let digest = try #require(certificate.folded.first).digest
    for register in bundle["registers"]?.array ?? [] {
      let proof = try #require(register["completeness"]?.object.flatMap(RowProof.init))
      try proof.verify(digest: digest)
      let row = try JSONValue(parsing: proof.row)
      let own = try #require(leaves[register["id"]?.string ?? ""])
      #expect(row["key"] == register["id"] && row["table"] == "register_index")
      #expect(row["values"]?["records"] == .int(Int64(own.count)))
      #expect(row["values"]?["root"]?.string == own.root.base64)
    }
  }

  /// Checks that these are all records of the entity.
  private func check(
    _ bundle: JSONValue, _ leaves: CompactRange, _ certificate: ReplayCertificate,
    of tree: Checkpoint
  ) throws {
    #expect(certificate.tree == tree && certificate.made == nil)
    let folded = try #require(certificate.folded.first)
    #expect(certificate.folded.count == 1 && folded.projection == "EntityIndex")
    let told = try #require(bundle["completeness"]?.object)
    let row = try #require(told["row"])
    try #require(RowProof(told)).verify(digest: folded.digest)
    #expect(row["values"]?["records"]?.int == Int64(leaves.count))
    #expect(row["values"]?["root"]?.string == leaves.root.base64)
    #expect(row["key"] == bundle["entity"]?["id"])
  }
}

extension Tool {
  /// Writes an archive.
  func evidence(_ arguments: String..., as name: String = "evidence.zip") throws -> EvidenceArchive
  {
    let path = "\(directory)/\(name)"
    let output = try run(["evidence"] + arguments + ["--purpose", "request 9", "--out", path])
    guard output.code == 0 else { throw UnexpectedEnd(["evidence"] + arguments, output) }
    return EvidenceArchive(path: path, key: try json("init")["key"]?.string ?? "")
  }

  /// Writes a file of redactions.
  func redactions(_ redactions: [JSONValue]) throws -> String {
    let list: JSONObject = ["redactions": .array(redactions)]
    return try write(list.canonicalBytes)
  }
}
