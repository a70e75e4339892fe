internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import Synchronization

/// Tells waiting readers when the log has grown.
///
/// Appends of this process wake them at once. For those of other processes the watcher reads the
/// last row of the log every 5 ms while somebody waits, and only then.
final class HeadWatcher: Sendable {
  private struct Waiter {
    let after: Position
    let continuation: CheckedContinuation<Position, any Error>
  }

  private struct State {
    var waiters: [UInt64: Waiter] = [:]
    /// Callers that have an id and do not wait yet.
    var arriving: Set<UInt64> = []
    /// Arriving callers that were cancelled on the way.
    var cancelled: Set<UInt64> = []
    var lastID: UInt64 = 0
    var timer: (any DispatchSourceTimer)?
    var head = Position.start
  }

  private let pool: DatabasePool
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "throughline.watcher", qos: .userInitiated)

  init(pool: DatabasePool) {
    self.pool = pool
  }

  deinit {
    state.withLock { $0.timer?.cancel() }
  }

  func wait(after position: Position) async throws -> Position {
    let id = state.withLock { state in
      state.lastID += 1
      state.arriving.insert(state.lastID)
      return state.lastID
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let answer = state.withLock { state -> Result<Position, any Error>? in
          state.arriving.remove(id)
          if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
          if state.head > position { return .success(state.head) }
          state.waiters[id] = Waiter(after: position, continuation: continuation)
          startPolling(&state)
          return nil
        }
        if let answer { continuation.resume(with: answer) }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        let waiter = state.waiters.removeValue(forKey: id)
        if state.arriving.contains(id) { state.cancelled.insert(id) }
        stopPollingIfIdle(&state)
        return waiter
      }
      waiter?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Wakes whoever waits for a record up to this one.
  func advance(to head: Position) {
    let woken = state.withLock { state -> [Waiter] in
      state.head = max(state.head, head)
      let ready = state.waiters.filter { $0.value.after < state.head }
      for id in ready.keys { state.waiters[id] = nil }
      stopPollingIfIdle(&state)
      return Array(ready.values)
    }
    for waiter in woken { waiter.continuation.resume(returning: head) }
  }

  private func fail(_ error: any Error) {
    let waiters = state.withLock { state -> [Waiter] in
      defer { state.waiters.removeAll() }
      stopPollingIfIdle(&state)
      return Array(state.waiters.values)
    }
    for waiter in waiters { waiter.continuation.resume(throwing: error) }
  }

  private func startPolling(_ state: inout State) {
    guard state.timer == nil else { return }
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now(), repeating: .milliseconds(5), leeway: .milliseconds(2))
    timer.setEventHandler { [weak self] in self?.poll() }
    state.timer = timer
    timer.resume()
  }

  private func stopPollingIfIdle(_ state: inout State) {
    guard state.waiters.isEmpty else { return }
    state.timer?.cancel()
    state.timer = nil
  }

  private func poll() {
    do {
      // `unsafeRead` spares the transaction: one statement is a snapshot of its own.
      advance(to: try pool.unsafeRead { try LogQuery.head($0).position })
    } catch {
      fail(SQLiteFile.fault(error, doing: "follow the log"))
    }
  }
}
