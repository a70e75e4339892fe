import Foundation
import InteractionModel
import Merkle
import Testing

@Suite("Checkpoints while records come")
struct CheckpointFollowerTests {
  private func note(_ tool: Tool, _ count: Int = 1) throws {
    var events: [UInt8] = []
    for number in 0..<count { events += cloudEvent("note.added", case: "C-\(number)") + [0x0A] }
    try tool.succeed("append", input: events)
  }

  /// The sizes of the checkpoints in a folder, once there are as many.
  private func sizes(in folder: String, _ count: Int) throws -> [Int] {
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      let sizes = names.compactMap { name in
        name.hasPrefix("checkpoint-") ? Int(name.dropFirst("checkpoint-".count)) : nil
      }
      if sizes.count >= count { return sizes.sorted() }
      // Another process writes them.
      usleep(20_000)
    }
    return []
  }

  @Test("are signed after so many or so long, one file each in a folder, and the last in the end")
  func follows() throws {
    let tool = try Tool()
    let folder = "\(tool.directory)/kept"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let slow = try tool.start(
      ["checkpoint", "--follow", "--every", "3", "--within", "3600", "--out", folder])
    #expect(try sizes(in: folder, 1) == [1], "where the log stands already")
    try note(tool, 3)
    #expect(try sizes(in: folder, 2) == [1, 4], "after three")
    try note(tool)
    slow.awaitHearing(SIGTERM)
    slow.send(SIGTERM)
    #expect(try slow.finish().code == 0)
    #expect(try sizes(in: folder, 3) == [1, 4, 5], "nothing waits for whoever comes next")

    let quick = try tool.start(
      ["checkpoint", "--follow", "--every", "1000", "--within", "1", "--out", folder])
    try note(tool)
    #expect(try sizes(in: folder, 4) == [1, 4, 5, 6], "a second after the first")
    quick.awaitHearing(SIGINT)
    quick.send(SIGINT)
    #expect(try quick.finish().code == 0)
    #expect(try tool.run("verify").code == 0)
  }

  @Test("A folder's files are never replaced by other ones")
  func folders() throws {
    let tool = try Tool()
    let folder = "\(tool.directory)/kept"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try tool.succeed("checkpoint", "--out", folder)
    try tool.succeed("checkpoint", "--out", folder)
    let path = "\(folder)/checkpoint-1"
    try Data("mine".utf8).write(to: URL(filePath: path))
    let refused = try tool.run("checkpoint", "--out", folder)
    #expect(refused.code == 3 && refused.errors.contains("checkpoint-1"), "\(refused.errors)")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    #expect(try tool.run("checkpoint", "--out", tool.store).code == 2, "no folder of a store")
  }

  @Test("A command is given them; one that fails is told of, and the log keeps them")
  func commands() throws {
    let tool = try Tool()
    let copy = "\(tool.directory)/copy"
    let printed = try tool.run("checkpoint", "--to-command", "cat > '\(copy)'")
    #expect(printed.code == 0)
    #expect(Array(try Data(contentsOf: URL(filePath: copy))) == printed.standardOutput)
    #expect(try tool.run("checkpoint", "--to-command", "true").code == 0, "who reads nothing")
    for (command, outcome) in [("exit 7", "exit code 7"), ("kill -9 $$", "signal 9")] {
      let failed = try tool.run("checkpoint", "--to-command", command)
      #expect(failed.code != 0 && failed.errors.contains(outcome), "\(failed.errors)")
      #expect(failed.standardOutput == printed.standardOutput)
    }
    #expect(try tool.run("checkpoint", "--every", "5").code == 2)
    #expect(try tool.run("checkpoint", "--follow", "--every", "0").code == 2)
  }
}
