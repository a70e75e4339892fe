import EventLog
import Foundation
import InteractionModel
import Store
import Synchronization
import Testing

@Suite("verify --resume")
struct VerifyResumeTests {
  /// A mark of a store's log, after all of its records.
  private func mark(_ tool: Tool) throws -> [UInt8] {
    let kept = Mutex<VerificationMark?>(nil)
    let marks = VerificationMarks(
      every: .zero, now: { Instant(microseconds: 1_772_442_000_000_000) },
      keep: { mark in kept.withLock { $0 = mark } })
    _ = try StoreURL("sqlite:\(tool.store)").verify(marks: marks, limit: 1) { _ in true }
    let mark = kept.withLock(\.self)
    return try #require(mark).bytes
  }

  private func noted(_ count: Int) throws -> Tool {
    let tool = try Tool()
    for number in 0..<count {
      try tool.succeed("append", input: cloudEvent("note.added", case: "C-\(number)"))
    }
    return tool
  }

  @Test("goes on from the mark, says so, and leaves no mark once it is done")
  func goesOn() throws {
    let tool = try noted(3)
    let path = "\(tool.directory)/verify.mark"
    try Data(mark(tool)).write(to: URL(filePath: path))
    let shown = try tool.run("verify", "--resume", path, "--zone", "America/New_York")
    #expect(shown.code == 0)
    #expect(
      shown.words.contains("The first 4 were looked at before, until 2026-03-02 04:00:00-05:00."),
      "\(shown.text)")
    #expect(!FileManager.default.fileExists(atPath: path))
    try Data(mark(tool)).write(to: URL(filePath: path))
    try tool.succeed("append", input: cloudEvent("note.added", case: "C-9"))
    let found = try tool.json("verify", "--resume", path)
    #expect(found["resumed"]?["size"] == 4 && found["size"] == 5)
    #expect(found["resumed"]?["at"] == "2026-03-02T09:00:00.000000Z")
    #expect(try tool.json("verify", "--resume", path)["resumed"] == .null)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("begins with the first record when the mark is of another log, and says so")
  func other() throws {
    let tool = try noted(3)
    let path = "\(tool.directory)/verify.mark"
    try Data(mark(noted(2))).write(to: URL(filePath: path))
    let found = try tool.run("verify", "--resume", path, "--json")
    #expect(try found.code == 0 && found.json["resumed"] == .null)
    #expect(found.errors.contains("is of other records than the log begins with"))
  }

  @Test("takes no file that is something else, and leaves it as it is")
  func foreign() throws {
    let tool = try noted(1)
    let path = "\(tool.directory)/mine.txt"
    try Data("mine".utf8).write(to: URL(filePath: path))
    for place in [path, "/dev/null", "-", tool.directory, "\(tool.store)/log.db"] {
      let refused = try tool.run("verify", "--resume", place)
      #expect(refused.code == 2 && refused.errors.contains("--resume"), "\(refused.errors)")
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
  }
}
