internal import Dispatch
internal import Foundation
package import InteractionModel
internal import Synchronization

/// Makes something of the pieces of a log on all cores and hands it over in order.
///
/// Each worker takes the next range of positions, reads it and works on it, and puts it down. When
/// it is the next one, the worker hands it over, with those behind it that lie ready, unless another
/// one is at that; and goes on with the next range. So handing over goes on beside the work, a core
/// that is slower for a while holds up nobody, and there are never more pieces in memory than twice
/// the workers. Positions have no gaps, so ranges can be shared out before anything is read.
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

  private struct State<Value: Sendable>: Sendable {
    var nextPiece: Int64 = 0
    /// The piece that is handed over now or next.
    var turn: Int64 = 0
    /// What was made and not handed over yet.
    var ready: [Int64: Result<Value, any Error>] = [:]
    var isHandingOver = false
    /// Workers that found too much in memory.
    var waiting: [DispatchSemaphore] = []
    var isStopped = false
    var failure: (any Error)?

    /// The next piece to hand over, if there is one and nobody is at it.
    mutating func begin() -> Result<Value, any Error>? {
      guard !isHandingOver, !isStopped, let made = ready.removeValue(forKey: turn) else {
        return nil
      }
      isHandingOver = true
      return made
    }

    /// Notes what became of the piece that was handed over; answers who may go on.
    mutating func end(_ result: Result<Bool, any Error>) -> [DispatchSemaphore] {
      isHandingOver = false
      turn += 1
      switch result {
      case .success(let more): isStopped = !more
      case .failure(let error):
        isStopped = true
        failure = error
      }
      if isStopped { ready = [:] }
      defer { waiting = [] }
      return waiting
    }
  }

  /// Works through all pieces; returns when the last worker has ended.
  /// - Parameters:
  ///   - make: reads a range and makes something of it; called by several threads at once. What it
  ///     throws is thrown when everything before that piece has been handed over.
  ///   - take: is given what `make` made, in order, by one thread at a time, which need not be
  ///     always the same; answers whether to go on.
  /// - Throws: what `make` or `take` throw.
  package func forEach<Value: Sendable>(
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

  private func forEach<Value: Sendable>(
    make: @Sendable (ReadRange) throws -> Value, handingTo receiver: Receiver<Value>
  ) throws {
    let total = range.through.rawValue - range.after.rawValue
    let count = total > 0 ? (total + size - 1) / size : 0
    guard count > 0 else { return }
    let state = Mutex(State<Value>())
    DispatchQueue.concurrentPerform(iterations: Int(min(Int64(width), count))) { _ in
      while let piece = claim(count, state) {
        let made = Result { try make(bounds(of: piece)) }
        OrderedPieces.handOver(piece, made, to: receiver, state)
      }
    }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  private func bounds(of piece: Int64) -> ReadRange {
    let after = range.after.rawValue + piece * size
    return ReadRange(
      after: Position(after), through: min(Position(after + size), range.through))
  }

  /// The next piece for a worker, waited for while there is too much in memory; nil at the end.
  ///
  /// Who makes the piece that all wait for, or hands it over, never waits here, so this ends with
  /// any number of threads.
  private func claim<Value>(
    _ count: Int64, _ state: borrowing Mutex<State<Value>>
  ) -> Int64? {
    while true {
      let (piece, semaphore) = state.withLock { state -> (Int64?, DispatchSemaphore?) in
        guard !state.isStopped, state.nextPiece < count else { return (nil, nil) }
        guard state.nextPiece - state.turn < Int64(2 * width) else {
          let semaphore = DispatchSemaphore(value: 0)
          state.waiting.append(semaphore)
          return (nil, semaphore)
        }
        defer { state.nextPiece += 1 }
        return (state.nextPiece, nil)
      }
      guard let semaphore else { return piece }
      semaphore.wait()
    }
  }

  /// Puts a piece down, and hands over what is next unless another worker is at that.
  private static func handOver<Value>(
    _ piece: Int64, _ made: Result<Value, any Error>, to receiver: Receiver<Value>,
    _ state: borrowing Mutex<State<Value>>
  ) {
    var next = state.withLock { state in
      if !state.isStopped { state.ready[piece] = made }
      return state.begin()
    }
    while let made = next {
      let result = Result { try receiver.take(made.get()) }
      let woken = state.withLock { state in
        let woken = state.end(result)
        next = state.begin()
        return woken
      }
      for semaphore in woken { semaphore.signal() }
    }
  }
}
