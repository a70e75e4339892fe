internal import ArgumentParser
internal import Dispatch
internal import Foundation
internal import ProjectionEngine
internal import Synchronization

/// Ctrl-C and SIGTERM: a command with work in flight is asked to stop and does so where that is
/// complete; any other ends at once, as after a second signal.
///
/// To end at once is safe, because nothing is acknowledged before it is durable. So a command that
/// has not come to a stop within ``patience`` ends at once too: one step may be as large as what it
/// is about, a transaction of a hundred thousand rows, or wait for somebody else's.
enum Interruption {
  /// How long a command may take to come to a stop, in seconds.
  private static let patience = 5
  private static let requested = Atomic<Bool>(false)
  /// Whether the command looks whether it was asked to stop.
  private static let isHeeded = Atomic<Bool>(false)
  private static let deadline = Mutex<ContinuousClock.Instant?>(nil)
  private static let handlers = Mutex<[@Sendable () -> Void]>([])
  private static let sources = Mutex<[any DispatchSourceSignal]>([])

  /// Whether the user asked to stop.
  static var isRequested: Bool { requested.load(ordering: .acquiring) }

  /// The user's request, for the loops within long work.
  static let stop = StopRequest { isRequested }

  /// The same a second later, for what is still worth doing for somebody who has asked to stop.
  static let stopAfterGrace = StopRequest {
    isRequested && deadline.withLock { $0.map { $0 < .now } ?? false }
  }

  /// From now on a signal asks the command to stop.
  static func install() {
    isHeeded.store(true, ordering: .releasing)
    listen()
  }

  /// Starts listening; until ``install()`` a signal ends the process at once.
  static func listen() {
    sources.withLock { sources in
      guard sources.isEmpty else { return }
      for number in [SIGINT, SIGTERM] {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
          let isSecond = requested.exchange(true, ordering: .acquiringAndReleasing)
          // Not `exit`, which waits for whoever is writing to standard output, and that may be to
          // a pager that takes nothing.
          if isSecond || !isHeeded.load(ordering: .acquiring) { end() }
          DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(patience)) {
            // Nobody waits for a reader who takes nothing.
            _ = Descriptor.write(Array("throughline: \(farewell)\n".utf8), to: STDERR_FILENO)
            end()
          }
          deadline.withLock { $0 = .now + .seconds(1) }
          handlers.withLock { $0 }.forEach { $0() }
        }
        source.resume()
        sources.append(source)
      }
    }
  }

  /// What is said to a user who asked to stop.
  static let farewell = "interrupted; run the same command again to go on"

  /// Ends the process where it is.
  private static func end() -> Never {
    OutputFile.removeUnfinished()
    _exit(Failure.interrupted.rawValue)
  }

  /// Runs a body as a task that an interruption cancels, and so does whatever cancels its caller.
  static func cancelling<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    install()
    let task = Task { try await body() }
    handlers.withLock { $0.append { task.cancel() } }
    // A signal that came before the line above found nobody to cancel.
    if isRequested { task.cancel() }
    return try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }
}
