import EventLog
import Foundation
import InteractionModel
import ProjectionEngine
import SQLiteStore
import Testing

@Suite("The lease of a store's directory")
struct LeaseTests {
  private let claim = LeaseClaim(
    host: "desk", process: 17, role: "daemon", time: Instant(microseconds: 1_790_000_000_000_000))

  private let directory: TestDirectory
  private let leases: SQLiteStoreLeases

  init() throws {
    directory = try TestDirectory()
    _ = try SQLiteReadModelStore(directory: directory.path)
    leases = SQLiteStoreLeases(directory: directory.path)
  }

  @Test("One has it, the others are told who, until it is given back; each has a greater number")
  func one() throws {
    #expect(try leases.holder() == nil)
    let first = try leases.acquire(claim)
    let fault = #expect(throws: StorageFault.self) { _ = try leases.acquire(claim) }
    #expect(fault?.code == .busy && fault?.reason.contains("daemon on desk, process 17") == true)
    #expect(try leases.holder()?.claim == claim && leases.holder()?.keeps == nil)
    try first.renew([LeaseHolder.keepsName: ["CaseState"]])
    let holder = try #require(try leases.holder())
    #expect(holder.keeps == ["CaseState"] && holder.epoch == first.epoch && !holder.isSilent)
    first.release()
    #expect(try leases.holder() == nil)
    let second = try leases.acquire(claim)
    #expect(second.epoch > first.epoch)
  }

  @Test("Whoever only looks makes nothing, and is never in the way")
  func looking() throws {
    let before = try directory.contents().keys.sorted()
    #expect(try leases.holder() == nil)
    #expect(try directory.contents().keys.sorted() == before)
    let lease = try leases.acquire(claim)
    for _ in 0..<100 { #expect(try leases.holder() != nil) }
    lease.release()
    for _ in 0..<100 {
      #expect(try leases.holder() == nil)
      try leases.acquire(claim).release()
    }
  }

  @Test(
    "A word that is none, or of another start of the machine, leaves who has it unknown, not held",
    arguments: ["", "{", "[]", #"{"host":"desk"}"#])
  func words(text: String) throws {
    let path = "\(directory.path)/projecting.json"
    let lease = try leases.acquire(claim)
    let own = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.utf8).write(to: URL(filePath: path))
    let holder = try #require(try leases.holder())
    #expect(holder.claim == nil && holder.silence == nil && !holder.isSilent)
    // What was said before this machine was started says nothing of how long ago that was.
    let elsewhere = own.replacing(/"machine":"[^"]*"/, with: #""machine":"another""#)
    try Data(elsewhere.utf8).write(to: URL(filePath: path))
    #expect(try leases.holder()?.claim == claim && leases.holder()?.silence == nil)
    lease.release()
    #expect(try leases.holder() == nil, "whatever the file says")
  }

  @Test("Without its file, or with another in its place, it is lost, and nothing is said")
  func lost() throws {
    let path = "\(directory.path)/projecting.lock"
    let lease = try leases.acquire(claim)
    try FileManager.default.removeItem(atPath: path)
    for _ in 0..<2 {
      let fault = #expect(throws: StorageFault.self) { try lease.renew([:]) }
      #expect(fault?.code == .superseded)
      try Data().write(to: URL(filePath: path))
    }
    // Nor is a link or a folder taken for it.
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(#expect(throws: StorageFault.self) { _ = try leases.holder() }?.code == .irregular)
    #expect(
      #expect(throws: StorageFault.self) { _ = try leases.acquire(claim) }?.code == .irregular)
  }
}
