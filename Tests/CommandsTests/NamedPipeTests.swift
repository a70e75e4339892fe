import Foundation
import InteractionModel
import Testing

/// Named pipes where files are expected: nobody waits for ever, and who waits can be stopped.
@Suite("Named pipes")
struct NamedPipeTests {
  private func tool() throws -> (tool: Tool, pipe: String) {
    let tool = try Tool()
    let pipe = "\(tool.directory)/pipe"
    guard mkfifo(pipe, 0o600) == 0 else { throw UnexpectedEnd("no pipe: \(errno)") }
    return (tool, pipe)
  }

  @Test("One that nobody opens at the other end is waited for until the user has enough")
  func interruptible() throws {
    let (tool, pipe) = try tool()
    let file = try tool.write(cloudEvent("case.opened"))
    for arguments in [
      ["import", "cloudevents", pipe], ["import", "cloudevents", file, "--rejects", pipe],
      ["simulate", "--events", "5", "--out", pipe],
    ] {
      for number in [SIGTERM, SIGINT] {
        let running = try tool.start(arguments + ["--quiet"])
        running.awaitHearing(number)
        running.send(number)
        #expect(running.hasEnded(within: 60_000), "\(arguments)")
        #expect(try running.finish().code == 130, "\(arguments)")
      }
    }
  }

  @Test("An import reads one to its end, and opens it once")
  func read() throws {
    let (tool, pipe) = try tool()
    let file = try tool.write((0..<40).flatMap { cloudEvent("case.opened", case: "C-\($0)") })
    // Were it opened to be looked at and closed again, who writes would be ended by that.
    let output = try tool.run(
      ["import", "cloudevents", pipe, "--json"],
      shell: "cat '\(file)' >pipe & \"$@\"; code=$?; wait $! || exit 99; exit $code")
    #expect(output.code == 0, "\(output.errors)")
    #expect(try output.json["appended"] == 40)
  }

  @Test("One that is not read stops who writes to it no longer than the user wants")
  func unread() throws {
    let (tool, pipe) = try tool()
    let reader = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(reader) }
    let running = try tool.start(
      ["simulate", "--events", "100000", "--out", pipe, "--quiet"], store: .nowhere)
    var entry = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
    #expect(poll(&entry, 1, 60_000) == 1)
    running.send(SIGTERM)
    #expect(running.hasEnded(within: 60_000))
    #expect(try running.finish().code == 130)
  }

  @Test("Where only a file will do, one is refused at once")
  func refused() throws {
    let (tool, pipe) = try tool()
    let file = try tool.write(cloudEvent("case.opened"))
    for arguments in [
      ["import", "cloudevents", file, "--master-key-file", pipe],
      ["import", "csv", file, "--mapping", pipe],
      ["key", "rotate-master", "--master-key-file", pipe],
    ] {
      let output = try tool.run(arguments)
      #expect(output.code == 3 && output.errors.contains("regular file"), "\(output.errors)")
    }
    let inPlace = "\(tool.store)/master.key"
    try FileManager.default.removeItem(atPath: inPlace)
    #expect(mkfifo(inPlace, 0o600) == 0)
    let output = try tool.run("import", "cloudevents", file)
    #expect(output.code == 3 && output.errors.contains("regular file"), "\(output.errors)")
    // A pipe where a folder should be, and a folder where a file should be.
    #expect(try tool.run("status", "--store", "sqlite:\(pipe)", store: .nowhere).code == 3)
    #expect(try tool.run("import", "cloudevents", tool.directory).code == 3)
    #expect(try tool.run("import", "csv", file, "--mapping", tool.directory).code == 3)
  }
}
