internal import Dispatch
public import EventLog
public import InteractionModel

/// Appends one batch after the other while the next ones are read, get their keys and are sealed,
/// so that neither the store nor the other cores wait.
///
/// Reading and sealing share a queue, so that one thread computes beside the one that commits and
/// neither takes the other's core; while a batch waits for the vault's disk, another is computed.
public struct AppendPipeline: Sendable {
  /// A batch that is under way to being sealed; nothing when the source has ended.
  private typealias Coming = AsyncThrowingStream<Batch, any Error>

  fileprivate struct Batch: Sendable {
    let prepared: PreparedBatch
    let events: [NewEvent]
  }

  /// A batch that is under way to being sealed, for one who waits for it.
  public struct Sealing: Sendable {
    fileprivate let coming: AsyncThrowingStream<Batch, any Error>

    /// The batch, once it is sealed; may be asked for once.
    /// - Returns: the batch; nil when nobody waits for it any more, because the task is cancelled.
    /// - Throws: what ``InteractionLog/prepare(_:)`` does.
    public func batch() async throws(AppendError) -> PreparedBatch? {
      var first = coming.makeAsyncIterator()
      do {
        return try await first.next()?.prepared
      } catch let error as AppendError {
        throw error
      } catch {
        return nil
      }
    }
  }

  /// How many batches are under way beside the one that commits.
  private static let ahead = 3

  private let log: InteractionLog
  private let computing = DispatchQueue(label: "throughline.pipeline.computing")
  private let keying = DispatchQueue(label: "throughline.pipeline.keying")

  /// A pipeline into a log.
  public init(_ log: InteractionLog) {
    self.log = log
  }

  /// Appends everything, in order and one commit at a time.
  /// - Parameters:
  ///   - next: reads the next batch, on a thread where it may block, but holds up the batches before
  ///     it by that; empty after the last. It may have been called a few times more than batches
  ///     were committed when something fails, and is not called any more once this has returned.
  ///   - commit: appends a batch, and deals with its refusal; the events are those it was made of.
  /// - Throws: what ``InteractionLog/prepare(_:)`` and `commit` throw, when the batches before
  ///   have been committed; `CancellationError` when the task is cancelled before the end.
  public func run(
    _ next: @escaping @Sendable () -> [NewEvent],
    commit: (_ batch: PreparedBatch, _ events: [NewEvent]) async throws -> Void
  ) async throws {
    do {
      try await commitAll(next, commit)
    } catch {
      await rest()
      throw error
    }
  }

  private func commitAll(
    _ next: @escaping @Sendable () -> [NewEvent],
    _ commit: (_ batch: PreparedBatch, _ events: [NewEvent]) async throws -> Void
  ) async throws {
    var coming = (0..<AppendPipeline.ahead).map { _ in begin(next) }
    /// The batch that was committed last.
    var done: Batch?
    while true {
      var first = coming.removeFirst().makeAsyncIterator()
      guard let batch = try await first.next() else {
        // A stream ends for whoever is cancelled, too.
        return try Task.checkCancellation()
      }
      coming.append(begin(next, dropping: done))
      done = batch
      try await commit(batch.prepared, batch.events)
    }
  }

  /// Begins to seal a batch, and does not wait for it.
  ///
  /// For whoever reads where it may have to wait for more: what was read before is sealed meanwhile.
  /// The caller bounds how many are under way.
  /// - Parameter events: the events in the order they shall have.
  /// - Returns: the batch that is to come.
  public func begin(_ events: [NewEvent]) -> Sealing {
    let (coming, continuation) = Coming.makeStream()
    computing.async { [self] in prepare(events, continuation) }
    return Sealing(coming: coming)
  }

  /// Waits until nothing is under way.
  private func rest() async {
    await withCheckedContinuation { continuation in
      // Queues are serial: whoever goes the way of a batch has seen all before it out.
      computing.async { [self] in keying.async { computing.async { continuation.resume() } } }
    }
  }

  /// Begins with the next batch.
  ///
  /// What an earlier batch was made of is freed there, too: that takes a tenth of the time that
  /// committing it does, in which the store would wait for the next.
  private func begin(
    _ next: @escaping @Sendable () -> [NewEvent], dropping done: Batch? = nil
  ) -> Coming {
    let (coming, continuation) = Coming.makeStream()
    computing.async { [self] in
      _ = done
      let events = next()
      guard !events.isEmpty else { return continuation.finish() }
      prepare(events, continuation)
    }
    return coming
  }

  /// Prepares a batch, from the queue that computes on.
  private func prepare(_ events: [NewEvent], _ continuation: Coming.Continuation) {
    step(continuation) {
      let work = try SealingWork(events, for: log.store)
      keying.async { [self] in
        step(continuation) {
          let keys = try log.keys(for: work)
          computing.async { [self] in
            step(continuation) {
              let prepared = try work.seal(with: keys, isAlone: false)
              continuation.yield(Batch(prepared: prepared, events: events))
              continuation.finish()
            }
          }
        }
      }
    }
  }

  private func step(_ continuation: Coming.Continuation, _ body: () throws -> Void) {
    do { try body() } catch { continuation.finish(throwing: error) }
  }
}
