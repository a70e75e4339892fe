import Foundation
import InteractionModel
import Testing

@testable import Commands

/// Options that name a file to write: what they may not write over, and what is there when they fail.
@Suite("Files that options write")
struct OutputFileTests {
  /// An option that writes, and how it is called.
  enum Writer: String, CaseIterable {
    case rejects = "--rejects"
    case report = "--out of replay"
    case simulation = "--out of simulate"

    /// The command; it has something to write.
    func command(_ tool: Tool, to path: String) throws -> [String] {
      switch self {
      case .rejects:
        let rows = cloudEvent("case.opened", case: "C-7") + Array("no event\n".utf8)
        return ["import", "cloudevents", try tool.write(rows), "--rejects", path, "--quiet"]
      case .report: return ["replay", "--out", path, "--quiet"]
      case .simulation:
        return ["simulate", "--events", "30", "--seed", "4", "--out", path, "--quiet"]
      }
    }

    /// Runs it.
    func run(_ tool: Tool, to path: String, shell: String? = nil) throws -> Output {
      try tool.run(
        command(tool, to: path), store: self == .simulation ? .nowhere : .after,
        shell: shell)
    }

    /// The code of a run that wrote what it has: one row is rejected, the rest is well.
    var code: Int32 { self == .rejects ? 1 : 0 }
    /// Part of what it writes.
    var mark: String {
      switch self {
      case .rejects: "remedy"
      case .report: "liveDigest"
      case .simulation: "specversion"
      }
    }
  }

  /// A projected store of a few records.
  private static let made = Result {
    let tool = try Tool()
    try tool.succeed("import", "cloudevents", "-", input: cloudEvent("case.opened", case: "C-1"))
    try tool.succeed("project")
    return tool
  }

  private func tool() throws -> Tool { try Tool(copying: Self.made.get()) }

