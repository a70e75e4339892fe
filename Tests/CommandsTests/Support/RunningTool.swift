import Foundation
import Synchronization

/// The tool while it runs, in a process of its own.
final class RunningTool {
  /// Where its standard input comes from.
  enum Input {
    case nothing
    case file(String)
    /// A pipe that the test writes to and closes.
    case pipe
  }

  private let arguments: [String]
  private let process: pid_t
  /// Readable end of a pipe whose other end only the process has: hangs up when it ends.
  private let life: Int32
  private var input: Int32?
  private let outputPath: String
  private let errorPath: String
  private var status: Int32?

  /// Starts a program; with `isDeaf`, nobody reads its standard output, as with `| head -c 0`.
  init(
    _ program: String, _ arguments: [String], in directory: String, environment: [String: String],
    input: Input = .nothing, isDeaf: Bool = false
  ) throws {
    // Writing to a tool that has ended is an error that the test sees, not its end.
    signal(SIGPIPE, SIG_IGN)
    self.arguments = arguments
    let name = "\(directory)/.run-\(UUID().uuidString)"
    outputPath = name + ".out"
    errorPath = name + ".err"
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var standardInput: (read: Int32, write: Int32)?
    switch input {
    case .nothing: posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    case .file(let path): posix_spawn_file_actions_addopen(&actions, 0, path, O_RDONLY, 0)
    case .pipe:
      let ends = try RunningTool.pipe()
      posix_spawn_file_actions_adddup2(&actions, ends.read, 0)
      standardInput = ends
    }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    var deaf: Int32?
    if isDeaf {
      let ends = try RunningTool.pipe()
      close(ends.read)
      posix_spawn_file_actions_adddup2(&actions, ends.write, 1)
      deaf = ends.write
    } else {
      posix_spawn_file_actions_addopen(&actions, 1, outputPath, flags, 0o600)
    }
    posix_spawn_file_actions_addopen(&actions, 2, errorPath, flags, 0o600)
    let ends = try RunningTool.pipe()
    posix_spawn_file_actions_adddup2(&actions, ends.write, 3)
    process = try RunningTool.spawn(
      ["/usr/bin/env", "-C", directory, program] + arguments, environment, &actions)
    close(ends.write)
    life = ends.read
    if let deaf { close(deaf) }
    if let standardInput {
      close(standardInput.read)
      self.input = standardInput.write
    }
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      var ignored: Int32 = 0
      waitpid(process, &ignored, 0)
    }
    close(life)
    if let input { close(input) }
    unlink(outputPath)
    unlink(errorPath)
  }

  /// Held while a pipe is made and while a process is: no process inherits another one's pipes.
  private static let making = Mutex(())

  private static func pipe() throws -> (read: Int32, write: Int32) {
    try making.withLock { _ in
      var ends: [Int32] = [0, 0]
      guard Foundation.pipe(&ends) == 0 else { throw UnexpectedEnd("no pipe: \(errno)") }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      return (ends[0], ends[1])
    }
  }

  private static func spawn(
    _ arguments: [String], _ environment: [String: String],
    _ actions: inout posix_spawn_file_actions_t
  ) throws -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The tool meets signals as it would in a shell, whatever the test runner does with its own.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    var words = arguments.map { strdup($0) }
    var variables = environment.map { strdup("\($0.key)=\($0.value)") }
    defer { (words + variables).forEach { free($0) } }
    words.append(nil)
    variables.append(nil)
    var process: pid_t = 0
    let code = making.withLock { _ in
      posix_spawn(&process, arguments[0], &actions, &attributes, words, variables)
    }
    guard code == 0 else { throw UnexpectedEnd("cannot start \(arguments[0]): \(code)") }
    return process
  }

  /// Writes to its standard input; whether it took all of it.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    guard let input else { return false }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Foundation.write(input, $0.baseAddress, $0.count)
      }
      if count < 0 { return false }
      written += count
    }
    return true
  }

  /// Ends its standard input.
  func closeInput() {
    if let input { close(input) }
    input = nil
  }

  /// Whether it has ended, or ends within a time.
  func hasEnded(within milliseconds: Int32 = 0) -> Bool {
    var entry = pollfd(fd: life, events: Int16(POLLIN), revents: 0)
    var result = poll(&entry, 1, milliseconds)
    while result < 0, errno == EINTR { result = poll(&entry, 1, milliseconds) }
    return result > 0
  }

  /// Waits until it hears a signal itself, or has ended: sent earlier, the signal would just end it.
  func awaitHearing(_ number: Int32) {
    let bit: UInt64 = 1 << UInt64(number - 1)
    while !hasEnded(within: 5) {
      let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
      let line = status?.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }
      let mask = line.flatMap { UInt64($0.dropFirst(7).filter(\.isHexDigit), radix: 16) } ?? 0
      if mask & bit != 0 { return }
    }
  }

  func send(_ number: Int32) {
    guard status == nil else { return }
    kill(process, number)
  }

  /// Waits for its end.
  func finish() throws -> Output {
    closeInput()
    // Far beyond what anything here takes: a tool that hangs fails its test and not the whole run.
    let hung = !hasEnded(within: 900_000)
    if hung { send(SIGKILL) }
    var ended: Int32 = 0
    while waitpid(process, &ended, 0) < 0, errno == EINTR {}
    status = ended
    let number = ended & 0x7F
    let output = Output(
      code: number == 0 ? (ended >> 8) & 0xFF : 128 + number,
      standardOutput: (FileManager.default.contents(atPath: outputPath)).map { Array($0) } ?? [],
      errors: FileManager.default.contents(atPath: errorPath)
        .map { String(decoding: $0, as: UTF8.self) } ?? "")
    if hung { throw UnexpectedEnd(arguments, output) }
    return output
  }
}
