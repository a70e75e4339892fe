import Foundation
import InteractionModel
import Merkle
import StoreConformance
import Testing

@testable import Vault

/// Vectors that every implementation of the rule must reproduce, and another one that does: a script
/// in Python that shares no code with this project.
@Suite("The rule of roots")
struct RootVectorTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().path

  private static let python: String? = {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
    return folders.split(separator: ":").map { "\($0)/python3" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()
  private static let absent: Comment = "python3 is absent: the other implementation is not asked"

  private static func vectors() throws -> [JSONObject] {
    let bytes = try Data(contentsOf: URL(filePath: "\(folder)/roots.json"))
    return try #require(try JSONValue(parsing: Array(bytes)).array).compactMap(\.object)
  }

  private static func run(_ arguments: [String], input: String = "") throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(filePath: try #require(python))
    process.arguments = ["-B", "\(folder)/roots.py"] + arguments
    let file = NSTemporaryDirectory() + "roots-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data(input.utf8).write(to: URL(filePath: file))
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: file))
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }

  @Test("gives what the vectors say, to the byte")
  func vectors() throws {
    let vectors = try Self.vectors()
    #expect(vectors.count == 13)
    for vector in vectors {
      let name = try #require(vector["name"]?.string)
      func hex(_ member: String) throws -> [UInt8] {
        try #require(vector[member]?.string.flatMap { Hex.bytes($0) }, "\(name): \(member)")
      }
      let master = try #require(MasterKey(try hex("dataKey")))
      let id = try #require(
        vector["eventID"]?.string.flatMap { digits in
          var text = Substring(digits)
          let parts = [8, 4, 4, 4, 12].map { count in
            defer { text = text.dropFirst(count) }
            return text.prefix(count)
          }
          return EventID(parts.joined(separator: "-"))
        })
      let place = SealedPlace(
        origin: "any", id: id, type: .noteAdded, schema: 1,
        index: Int(try #require(vector["index"]?.int)))
      let key = DataKey(id: "any", key: master.key)
      let record = key.recordKey(place, attachments: 0)
      #expect(try record.key == hex("recordKey"))
      #expect(try record.commitment == hex("commitment"))
      #expect(try record.seed == hex("seed"))

      var scratch: [UInt8] = []
      let seed = key.part(place, scratch: &scratch).seed
      let content = try #require(vector["content"]?.object)
      var roots = PlaintextRoot()
      let root = roots.root(of: content, salts: seed)
      #expect(try root.bytes == hex("root"), "\(name)")
      let whole = try Disclosure(of: content, salts: seed, withholding: [])
      #expect(try whole.rootSalt.bytes == hex("rootSalt"))
      let leaves = try whole.leaves.map { leaf -> JSONValue in
        guard case .shown(let leaf, let salt) = leaf else { throw CancellationError() }
        return [
          "hash": .string(Hash.leaf(leaf.entry(with: salt)).description),
          "piece": .int(Int64(leaf.piece)), "pointer": .string(leaf.pointer),
          "salt": .string(Hex.string(salt.bytes)), "text": .string(leaf.text),
          "type": .string(leaf.kind.letter),
        ]
      }
      #expect(vector["leaves"] == .array(leaves), "\(name)")

      let spans = try (vector["withholding"]?.array ?? []).map { span in
        TextSpan(
          pointer: try #require(span["pointer"]?.string),
          scalars: Int(try #require(span["start"]?.int))..<Int(try #require(span["end"]?.int)))
      }
      let disclosure = try Disclosure(of: content, salts: seed, withholding: spans)
      #expect(vector["disclosure"] == .object(disclosure.json), "\(name)")
      #expect(throws: Never.self) { try disclosure.check(root) }
    }
  }

  @Test("is followed by another implementation too", .enabled(if: python != nil, absent))
  func otherImplementation() throws {
    let (code, output) = try Self.run(["\(Self.folder)/roots.json"])
    #expect(code == 0 && output == "13 vectors agree\n", "\(output)")
  }

  @Test(
    "lets another implementation check any disclosure, and find what was done to it",
    .enabled(if: python != nil, absent))
  func otherChecker() throws {
    var random = RandomText(seed: 4_711)
    var roots = PlaintextRoot()
    var (lines, wanted) = ("", "")
    for number in 0..<1_000 {
      let content = random.content(words: number % 100 == 0 ? 1_500 : random.int(1...9))
      let seed = PartSeed(MasterKey.random().key)
      let root = roots.root(of: content, salts: seed)
      let told = try Disclosure(of: content, salts: seed, withholding: random.spans(of: content))
      var leaves = told.leaves
      // Every third is not what it was.
      if number % 3 == 0 {
        leaves.swapAt(0, leaves.count - 1)
        if leaves == told.leaves { leaves.append(leaves[0]) }
      }
      let given = Disclosure(rootSalt: told.rootSalt, leaves: leaves)
      lines +=
        JSONValue.object(["disclosure": .object(given.json), "root": .string(root.description)])
        .canonicalText + "\n"
      wanted += number % 3 == 0 ? "root\n" : "ok\n"
    }
    let (code, output) = try Self.run(["-"], input: lines)
    #expect(code == 0 && output == wanted)
  }
}