  /// Every file of a store and what is in it.
  private func files(_ folder: String) throws -> [String: Data] {
    var found: [String: Data] = [:]
    for case let name as String in try #require(FileManager.default.enumerator(atPath: folder)) {
      found[name] = FileManager.default.contents(atPath: "\(folder)/\(name)")
    }
    return found
  }

  private func leftovers(_ tool: Tool) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: tool.directory)
      .filter { $0.hasPrefix(".throughline-") }
  }

  private static let inStores = [
    "master.key", "log.db", "vault.db", "catalogue.db", "new.txt", "projections/new.txt",
    "../door/master.key", "../door/new.txt", "../link", "../dangling",
  ]

  @Test("Nothing in a store is written over or added to", arguments: Writer.allCases, inStores)
  func stores(writer: Writer, name: String) throws {
    let tool = try tool()
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: "\(tool.directory)/door", withDestinationPath: tool.store)
    try manager.createSymbolicLink(
      atPath: "\(tool.directory)/link", withDestinationPath: "store/log.db")
    try manager.createSymbolicLink(
      atPath: "\(tool.directory)/dangling", withDestinationPath: "store/projections/none")
    let before = try files(tool.store)
    let output = try writer.run(tool, to: "\(tool.store)/\(name)")
    #expect(output.code == 2, "\(output.errors)")
    #expect(output.errors.contains("store"), "\(output.errors)")
    #expect(try files(tool.store) == before)
  }

  @Test("A store of somebody else, whatever is left of it, is one too", arguments: Writer.allCases)
  func otherStores(writer: Writer) throws {
    let tool = try tool()
    let other = "\(tool.directory)/other"
    try FileManager.default.createDirectory(
      atPath: "\(other)/projections", withIntermediateDirectories: true)
    try tool.write([], as: "other/vault.db")
    let output = try writer.run(tool, to: "\(other)/projections/x")
    #expect(output.code == 2 && output.errors.contains("vault.db"), "\(output.errors)")
  }

  @Test("A file with another name is left alone, which may be that of a store or of a copy of one")
  func otherNames() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    for name in ["log.db", "vault.db", "catalogue.db"] {
      let other = "\(tool.directory)/other-\(name)"
      try FileManager.default.linkItem(atPath: "\(tool.store)/\(name)", toPath: other)
      let bytes = try Data(contentsOf: URL(filePath: other))
      let output = try tool.run("replay", "--out", other)
      #expect(output.code == 2 && output.errors.contains("other names"), "\(output.errors)")
      #expect(try Data(contentsOf: URL(filePath: other)) == bytes)
    }
  }

  @Test("A key is written over by nobody, in force or not", arguments: Writer.allCases)
  func keys(writer: Writer) throws {
    let tool = try tool()
    let key = try #require(FileManager.default.contents(atPath: "\(tool.store)/master.key"))
    // A copy that others may read is refused as a key, and is one nevertheless.
    for (name, mode) in [("copy", 0o600), ("loose", 0o644), ("raw", 0o600)] {
      let bytes = name == "raw" ? [UInt8](repeating: 7, count: 32) : Array(key)
      let path = try tool.write(bytes, as: name)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let output = try writer.run(tool, to: path)
      #expect(output.code == 2 && output.errors.contains("key"), "\(output.errors)")
      #expect(FileManager.default.contents(atPath: path) == Data(bytes))
    }
    guard writer != .simulation else { return }
    let elsewhere = "\(tool.directory)/keys"
    try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: false)
    let path = "\(elsewhere)/k"
    try FileManager.default.moveItem(atPath: "\(tool.store)/master.key", toPath: path)
    for target in [path, "\(path).new"] {
      let output = try tool.run(writer.command(tool, to: target) + ["--master-key-file", path])
      #expect(output.code == 2 && output.errors.contains("key"), "\(output.errors)")
    }
    #expect(FileManager.default.contents(atPath: path) == key)
  }

  @Test("What a command reads it does not write over, whatever name it has")
  func inputs() throws {
    let tool = try tool()
    let rows = Array("not an event\n".utf8)
    let source = try tool.write(rows, as: "rows.jsonl")
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: "\(tool.directory)/soft", withDestinationPath: "rows.jsonl")
    try manager.linkItem(atPath: source, toPath: "\(tool.directory)/hard")
    for target in ["rows.jsonl", "./rows.jsonl", "soft", "hard", source] {
      let output = try tool.run("import", "cloudevents", source, "--rejects", target)
      #expect(output.code == 2 && output.errors.contains("reads"), "\(output.errors)")
      // As standard input it has no name at all.
      let piped = try tool.start(
        ["import", "cloudevents", "-", "--rejects", target], input: .file(source)
      ).finish()
      #expect(piped.code == 2 && piped.errors.contains("reads"), "\(piped.errors)")
      // As where standard output goes, it is a name for what is read.
      let printed = try tool.run(
        ["import", "cloudevents", source, "--rejects", "-"], shell: "exec \"$@\" >>rows.jsonl")
      #expect(printed.code == 2, "\(printed.errors)")
    }
    let mapping = try tool.write(Array("format: csv\n".utf8), as: "map.yaml")
    let output = try tool.run(
      "import", "csv", source, "--mapping", mapping, "--rejects", "map.yaml")
    #expect(output.code == 2 && output.errors.contains("reads"), "\(output.errors)")
    #expect(manager.contents(atPath: source) == Data(rows))
    #expect(manager.contents(atPath: mapping) == Data("format: csv\n".utf8))
  }

  @Test("Where the command prints, no file is put in its place", arguments: Writer.allCases)
  func printed(writer: Writer) throws {
    let tool = try tool()
    for shell in ["exec \"$@\" >both", "exec \"$@\" 2>both"] {
      let output = try writer.run(tool, to: "\(tool.directory)/both", shell: shell)
      #expect(output.code == 2)
    }
  }

  @Test("Neither a folder nor a socket nor a folder that is not there", arguments: Writer.allCases)
  func places(writer: Writer) throws {
    let tool = try tool()
    for (target, code) in [
      (tool.directory, 2), ("/", 2), ("", 3), ("/nowhere/at/all", 3), ("folder/", 3),
      ("/dev/fd/77", 2), ("/dev/fd/0", 2),
    ] as [(String, Int32)] {
      let output = try writer.run(tool, to: target)
      #expect(output.code == code, "\(target): \(output.code) \(output.errors)")
    }
  }

  @Test("Devices and pipes take what is written and stay what they are", arguments: Writer.allCases)
  func streams(writer: Writer) throws {
    let tool = try tool()
    #expect(try writer.run(tool, to: "/dev/null").code == writer.code)
    #expect(FileStatus(at: "/dev/null")?.kind == .characters)
    for (target, shell) in [
      ("/dev/stdout", "\"$@\" | cat"), ("-", "exec \"$@\""), ("/dev/stdout", "exec \"$@\""),
      ("/dev/stderr", "exec \"$@\" 2>&1"), ("/dev/fd/5", "exec \"$@\" 5>&1"),
      ("/proc/self/fd/5", "exec \"$@\" 5>&1"),
    ] {
      let output = try writer.run(tool, to: target, shell: shell)
      #expect(output.text.contains(writer.mark), "\(target): \(output.errors)")
    }
    // Events and words about them do not go down the same pipe.
    if writer == .simulation {
      #expect(try writer.run(tool, to: "/dev/stdout").jsonLines.count == 30)
    }
    let pipe = "\(tool.directory)/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let output = try writer.run(
      tool, to: pipe, shell: "cat pipe >seen & \"$@\"; code=$?; wait; exit $code")
    #expect(output.code == writer.code, "\(output.errors)")
    let seen = FileManager.default.contents(atPath: "\(tool.directory)/seen") ?? Data()
    #expect(String(decoding: seen, as: UTF8.self).contains(writer.mark))
    #expect(FileStatus(at: pipe)?.kind == .pipe)
    #expect(try leftovers(tool).isEmpty)
  }

  @Test("A full device is said, and ends with 3", arguments: Writer.allCases)
  func full(writer: Writer) throws {
    for target in ["/dev/full", "/dev/fd/5"] {
      let output = try writer.run(tool(), to: target, shell: "exec \"$@\" 5>/dev/full")
      #expect(output.code == 3 && output.errors.contains(target), "\(output.errors)")
    }
  }

  @Test(
    "A file is replaced whole, by its own name, and keeps who may read it",
    arguments: Writer.allCases)
  func replaced(writer: Writer) throws {
    let tool = try tool()
    let path = try tool.write(Array("what was there\n".utf8), as: "old")
    let manager = FileManager.default
    try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    try manager.createSymbolicLink(atPath: "\(tool.directory)/name", withDestinationPath: "old")
    let output = try writer.run(tool, to: "name")
    #expect(output.code == writer.code, "\(output.errors)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains(writer.mark) && !text.contains("what was there"))
    let attributes = try manager.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try manager.destinationOfSymbolicLink(atPath: "\(tool.directory)/name") == "old")
    let new = try writer.run(tool, to: "new")
    #expect(new.code == writer.code)
    let made = try manager.attributesOfItem(atPath: "\(tool.directory)/new")
    #expect(made[.posixPermissions] as? Int == 0o600)
    #expect(try leftovers(tool).isEmpty)
  }

  @Test("A command that fails leaves what was there, and nothing beside it")
  func kept() throws {
    let tool = try tool()
    let before = Array("what was there\n".utf8)
    let path = try tool.write(before, as: "old")
    let bad = try tool.write(Array("none\n".utf8))
    for (arguments, place, shell) in [
      (["import", "cloudevents", "/nowhere.jsonl", "--rejects", "old"], .after, "exec \"$@\""),
      (
        ["import", "cloudevents", bad, "/nowhere.jsonl", "--rejects", "old"], .after, "exec \"$@\""
      ),
      (["import", "csv", bad, "--rejects", "old"], .after, "exec \"$@\""),
      (["import", "csv", bad, "--mapping", "/none", "--rejects", "old"], .after, "exec \"$@\""),
      (["replay", "--out", "old", "--store", "sqlite:/nowhere"], .nowhere, "exec \"$@\""),
      // No file may grow beyond a block or two, as on a disk that is full.
      (["simulate", "--events", "500", "--out", "old"], .nowhere, "ulimit -f 8; exec \"$@\""),
    ] as [([String], Tool.Place, String)] {
      let output = try tool.run(arguments, store: place, shell: shell)
      #expect([2, 3].contains(output.code), "\(arguments): \(output.errors)")
      #expect(FileManager.default.contents(atPath: path) == Data(before), "\(arguments)")
      #expect(try leftovers(tool).isEmpty)
    }
  }

  @Test("An import that is interrupted leaves the rejects of the rows it has read")
  func interrupted() throws {
    let tool = try Tool()
    let path = try tool.write(Array("what was there\n".utf8), as: "old")
    let command = ["import", "cloudevents", "-", "--quiet", "--rejects", path]
    let silent = try tool.start(command, input: .pipe)
    silent.awaitHearing(SIGINT)
    silent.send(SIGINT)
    #expect(silent.hasEnded(within: 60_000))
    #expect(try silent.finish().code == 130)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "what was there\n")

    let running = try tool.start(command, input: .pipe)
    var rows: [UInt8] = []
    for _ in 0..<1_200 { rows += cloudEvent("case.opened") + Array("no event\n".utf8) }
    #expect(running.write(rows))
    while try tool.head() < 500, !running.hasEnded(within: 5) {}
    running.send(SIGINT)
    #expect(running.hasEnded(within: 60_000))
    #expect(try running.finish().code == 130)
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count >= 400 && lines.allSatisfy { $0.contains("remedy") })
    #expect(try leftovers(tool).isEmpty)
  }

  @Test("A simulation that is interrupted leaves the file that was there")
  func interruptedSimulation() throws {
    let tool = try Tool(initialised: false)
    let path = try tool.write(Array("what was there\n".utf8), as: "old")
    let running = try tool.start(
      ["simulate", "--events", "1000000000", "--out", path, "--quiet"], store: .nowhere)
    while try leftovers(tool).isEmpty, !running.hasEnded(within: 5) {}
    running.awaitHearing(SIGTERM)
    running.send(SIGTERM)
    #expect(running.hasEnded(within: 60_000))
    #expect(try running.finish().code == 130)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "what was there\n")
    #expect(try leftovers(tool).isEmpty)
  }
}
