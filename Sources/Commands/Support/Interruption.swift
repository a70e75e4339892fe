internal import Dispatch
internal import Foundation
internal import Synchronization

/// Ctrl-C and SIGTERM: the work in flight is let end, then the command stops.
///
/// The first signal asks; a second one ends the process at once, which is safe too, because
/// nothing is acknowledged before it is durable.
enum Interruption {
  private static let requested = Atomic<Bool>(false)
  private static let handlers = Mutex<[@Sendable () -> Void]>([])
  private static let sources = Mutex<[any DispatchSourceSignal]>([])

  /// Whether the user asked to stop.
  static var isRequested: Bool { requested.load(ordering: .acquiring) }

  /// Starts listening.
  static func install() {
    sources.withLock { sources in
      guard sources.isEmpty else { return }
      for number in [SIGINT, SIGTERM] {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
          if requested.exchange(true, ordering: .acquiringAndReleasing) {
            OutputFile.removeUnfinished()
            exit(130)
          }
          handlers.withLock { $0 }.forEach { $0() }
        }
        source.resume()
        sources.append(source)
      }
    }
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
