/// Asks a log again that asks for a moment.
public enum Patience {
  /// How often it is asked again; some 25 seconds in all.
  private static let attempts = 50

  /// Appends, again and again while the log is overloaded or an erasure is under way.
  ///
  /// A task that is cancelled is told at once.
  /// - Parameter append: appends; is told how often it was refused before.
  /// - Returns: what `append` does.
  /// - Throws: what `append` throws, those two once it has been asked too often.
  public static func appending<Value>(
    _ append: (_ refusals: Int) async throws(AppendError) -> Value
  ) async throws(AppendError) -> Value {
    try await appending(append, pause: pause)
  }

  /// The same, which waits by `pause` after so many refusals.
  static func appending<Value>(
    _ append: (_ refusals: Int) async throws(AppendError) -> Value,
    pause: (_ refusals: Int) async -> Void
  ) async throws(AppendError) -> Value {
    var refusals = 0
    while true {
      do throws(AppendError) {
        return try await append(refusals)
      } catch {
        guard refusals < attempts, error.passes, !Task.isCancelled else { throw error }
        refusals += 1
        await pause(refusals)
      }
    }
  }

  private static func pause(after refusals: Int) async {
    // Neither a log that is overloaded nor an erasure says when it is over, so there is nothing to
    // wait for but time: a little longer each time.
    try? await Task.sleep(for: .milliseconds(20 * refusals))
  }
}

extension AppendError {
  /// Whether the same append may succeed in a moment, sealed again where it must be.
  fileprivate var passes: Bool {
    switch self {
    case .overloaded, .erasureUnderWay, .keyDestroyed: true
    default: false
    }
  }
}
