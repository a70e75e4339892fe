public import InteractionModel

extension EventStore {
  /// Waits until the log has records after a position, or for some time: a wake-up is a hint, and whoever
  /// follows the log looks for itself.
  /// - Parameters:
  ///   - position: the last position the caller has seen.
  ///   - limit: how long to wait at most.
  /// - Throws: `CancellationError` when the task is cancelled, ``StorageFault`` when the log cannot be
  ///   read.
  public func waitForRecords(after position: Position, atMost limit: Duration) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { _ = try await waitForRecords(after: position) }
      // What ends the wait where no record comes.
      group.addTask { try await Task.sleep(for: limit) }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}
