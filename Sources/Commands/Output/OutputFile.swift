internal import Foundation
internal import Synchronization

/// What an option writes to, while it is written.
///
/// A regular file is written beside its place and put there when it is complete and on disk, so
/// that a command which fails leaves what was there. Pipes, terminals and other devices are
/// written as it comes.
final class OutputFile: Sendable {
  /// Nobody takes any more of it; what is written from now on is for nobody.
  struct Gone: Error {}

  private enum Sink {
    case standard(StandardStream)
    case stream(Int32)
    /// A new file beside the place that it is for.
    case beside(Int32, path: String, place: String)
    case closed
  }

  /// The path as it was given.
  let name: String
  /// Whether it goes to a screen.
  let isTerminal: Bool
  private let sink: Mutex<Sink>

  /// Whether it goes where what the command prints goes.
  var isStandardOutput: Bool {
    sink.withLock {
      if case .standard(let stream) = $0 { return stream === StandardStream.output }
      return false
    }
  }

  /// Standard output.
  static let standardOutput = OutputFile(
    "standard output", .standard(.output), isTerminal: Terminal.isInteractive)

  private init(_ name: String, _ sink: sending Sink, isTerminal: Bool) {
    self.name = name
    self.isTerminal = isTerminal
    self.sink = Mutex(sink)
  }

  /// Opens a target; waits for who reads a named pipe.
  /// - Throws: ``Refusal`` when it cannot be written, `CancellationError` when the user asked to
  ///   stop while nobody read.
  convenience init(_ target: OutputTarget) throws {
    let (name, sink, descriptor): (String, Sink, Int32)
    name = target.name
    switch target.form {
    case .standard(let stream): (sink, descriptor) = (.standard(stream), stream.descriptor)
    case .descriptor(let number):
      descriptor = fcntl(number, F_DUPFD_CLOEXEC, 0)
      guard descriptor >= 0 else { throw OutputTarget.unwritable(name, errno) }
      sink = .stream(descriptor)
    case .stream:
      descriptor = try OutputFile.openStream(name)
      sink = .stream(descriptor)
    case .file(let place):
      let path: String
      (descriptor, path) = try OutputFile.openBeside(place, name)
      sink = .beside(descriptor, path: path, place: place)
    }
    self.init(name, sink, isTerminal: isatty(descriptor) == 1)
  }

  deinit {
    discard()
  }

  /// Writes bytes.
  /// - Throws: ``Gone`` when whoever read has gone away, or standard output takes no more, which
  ///   the exit code says; ``Refusal`` when it cannot be written.
  func write(_ bytes: [UInt8]) throws {
    try sink.withLock { sink in
      switch sink {
      case .closed: throw Gone()
      case .standard(let stream):
        stream.write(bytes)
        guard stream.isHeard else { throw Gone() }
      case .stream(let descriptor), .beside(let descriptor, _, _):
        switch Descriptor.write(bytes, to: descriptor) {
        case 0: return
        case EPIPE: throw Gone()
        case ECANCELED: throw CancellationError()
        case let number: throw OutputTarget.unwritable(name, number)
        }
      }
    }
  }

  /// Puts a file to its place, durably; what was written to anything else is there already.
  /// - Throws: ``Refusal`` when it cannot be; then what was there is there still.
  func publish() throws {
    defer { discard() }
    try sink.withLock { sink in
      guard case .beside(let descriptor, let path, let place) = sink else { return }
      // What else has come there meanwhile is not ours to replace.
      guard FileStatus(at: place).map({ $0.kind == .regular }) ?? true else {
        throw OutputTarget.unwritable(name, EEXIST)
      }
      guard fsync(descriptor) == 0, rename(path, place) == 0 else {
        throw OutputTarget.unwritable(name, errno)
      }
      OutputFile.unfinished.withLock { _ = $0.remove(path) }
      sink = .stream(descriptor)
      // Some file systems do not sync folders; the file is whole without it.
      let folder = open(FilePath.split(place).folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      if folder >= 0 {
        fsync(folder)
        close(folder)
      }
    }
  }

  /// Closes it and removes what was not published.
  func discard() {
    sink.withLock { sink in
      switch sink {
      case .standard, .closed: return
      case .stream(let descriptor): close(descriptor)
      case .beside(let descriptor, let path, _):
        close(descriptor)
        unlink(path)
        OutputFile.unfinished.withLock { _ = $0.remove(path) }
      }
      sink = .closed
    }
  }

  // MARK: Files that are not where they belong yet

  private static let unfinished = Mutex<Set<String>>([])

  /// Removes what was not published, for a process that ends at once.
  static func removeUnfinished() {
    unfinished.withLock { paths in
      for path in paths { unlink(path) }
      paths = []
    }
  }

  private static func openBeside(
    _ place: String, _ name: String
  ) throws -> (descriptor: Int32, path: String) {
    let old = FileStatus(at: place)
    // It is replaced and not written to, but who may not write to it may not replace it either.
    guard old == nil || access(place, W_OK) == 0 else { throw OutputTarget.unwritable(name, errno) }
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    let path = FilePath.join(FilePath.split(place).folder, ".throughline-\(random)")
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw OutputTarget.unwritable(name, errno) }
    unfinished.withLock { _ = $0.insert(path) }
    if let old {
      // As the one it replaces: who may read it, and as far as the system lets us whose it is.
      _ = fchown(descriptor, old.owner, old.group)
      _ = fchmod(descriptor, old.permissions)
    }
    return (descriptor, path)
  }

  private static func openStream(_ name: String) throws -> Int32 {
    while true {
      let descriptor = open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
      if descriptor >= 0 { return descriptor }
      let number = errno
      // A pipe that nobody has opened for reading yet.
      guard number == ENXIO, FileStatus(at: name)?.kind == .pipe else {
        throw OutputTarget.unwritable(name, number)
      }
      guard Descriptor.pause() else { throw CancellationError() }
    }
  }
}
