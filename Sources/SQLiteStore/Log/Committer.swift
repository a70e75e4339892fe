internal import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import Synchronization

/// Owns the write transaction of a log and groups what concurrent callers append.
///
/// Whoever appends while a commit is being synced joins the next group, so the cost of a sync is
/// shared and each caller still gets an answer of its own. Work runs on one serial queue, never on
/// the cooperative pool, because SQLite blocks.
final class Committer: Sendable {
  /// One append that waits for its answer.
  private struct Waiting {
    let ticket: UInt64
    let request: AppendRequest
    /// When it came.
    let since: ContinuousClock.Instant
    let continuation: CheckedContinuation<Result<[Placement], AppendError>, Never>
  }

  private struct Queue {
    var waiting: [Waiting] = []
    var isDraining = false
    var lastTicket: UInt64 = 0
    /// Callers that have a ticket and are not enqueued yet.
    var arriving: Set<UInt64> = []
    /// Arriving callers that were cancelled on the way.
    var cancelled: Set<UInt64> = []
  }

  /// A group stops growing at this many events, so that no caller waits for everybody.
  private static let groupLimit = 8_192

  private let pool: DatabasePool
  private let clock: LogClock
  private let tuning: LogTuning
  private let checkpointer: WALCheckpointer
  private let committed: @Sendable (Position) -> Void
  private let queue = Mutex(Queue())
  private let serial = DispatchQueue(label: "throughline.committer", qos: .userInitiated)
  private let cache = Mutex(AppendCache())

  init(
    pool: DatabasePool, clock: LogClock, tuning: LogTuning, checkpointer: WALCheckpointer,
    committed: @escaping @Sendable (Position) -> Void
  ) {
    self.pool = pool
    self.clock = clock
    self.tuning = tuning
    self.checkpointer = checkpointer
    self.committed = committed
  }

  func append(_ request: AppendRequest) async throws(AppendError) -> [Placement] {
    let ticket = queue.withLock { queue in
      queue.lastTicket += 1
      queue.arriving.insert(queue.lastTicket)
      return queue.lastTicket
    }
    let answer = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        enqueue(
          Waiting(
            ticket: ticket, request: request, since: .now, continuation: continuation))
      }
    } onCancel: {
      cancel(ticket)
    }
    return try answer.get()
  }

  /// Takes its turn on the committer's queue and the right to write, and gives it back.
  func probe() async throws(StorageFault) {
    let result = await withCheckedContinuation { continuation in
      serial.async { [pool] in
        continuation.resume(
          returning: Result { () throws(StorageFault) in
            try faulting("append to the log") {
              try pool.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) { .rollback }
              }
            }
          })
      }
    }
    try result.get()
  }

  private func enqueue(_ waiting: Waiting) {
    enum Next { case answer(AppendError), drain, wait }
    let next = queue.withLock { queue -> Next in
      queue.arriving.remove(waiting.ticket)
      if queue.cancelled.remove(waiting.ticket) != nil { return .answer(.outcomeUnknown()) }
      if queue.waiting.count >= AppendRequest.queueLimit { return .answer(.overloaded) }
      queue.waiting.append(waiting)
      if queue.isDraining { return .wait }
      queue.isDraining = true
      return .drain
    }
    switch next {
    case .answer(let error): waiting.continuation.resume(returning: .failure(error))
    case .drain: serial.async { self.drain() }
    case .wait: break
    }
  }

  /// Answers a cancelled caller that is still waiting.
  ///
  /// One whose group is being committed gets the true answer in a moment, which serves it better
  /// than "unknown".
  private func cancel(_ ticket: UInt64) {
    let found = queue.withLock { queue -> Waiting? in
      guard let index = queue.waiting.firstIndex(where: { $0.ticket == ticket }) else {
        if queue.arriving.contains(ticket) { queue.cancelled.insert(ticket) }
        return nil
      }
      return queue.waiting.remove(at: index)
    }
    found?.continuation.resume(returning: .failure(.outcomeUnknown()))
  }

  private func drain() {
    while let group = nextGroup() {
      let begun = ContinuousClock.now
      let answers = commit(group.map(\.request))
      let took = begun.duration(to: .now)
      for (waiting, answer) in zip(group, answers) {
        waiting.continuation.resume(returning: answer)
      }
      // Once everybody has their answer: measuring costs them nothing.
      tell(of: group, since: begun, took: took)
    }
  }

  private func tell(
    of group: [Waiting], since begun: ContinuousClock.Instant, took: Duration
  ) {
    guard let observer = tuning.observer else { return }
    observer(
      AppendGroup(
        requests: group.count, events: group.reduce(0) { $0 + $1.request.events.count },
        waited: group.map(\.since).min()?.duration(to: begun) ?? .zero,
        took: took, waiting: queue.withLock { $0.waiting.count }))
  }

  private func nextGroup() -> [Waiting]? {
    queue.withLock { queue in
      guard !queue.waiting.isEmpty else {
        queue.isDraining = false
        return nil
      }
      var events = 0
      var count = 0
      while count < queue.waiting.count, count == 0 || events < Committer.groupLimit {
        events += queue.waiting[count].request.events.count
        count += 1
      }
      let group = Array(queue.waiting.prefix(count))
      queue.waiting.removeFirst(count)
      return group
    }
  }

  /// Commits a group in one transaction; a request that is refused leaves no trace in it.
  private func commit(_ requests: [AppendRequest]) -> [Result<[Placement], AppendError>] {
    var answers: [Result<[Placement], AppendError>] = []
    var isCommitting = false
    do {
      let head = try cache.withLock { cache in
        try pool.writeWithoutTransaction { database in
          let transaction = try database.immediately {
            // Taken out, so that it is changed in place. If anything fails, what was believed
            // before may be wrong: nothing is put back, and it is read again next time.
            let taken = cache
            cache = AppendCache()
            var transaction = try AppendTransaction(
              database, cache: taken, clock: clock, tuning: tuning)
            for request in requests {
              answers.append(try transaction.append(request))
            }
            try transaction.finish()
            isCommitting = true
            return transaction
          }
          cache = transaction.cache
          checkpointer.committed(database)
          return transaction.hasAppended ? cache.head.position : nil
        }
      }
      if let head { committed(head) }
      return answers
    } catch {
      let fault = SQLiteFile.fault(error, doing: "append to the log")
      // A COMMIT that fails may or may not have reached the disk; before it, nothing has.
      let answer: AppendError = isCommitting ? .outcomeUnknown(fault) : .storage(fault)
      return requests.map { _ in .failure(answer) }
    }
  }
}
