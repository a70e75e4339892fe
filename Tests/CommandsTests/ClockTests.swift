import Foundation
import InteractionModel
import Synchronization
import Testing

@testable import EventLog

@Suite("A clock that cannot be right")
struct WrongClockTests {
  /// A store whose last record and files are of long ago.
  private static func old(recorded: Bool = true, files: Bool = true) throws -> Tool {
    let tool = try Tool()
    try tool.succeed("append", input: cloudEvent("case.opened"))
    if recorded {
      let log = try tool.rawLog()
      try log.alter("record", "UPDATE record SET recorded = 1000000000000000")
      _ = try log.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    }
    guard files else { return tool }
    for name in ["log.db", "log.db-wal", "vault.db", "vault.db-wal"] {
      let times = [timespec](repeating: timespec(tv_sec: 1_000_000_000, tv_nsec: 0), count: 2)
      utimensat(AT_FDCWD, "\(tool.store)/\(name)", times, 0)
    }
    return tool
  }

  @Test("is refused by whatever appends, before anything is written, unless it is accepted")
  func refused() throws {
    let tool = try Self.old()
    let before = try tool.files()
    for command in [
      ["append"], ["import", "cloudevents", "/dev/null"], ["init"],
      ["log", "--open", "--purpose", "audit"], ["project"],
    ] {
      let output = try tool.run(command, input: cloudEvent("case.opened"))
      #expect(output.code == 3, "\(command): \(output.errors)")
      for words in ["2001-09-09", "400 days", "--accept-clock"] {
        #expect(output.errors.contains(words), "\(command): \(output.errors)")
      }
    }
    #expect(try tool.files() == before)
    #expect(try tool.run("case", "list").code == 3, "not projected yet")
    #expect(try tool.run("status").code == 0, "whoever reads needs no clock")
    try tool.succeed("append", "--accept-clock", input: cloudEvent("case.opened"))
    // Now the last record tells the time.
    try tool.succeed("append", input: cloudEvent("case.opened"))
  }

  @Test(
    "is believed when the last record or the files are of these days", arguments: [true, false])
  func believed(recorded: Bool) throws {
    let tool = try Self.old(recorded: recorded, files: !recorded)
    try tool.succeed("append", input: cloudEvent("case.opened"))
  }

  @Test("and is set while the program runs is said once, and again when it is set again")
  func drift() {
    let hands = Mutex<(wall: Int64, passed: Int64)>((1_000, 0))
    let said = Mutex<[String]>([])
    let clock = WallClock(
      wall: { Instant(microseconds: hands.withLock { $0.wall } * 1_000_000) },
      passed: { .seconds(hands.withLock { $0.passed }) },
      say: { change in said.withLock { $0.append("\(change)") } })
    for (wall, passed) in [(1_030, 30), (1_090, 90), (5_000, 95), (5_010, 105), (1_120, 120)] {
      hands.withLock { $0 = (Int64(wall), Int64(passed)) }
      #expect(clock.now() == Instant(microseconds: Int64(wall) * 1_000_000))
    }
    let texts = said.withLock { $0 }
    #expect(texts.count == 2)
    #expect(texts.first?.contains("3905 s ahead of") == true, "\(texts)")
  }
}
