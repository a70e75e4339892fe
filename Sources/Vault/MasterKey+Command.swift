internal import Foundation

extension MasterKey {
  /// Asks a command for the key, for example one that speaks to a key management service.
  ///
  /// The command is run by `/bin/sh -c` with an empty standard input; its standard error is the
  /// program's own. It prints 64 hexadecimal digits or base64 of 32 bytes. Blocks its thread.
  /// - Parameters:
  ///   - command: a shell command.
  ///   - limit: how long it may take; then it is stopped.
  /// - Throws: ``VaultError`` with the command's exit code, never with its output.
  public init(command: String, limit: Duration = .seconds(30)) throws(VaultError) {
    let run = try KeyCommand(command, limit: limit)
    let output = try run.finish()
    guard let key = MasterKey.parse(hexadecimal: output) ?? MasterKey.parse(base64: output) else {
      throw .masterKeyMalformed(source: "the master key command", bytes: output.count)
    }
    self = key
  }
}

/// A running command whose output is read up to a deadline.
///
/// Not Foundation's `Process`: that one offers no read with a deadline, and a grandchild that
/// keeps the pipe open would hold the program for ever.
private struct KeyCommand {
  /// More than any key; what comes beyond is not kept.
  private static let maximumOutput = 4_096

  private let child: pid_t
  private let output: Int32
  private let deadline: ContinuousClock.Instant
  private let limit: Duration

  init(_ command: String, limit: Duration) throws(VaultError) {
    self.limit = limit
    deadline = ContinuousClock.now + limit
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw KeyCommand.failure("pipe", errno) }
    _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    let words = ["sh", "-c", command]
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    var arguments = words.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    // The command meets signals as it would in a shell, whatever this program does with its own.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGPIPE, SIGXFSZ] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var child: pid_t = 0
    let code = posix_spawn(&child, "/bin/sh", &actions, &attributes, &arguments, &variables)
    posix_spawnattr_destroy(&attributes)
    for text in arguments + variables { free(text) }
    posix_spawn_file_actions_destroy(&actions)
    close(ends[1])
    guard code == 0 else {
      close(ends[0])
      throw KeyCommand.failure("start", code)
    }
    self.child = child
    output = ends[0]
  }

  private static func failure(_ action: String, _ code: Int32) -> VaultError {
    .masterKeyFile(path: "/bin/sh", action: action, reason: String(cString: strerror(code)))
  }

  private var millisecondsLeft: Int32 {
    let left = deadline - ContinuousClock.now
    let milliseconds = left / .milliseconds(1)
    return Int32(max(0, min(milliseconds.rounded(.up), 3_600_000)))
  }

  /// Reads the output, waits for the end, and answers the output of a success.
  func finish() throws(VaultError) -> [UInt8] {
    defer { close(output) }
    do throws(VaultError) {
      let text = try readAll()
      let status = try wait()
      guard status & 0x7F == 0 else {
        throw .masterKeyCommand(outcome: "signal \(status & 0x7F)")
      }
      guard status >> 8 & 0xFF == 0 else {
        throw .masterKeyCommand(outcome: "exit code \(status >> 8 & 0xFF)")
      }
      return text
    } catch .masterKeyCommandTimedOut(let limit) {
      kill(child, SIGKILL)
      var status: Int32 = 0
      while waitpid(child, &status, 0) < 0, errno == EINTR {}
      throw .masterKeyCommandTimedOut(limit: limit)
    }
  }

  private func readAll() throws(VaultError) -> [UInt8] {
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: KeyCommand.maximumOutput)
    while true {
      var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      let ready = poll(&descriptor, 1, millisecondsLeft)
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { throw .masterKeyCommandTimedOut(limit: limit) }
      let count = read(output, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return text }
      if text.count <= KeyCommand.maximumOutput { text += buffer[..<count] }
    }
  }

  private func wait() throws(VaultError) -> Int32 {
    var status: Int32 = 0
    while true {
      let result = waitpid(child, &status, WNOHANG)
      if result == child { return status }
      if result < 0, errno != EINTR { throw KeyCommand.failure("wait for", errno) }
      // It closed its output and still runs: look again soon.
      guard millisecondsLeft > 0 else { throw .masterKeyCommandTimedOut(limit: limit) }
      _ = poll(nil, 0, min(10, millisecondsLeft))
    }
  }
}
