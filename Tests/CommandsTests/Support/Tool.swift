import Foundation
import InteractionModel

/// The real binary, run as a newcomer runs it: in a fresh directory, on a store of its own.
final class Tool: Sendable {
  /// Where the tool is told which store is meant.
  enum Place {
    case after, before, environment, nowhere
  }

  /// A fresh directory, removed with this object.
  let directory: String
  var store: String { "\(directory)/store" }

  /// A fresh directory; with a store in it when asked.
  init(initialised: Bool = true) throws {
    directory = "\(NSTemporaryDirectory())/throughline-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    if initialised { try succeed("init", "--origin", "test.example/log") }
  }

  /// A directory with a copy of another one's store, to which nobody writes.
  init(copying other: Tool) throws {
    directory = "\(NSTemporaryDirectory())/throughline-test-\(UUID().uuidString)"
    try Tool.copy(other.store, to: store)
  }

  /// Copies a folder but for what SQLite has beside a database while somebody reads it: the index
  /// of a write-ahead log, and that log itself when it is gone by the time it is copied.
  private static func copy(_ folder: String, to target: String) throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for name in try files.contentsOfDirectory(atPath: folder) where !name.hasSuffix("-shm") {
      let (from, to) = ("\(folder)/\(name)", "\(target)/\(name)")
      var isFolder: ObjCBool = false
      guard files.fileExists(atPath: from, isDirectory: &isFolder) else { continue }
      if isFolder.boolValue {
        try copy(from, to: to)
        continue
      }
      do {
        try files.copyItem(atPath: from, toPath: to)
      } catch {
        guard name.hasSuffix("-wal"), !files.fileExists(atPath: from) else { throw error }
      }
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// The binary, beside the test runner's own.
  static let program = built("throughline")

  /// A binary, beside the test runner's own.
  static func built(_ name: String) -> String {
    let runner = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let places = [runner, Bundle.main.bundleURL, URL(filePath: CommandLine.arguments[0])]
      .flatMap { [$0.deletingLastPathComponent(), $0] }
    return places.map { $0.appending(path: name).path }
      .first { FileManager.default.isExecutableFile(atPath: $0) } ?? name
  }

  /// Starts a command; within a line of the shell, when one is given, which has it as `"$@"`.
  func start(
    _ arguments: [String], store place: Place = .after, input: RunningTool.Input = .nothing,
    environment: [String: String] = [:], isDeaf: Bool = false, shell line: String? = nil,
    program: String = Tool.program
  ) throws -> RunningTool {
    var variables = environment
    for name in ["PATH", "HOME", "LANG", "LD_LIBRARY_PATH"] where variables[name] == nil {
      variables[name] = ProcessInfo.processInfo.environment[name]
    }
    variables["USER"] = variables["USER"] ?? "tester"
    variables["TZ"] = variables["TZ"] ?? "UTC"
    let url = "sqlite:\(store)"
    let words: [String]
    switch place {
    case .after: words = arguments + ["--store", url]
    case .before: words = ["--store", url] + arguments
    case .environment:
      words = arguments
      variables["THROUGHLINE_STORE"] = url
    case .nowhere: words = arguments
    }
    let shell = line.map { ["/bin/sh", "-c", $0, "sh"] } ?? []
    let command = shell + [program] + words
    return try RunningTool(
      command[0], Array(command.dropFirst()), in: directory, environment: variables, input: input,
      isDeaf: isDeaf)
  }

  /// Runs a command to its end.
  @discardableResult
  func run(
    _ arguments: String..., store place: Place = .after, input: [UInt8]? = nil,
    environment: [String: String] = [:]
  ) throws -> Output {
    try run(arguments, store: place, input: input, environment: environment)
  }

  /// Runs a command to its end; within a line of the shell, when one is given.
  func run(
    _ arguments: [String], store place: Place = .after, input: [UInt8]? = nil,
    environment: [String: String] = [:], shell: String? = nil
  ) throws -> Output {
    let source = try input.map { RunningTool.Input.file(try write($0)) } ?? .nothing
    return try start(
      arguments, store: place, input: source, environment: environment, shell: shell
    ).finish()
  }

  /// Runs a command that has to end well.
  @discardableResult
  func succeed(_ arguments: String..., input: [UInt8]? = nil) throws -> Output {
    let output = try run(arguments, input: input)
    guard output.code == 0 else { throw UnexpectedEnd(arguments, output) }
    return output
  }

  /// What a command that has to end well answers in JSON.
  func json(_ arguments: String..., input: [UInt8]? = nil) throws -> JSONValue {
    let output = try run(arguments + ["--json"], input: input)
    guard output.code == 0 else { throw UnexpectedEnd(arguments, output) }
    return try output.json
  }

  /// Writes a file into the directory; answers its path.
  @discardableResult
  func write(_ bytes: [UInt8], as name: String = UUID().uuidString) throws -> String {
    let path = "\(directory)/\(name)"
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  /// Where the log ends.
  func head() throws -> Int64 {
    try json("status")["head"]?.int ?? -1
  }
}
