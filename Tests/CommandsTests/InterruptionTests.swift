import Foundation
import InteractionModel
import StoreConformance
import Testing

@Suite("Interrupted runs")
struct InterruptionTests {
  /// What an undisturbed run leaves.
  struct Undisturbed: Sendable {
    let content: [JSONValue]
    let digest: String
    let size: Int64

    static let made = Result {
      let tool = try Tool(copying: Prepared.city.tool)
      return Undisturbed(
        content: try tool.content(), digest: try Prepared.city.tool.digest(),
        size: try Prepared.city.tool.head())
    }
  }

  @Test(
    "Killed at any moment of an import and of a projection run, then run again: the same log, the same state",
    arguments: 1...(isFull ? 200 : 20))
  func killed(seed: UInt64) throws {
    let city = try Prepared.city
    let expected = try Undisturbed.made.get()
    var random = SeededGenerator(seed: seed)
    let tool = try Tool(copying: city.empty)
    let command = ["import", "cloudevents", city.input, "--quiet"]

    let importing = try tool.start(command)
    _ = importing.hasEnded(within: .random(in: 0...city.importTime, using: &random))
    importing.send(SIGKILL)
    let killed = try importing.finish()
    #expect([0, 137].contains(killed.code), "\(killed.errors)")
    let resumed = try tool.run(command + ["--json"])
    #expect(resumed.code == 0, "\(resumed.errors)")
    let answer = try resumed.json
    #expect(try answer["read"] == city.lines().count.json)
    #expect(try tool.head() == expected.size)

    let projecting = try tool.start(["project", "--quiet"])
    _ = projecting.hasEnded(within: .random(in: 0...city.projectTime, using: &random))
    projecting.send(SIGKILL)
    #expect([0, 137].contains(try projecting.finish().code))
    let status = try tool.json("project")["projections"]?.array
    let names = (status ?? []).compactMap { $0["projection"]?.string }
    #expect(
      names.count == Set(names).count && !names.isEmpty,
      "a build that was interrupted is gone on with: \(status ?? [])")
    #expect(status?.first?["digest"]?.string == expected.digest)
    if isFull || seed % 5 == 0 {
      #expect(try tool.json("verify")["ok"] == true)
      #expect(try tool.json("replay")["equal"] == true)
    }
    #expect(try tool.content() == expected.content)
  }

  @Test("Imported twice, nothing is added and nothing changes")
  func twice() throws {
    let city = try Prepared.city
    let tool = try Tool(copying: city.tool)
    let before = (try tool.head(), try tool.digest())
    let again = try tool.json("import", "cloudevents", city.input)
    #expect(again["appended"] == 0 && again["firstPosition"] == JSONValue.null)
    #expect(again["duplicates"] == again["read"])
    try tool.succeed("project")
    #expect(try (tool.head(), tool.digest()) == before)
    #expect(try tool.json("verify")["ok"] == true)
  }

  @Test("Ctrl-C keeps what was acknowledged, ends with 130, and running again goes on")
  func interrupted() throws {
    let city = try Prepared.city
    let tool = try Tool(copying: city.empty)
    let lines = try city.lines()
    let running = try tool.start(["import", "cloudevents", "-", "--quiet"], input: .pipe)
    let half = lines.prefix(1_500).flatMap { $0 + [UInt8(ascii: "\n")] }
    #expect(running.write(half))
    // The first batch is durable while the importer waits for more input.
    while try tool.head() < 500, !running.hasEnded(within: 5) {}
    let reached = try tool.head()
    running.send(SIGINT)
    #expect(running.hasEnded(within: 60_000))
    let output = try running.finish()
    #expect(output.code == 130, "\(output.errors)")
    #expect(output.errors.contains("run the same command again"))
    #expect(try tool.head() >= reached)
    try tool.succeed("import", "cloudevents", city.input)
    #expect(try tool.content() == Undisturbed.made.get().content)
  }

  @Test("What has nothing to let end stops at once, with 130", arguments: [SIGTERM, SIGINT])
  func atOnce(signal number: Int32) throws {
    let tool = try Tool(copying: Prepared.city.tool)
    // A key that is long in coming: what the command waits for when it is asked to stop.
    let ready = tool.directory + "/ready"
    let waiting = try tool.start([
      "search", "x", "--purpose", "a test", "--master-key-command", "touch ready; sleep 2",
    ])
    while !FileManager.default.fileExists(atPath: ready), !waiting.hasEnded(within: 5) {}
    waiting.send(number)
    #expect(try waiting.finish().code == 130)
  }

  @Test("What waits for whoever holds the store and cannot come to a stop ends all the same")
  func held() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    try tool.succeed("append", input: cloudEvent("case.opened"))
    // Unlike SQLite's locks this one is waited for as long as it takes.
    let lock = "\(tool.store)/search/.lock"
    let holder = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    #expect(flock(holder, LOCK_EX) == 0)
    let running = try tool.start(["project", "--quiet"])
    // Whoever waits for it stands in the turnstile.
    while !isLocked(lock + ".turn"), !running.hasEnded(within: 5) {}
    running.send(SIGTERM)
    let output = try running.finish()
    #expect(output.code == 130, "\(output.errors)")
    #expect(output.errors.contains("run the same command again"))
    close(holder)
    try tool.succeed("project")
    #expect(try tool.json("replay")["equal"] == true)
  }

  /// Whether some process holds a lock on a file, which need not be there.
  private func isLocked(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let number = attributes?[.systemFileNumber] as? NSNumber else { return false }
    return lines(of: "/proc/locks").contains { $0.contains(":\(number) ") }
  }

  /// The lines of a file that the kernel makes up, whose size nobody knows: a page is no end.
  private func lines(of path: String) -> [Substring] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var page = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(descriptor, &page, page.count), count > 0 {
      bytes += page[..<count]
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  @Test("Two importers of different files at once: every event once, and the log is sound")
  func twoImporters() throws {
    let city = try Prepared.city
    let tool = try Tool(copying: city.empty)
    let lines = try city.lines()
    let middle = lines.count / 2
    let files = try [lines[..<middle], lines[middle...]].map {
      try tool.write($0.flatMap { $0 + [UInt8(ascii: "\n")] })
    }
    let running = try files.map {
      try tool.start(["import", "cloudevents", $0, "--json", "--quiet"])
    }
    var appended: Int64 = 0
    for importer in running {
      let output = try importer.finish()
      #expect(output.code == 0, "\(output.errors)")
      appended += try output.json["appended"]?.int ?? 0
    }
    let expected = try Undisturbed.made.get()
    #expect(try tool.head() == expected.size)
    #expect(appended + 1 == expected.size)
    func ids(_ content: [JSONValue]) -> [String] {
      content.compactMap { $0["record"]?["id"]?.string }.sorted()
    }
    #expect(try tool.json("verify")["ok"] == true)
    #expect(ids(try tool.content()) == ids(expected.content))
    try tool.succeed("project")
    #expect(try tool.json("replay")["equal"] == true)
  }
}
