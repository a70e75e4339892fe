import Foundation
import Merkle
import Testing
import Vault

@Suite("What a witness remembers")
struct WitnessFolderTests {
  private func place() -> String { "\(NSTemporaryDirectory())/witness-\(UUID().uuidString)" }

  private func checkpoint(_ size: UInt64, of origin: String = "a.example/log") throws
    -> SignedCheckpoint
  {
    let key = try SigningKey(name: origin, seed: [UInt8](repeating: 3, count: 32))
    return try Checkpoint(origin: origin, size: size, root: .leaf(Array("\(size)".utf8)))
      .signed(by: key)
  }

  @Test("outlives it, a log each, in files of its owner's, which one process has at a time")
  func keeps() throws {
    let path = place()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      let folder = try WitnessFolder(path, makingIt: true)
      #expect(try folder.last(of: "a.example/log") == nil)
      for size in [3, 9] as [UInt64] { try folder.keep(checkpoint(size)) }
      try folder.keep(checkpoint(4, of: "b.example/../log"))
      #expect(throws: WitnessFolderError.inUse(path: path)) {
        try WitnessFolder(path, makingIt: true)
      }
      try folder.keep(fork: checkpoint(10))
      try folder.keep(fork: checkpoint(11))
    }
    let folder = try WitnessFolder(path, makingIt: false)
    #expect(try folder.last(of: "a.example/log") == checkpoint(9))
    #expect(try folder.last(of: "b.example/../log") == checkpoint(4, of: "b.example/../log"))
    let files = try FileManager.default.contentsOfDirectory(atPath: path)
    #expect(files.count == 5, "\(files)")
    for file in files {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(file)")
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }
    let fork = try #require(files.first { $0.hasSuffix(".fork") })
    let first = try Data(contentsOf: URL(filePath: "\(path)/\(fork)"))
    #expect(try SignedCheckpoint(Array(first)) == checkpoint(10), "the first is kept")
  }

  @Test("has what was not proven with what it was to extend, each once and a few of them")
  func unproven() throws {
    let path = place()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = try WitnessFolder(path, makingIt: true)
    try folder.keep(checkpoint(9))
    for size in [20, 21, 20, 21] as [UInt64] { try folder.keep(unproven: checkpoint(size)) }
    func kept(_ name: String) throws -> SignedCheckpoint? {
      let file = try FileManager.default.contentsOfDirectory(atPath: path)
        .first { $0.hasSuffix(".checkpoint.\(name)") }
      return try file.map {
        try SignedCheckpoint(Array(Data(contentsOf: URL(filePath: "\(path)/\($0)"))))
      }
    }
    #expect(try kept("unproven-1") == checkpoint(20) && kept("unproven-2") == checkpoint(21))
    #expect(try kept("before-unproven-1") == checkpoint(9) && kept("unproven-3") == nil)
    // What is cosigned later alters nothing of it.
    try folder.keep(checkpoint(30))
    #expect(try kept("before-unproven-2") == checkpoint(9))
    for size in 100..<200 as Range<UInt64> { try folder.keep(unproven: checkpoint(size)) }
    #expect(try kept("unproven-16") == checkpoint(113) && kept("unproven-17") == nil)
    #expect(try folder.last(of: "a.example/log") == checkpoint(30))
  }

  @Test("is not begun anew when it was lost, nor believed when it is damaged")
  func lost() throws {
    let path = place()
    let key = "\(path).key"
    defer { for file in [path, key] { try? FileManager.default.removeItem(atPath: file) } }
    let made = try WitnessHome(keyFile: key, folder: path, name: "w.example/1").key.verifier
    #expect(made.algorithm == .cosignature && made.name == "w.example/1")
    #expect(try WitnessHome(keyFile: key, folder: path, name: "other").key.verifier == made)
    #expect(try WitnessHome.verifier(in: key) == made)
    do {
      let folder = try WitnessFolder(path, makingIt: false)
      try folder.keep(checkpoint(5))
    }
    let file = try #require(
      try FileManager.default.contentsOfDirectory(atPath: path).first { $0.hasSuffix("checkpoint") }
    )
    let folder = try WitnessFolder(path, makingIt: false)
    for damage in [try checkpoint(5, of: "b.example/log").bytes, Array("nothing".utf8), []] {
      try Data(damage).write(to: URL(filePath: "\(path)/\(file)"))
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: "\(path)/\(file)")
      #expect(throws: WitnessFolderError.damaged(path: "\(path)/\(file)")) {
        try folder.last(of: "a.example/log")
      }
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: WitnessFolderError.lost(path: path)) {
      try WitnessHome(keyFile: key, folder: path, name: "w.example/1")
    }
  }
}
