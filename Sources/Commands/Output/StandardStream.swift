internal import ArgumentParser
internal import Foundation
internal import Synchronization

/// Standard output and standard error: the one place that writes to them.
///
/// A write that fails stops nothing by itself, for what is under way may be an erasure. It is
/// remembered: nothing more is written, loops that only print end early, and the exit code says
/// that the answer is not all there. A reader that goes away (`| head -1`) has had enough, which
/// is no fault.
final class StandardStream: Sendable {
  private enum State {
    case open
    /// It was closed when the program began; only whoever writes to it misses anything.
    case closed
    /// Nobody reads any more, or the user stopped waiting for who does.
    case left
    /// What was written is not all there, and the number of the error.
    case lost(Int32)
  }

  static let output = StandardStream(STDOUT_FILENO, "standard output")
  static let error = StandardStream(STDERR_FILENO, "standard error")

  let descriptor: Int32
  let name: String
  private let state = Mutex(State.open)

  private init(_ descriptor: Int32, _ name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  /// Whether it is worth writing more: false once a write has failed.
  var isHeard: Bool {
    state.withLock {
      switch $0 {
      case .open, .closed: true
      case .left, .lost: false
      }
    }
  }

  /// Why what was written is not all there; nil when it is, or nobody wanted the rest.
  var loss: Int32? {
    state.withLock {
      if case .lost(let number) = $0 { return number }
      return nil
    }
  }

  /// Writes bytes.
  /// - Parameters:
  ///   - bytes: what to write.
  ///   - isPassing: whether it is only for the moment, as a bar of progress is: that nobody sees it
  ///     is no loss.
  func write(_ bytes: [UInt8], isPassing: Bool = false) {
    guard !bytes.isEmpty else { return }
    state.withLock { state in
      switch state {
      case .left, .lost: return
      case .closed: if !isPassing { state = .lost(EBADF) }
      case .open:
        switch Descriptor.write(bytes, to: descriptor) {
        case 0: return
        case EPIPE, ECANCELED: state = .left
        case let number: if !isPassing { state = .lost(number) }
        }
      }
    }
  }

  /// Writes text.
  func write(_ text: String, isPassing: Bool = false) {
    write(Array(text.utf8), isPassing: isPassing)
  }

  // MARK: The life of the process

  private static let isInputClosed = Atomic<Bool>(false)

  /// Whether the program was started without a standard input.
  static var hasNoInput: Bool { isInputClosed.load(ordering: .acquiring) }

  /// Takes the three standard descriptors before anything else can be opened on their numbers: a
  /// log that is opened as number 1 would get what is printed.
  static func claim() {
    func claim(_ descriptor: Int32, _ flags: Int32) -> Bool {
      guard fcntl(descriptor, F_GETFD) < 0, errno == EBADF else { return false }
      let opened = open("/dev/null", flags)
      if opened >= 0, opened != descriptor {
        dup2(opened, descriptor)
        close(opened)
      }
      return true
    }
    isInputClosed.store(claim(STDIN_FILENO, O_RDONLY), ordering: .releasing)
    for stream in [output, error] where claim(stream.descriptor, O_WRONLY) {
      stream.state.withLock { $0 = .closed }
    }
  }

  /// The exit code, now that it is known what has arrived.
  ///
  /// What was printed and did not arrive is said, where that is possible, and makes 3 of a 0 or 1.
  /// - Parameter code: what the command would answer.
  /// - Returns: what the process answers.
  static func settled(_ code: Int32) -> Int32 {
    for stream in [output, error] {
      guard let loss = stream.loss else { continue }
      Terminal.note(
        """
        \(stream.name) cannot be written (\(Descriptor.reason(loss))): what was to be shown is not \
        all there, what was to be done is; check the space left, or where it is sent
        """)
      return code > Failure.foundSomething.rawValue ? code : Failure.operational.rawValue
    }
    return code
  }
}

/// Prints a line on standard output; see ``StandardStream``.
///
/// In this module it stands in front of the function of the standard library, which does not say
/// whether anything was written.
func print(_ line: String) {
  StandardStream.output.write(line + "\n")
}
