internal import InteractionModel

/// Who waits for records, and after which position.
struct MemoryWaiters {
  typealias Continuation = CheckedContinuation<Position, any Error>

  private struct Waiter {
    let position: Position
    let continuation: Continuation
  }

  private var waiters: [UInt64: Waiter] = [:]
  private var lastTicket: UInt64 = 0

  /// A number that only one waiter gets.
  mutating func ticket() -> UInt64 {
    lastTicket += 1
    return lastTicket
  }

  /// Adds a waiter; whoever takes it out must resume it.
  mutating func add(_ ticket: UInt64, after position: Position, _ continuation: Continuation) {
    waiters[ticket] = Waiter(position: position, continuation: continuation)
  }

  /// Takes out one waiter, if it is still there.
  mutating func take(_ ticket: UInt64) -> Continuation? {
    waiters.removeValue(forKey: ticket)?.continuation
  }

  /// Takes out everybody who waits for records that are there now, with the head to answer.
  mutating func takeAll(before head: Position) -> [(continuation: Continuation, head: Position)] {
    let woken = waiters.filter { $0.value.position < head }
    for ticket in woken.keys { waiters[ticket] = nil }
    return woken.values.map { ($0.continuation, head) }
  }
}
