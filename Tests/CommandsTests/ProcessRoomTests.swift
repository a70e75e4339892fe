import Foundation
import InteractionModel
import Synchronization
import Testing

@testable import Commands

@Suite("A process that is not given what it needs")
struct ProcessRoomTests {
  @Test("is told what it lacks, and gives back what it asked for")
  func lacks() {
    var room = ProcessRoom(cores: 2)
    #expect(room.shortage == nil)
    let asked = Mutex<[Int]>([])
    room.canMap = { size in
      asked.withLock { $0.append(size) }
      return false
    }
    #expect(room.shortage?.contains("`ulimit -v`") == true)
    #expect(asked.withLock { $0 } == [1_536 << 20])

    room = ProcessRoom(cores: 2)
    let started = Mutex(0)
    room.start = { body in
      let number = started.withLock { count in
        count += 1
        return count
      }
      guard number <= 3 else { return EAGAIN }
      Thread.detachNewThread(body)
      return 0
    }
    // It returns, so those that were started have ended.
    #expect(room.shortage?.contains("`ulimit -u`") == true)
    #expect(started.withLock { $0 } == 4)
  }

  @Test(
    "begins nothing, ends at once and keeps nobody else from it", arguments: [240, 300, 450, 900])
  func limited(megabytes: Int) throws {
    let tool = try Tool.hyacinths()
    let before = try tool.files()
    let input = try tool.write(cloudEvent("note.added", sealed: ["text": "hyacinth"]))
    for command in [
      ["import", "cloudevents", input], ["project"], ["rebuild", "search"], ["status"], ["verify"],
    ] {
      let output = try tool.run(
        command, shell: "ulimit -v \(megabytes * 1_024); exec \"$@\"")
      #expect(output.code == 3, "\(command): \(output.text) \(output.errors)")
      #expect(output.errors.contains("ulimit -v"), "\(command): \(output.errors)")
    }
    #expect(try tool.files() == before)
    try tool.succeed("import", "cloudevents", input)
    try tool.succeed("project")
  }
}
