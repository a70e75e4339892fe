internal import Dispatch
internal import Foundation
package import InteractionModel
internal import Synchronization

/// Makes something of the pieces of a log on all cores and hands it over in order.
///
/// Each worker takes the next range of positions, reads it and works on it, waits until everything
/// before has been handed over, hands over its own, and only then takes another: so there are never
/// more pieces in memory than workers, what one thread allocated is freed by it, and handing over
/// one piece goes on beside the work on the next. Positions have no gaps, so ranges can be shared
/// out before anything is read.
package struct OrderedPieces: Sendable {
  /// How many records a piece has at most: small enough for a core's own cache.
  package static let defaultSize = 1_024

  /// Between which positions; forward, and no further than the log reached at the start.
  private let range: ReadRange
  private let size: Int64
  private let width: Int

  /// The pieces of a range.
  /// - Parameters:
  ///   - range: between which positions.
  ///   - head: where the log ends.
  ///   - size: how many positions a piece has at most.
  ///   - width: how many workers; as many as there are cores by default.
  package init(
    of range: ReadRange, head: Position, size: Int = OrderedPieces.defaultSize,
    width: Int = ProcessInfo.processInfo.activeProcessorCount
  ) {
    self.range = ReadRange(after: range.after, through: min(range.through, head))
    self.size = Int64(max(1, size))
    self.width = max(1, width)
  }

  private struct State {
    var nextPiece: Int64 = 0
    /// The piece that is handed over now or next.
    var turn: Int64 = 0
    var waiting: [Int64: DispatchSemaphore] = [:]
    var isStopped = false
    var failure: (any Error)?
  }

  /// Works through all pieces; returns when the last worker has ended.
  /// - Parameters:
  ///   - make: reads a range and makes something of it; called by several threads at once. What it
  ///     throws is thrown when everything before that piece has been handed over.
  ///   - take: is given what `make` made, in order, by one thread at a time, which need not be
  ///     always the same; answers whether to go on.
  /// - Throws: what `make` or `take` throw.
  package func forEach<Value>(
    make: @Sendable (ReadRange) throws -> Value, take: (Value) throws -> Bool
  ) throws {
    try withoutActuallyEscaping(take) { take in
      try forEach(make: make, handingTo: Receiver(take: take))
    }
  }

  /// Whoever is handed the pieces.
  ///
  /// Called by one thread at a time, each of which has seen under a lock that the one before it was
  /// done. So it may be shared (`@unchecked Sendable`).
  private struct Receiver<Value>: @unchecked Sendable {
    let take: (Value) throws -> Bool
  }

  private func forEach<Value>(
    make: @Sendable (ReadRange) throws -> Value, handingTo receiver: Receiver<Value>
  ) throws {
    let total = range.through.rawValue - range.after.rawValue
    let count = total > 0 ? (total + size - 1) / size : 0
    guard count > 0 else { return }
    let state = Mutex(State())
    DispatchQueue.concurrentPerform(iterations: Int(min(Int64(width), count))) { _ in
      // Whoever has the lowest piece waits for nobody, so this ends with any number of threads.
      while let piece = OrderedPieces.claim(count, state) {
        let made = Result { try make(bounds(of: piece)) }
        guard OrderedPieces.waitForTurn(piece, state) else { return }
        let result = Result { try receiver.take(made.get()) }
        OrderedPieces.pass(piece, result, state)
      }
    }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  private func bounds(of piece: Int64) -> ReadRange {
    let after = range.after.rawValue + piece * size
    return ReadRange(
      after: Position(after), through: min(Position(after + size), range.through))
  }

  private static func claim(_ count: Int64, _ state: borrowing Mutex<State>) -> Int64? {
    state.withLock { state in
      guard !state.isStopped, state.nextPiece < count else { return nil }
      defer { state.nextPiece += 1 }
      return state.nextPiece
    }
  }

  /// Waits until everything before a piece has been handed over; false when nothing more is to be.
  private static func waitForTurn(_ piece: Int64, _ state: borrowing Mutex<State>) -> Bool {
    let semaphore = state.withLock { state -> DispatchSemaphore? in
      guard state.turn != piece, !state.isStopped else { return nil }
      let semaphore = DispatchSemaphore(value: 0)
      state.waiting[piece] = semaphore
      return semaphore
    }
    semaphore?.wait()
    return state.withLock { !$0.isStopped }
  }

  private static func pass(
    _ piece: Int64, _ result: Result<Bool, any Error>, _ state: borrowing Mutex<State>
  ) {
    let woken = state.withLock { state -> [DispatchSemaphore] in
      state.turn = piece + 1
      switch result {
      case .success(true):
        return state.waiting.removeValue(forKey: state.turn).map { [$0] } ?? []
      case .success(false): break
      case .failure(let error): state.failure = error
      }
      state.isStopped = true
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for semaphore in woken { semaphore.signal() }
  }
}
