public import ProjectionEngine

/// Whoever has work done with a store: says when it is to stop, and is told how it goes.
///
/// A command draws a bar and prints lines, a server counts and writes a log of its own.
public struct Supervisor: Sendable {
  /// Whether the work is to stop.
  public let stop: StopRequest
  private let listener: @Sendable (WorkNews) -> Void

  /// A supervisor.
  /// - Parameters:
  ///   - stop: whether the work is to stop.
  ///   - tell: is told how it goes, from any thread, where parts go on side by side from several at
  ///     once.
  public init(
    stop: StopRequest = .never, tell: @escaping @Sendable (WorkNews) -> Void = { _ in }
  ) {
    self.stop = stop
    listener = tell
  }

  /// Says how it goes.
  func tell(_ news: WorkNews) { listener(news) }

  /// Whether the work goes on.
  var goesOn: Bool { !stop.isMade && !Task.isCancelled }

  /// Goes on unless the work is to stop.
  /// - Throws: `CancellationError` when it is.
  func check() throws {
    guard goesOn else { throw CancellationError() }
  }

  /// Has something done of which it is told how far it is.
  /// - Parameters:
  ///   - work: what is done.
  ///   - body: does it; notes how far it is, and is answered whether to go on.
  /// - Returns: what `body` does.
  /// - Throws: what `body` throws.
  func during<Value>(
    _ work: Work, _ body: (_ note: (WorkProgress) -> Bool) throws -> Value
  ) rethrows -> Value {
    tell(.began(work))
    defer { tell(.ended(work)) }
    return try body { progress in
      tell(.progressed(progress))
      return goesOn
    }
  }
}
