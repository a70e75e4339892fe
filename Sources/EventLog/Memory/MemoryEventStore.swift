public import InteractionModel
public import Merkle
internal import Synchronization

/// A log in memory: the twin of the durable stores, for tests and for what need not outlive the
/// process.
///
/// Keeps every promise of ``EventStore`` but durability. All state sits behind one lock that is
/// held for an append or a read and never while foreign code runs: duplicates are compared
/// (``AppendRequest/isSame``) and the clock is asked outside of it. An append does not wait for
/// anything, so its outcome is always known and a cancelled caller still gets its answer.
public final class MemoryEventStore: EventStore {
  private struct State {
    var log = MemoryLog()
    var waiters = MemoryWaiters()
    var attachments: [String: [UInt8]] = [:]
    var checkpoints: [UInt64: SignedCheckpoint] = [:]
  }

  /// The name of the log.
  public let origin: String
  private let clock: LogClock
  private let state = Mutex(State())

  /// An empty log.
  /// - Parameters:
  ///   - origin: the name of the log.
  ///   - clock: where the time of recording comes from.
  public init(origin: String = "memory", clock: LogClock) {
    self.origin = origin
    self.clock = clock
  }

  // MARK: Append

  /// Appends events, all or none; see ``EventStore/append(_:)``.
  /// - Parameter request: the events and what is believed about their streams.
  /// - Returns: a placement for each event, in order.
  /// - Throws: ``AppendError``; nothing was appended then. Never `overloaded` or `outcomeUnknown`.
  public func append(_ request: AppendRequest) async throws(AppendError) -> [Placement] {
    let batch = try AppendBatch(request)
    var same: Set<Int> = []
    while true {
      let now = clock.now()
      let (outcome, woken) = try state.withLock { state throws(AppendError) in
        let outcome = try state.log.append(batch, knownSame: same, at: now)
        return (outcome, state.waiters.takeAll(before: state.log.head.position))
      }
      for waiter in woken { waiter.continuation.resume(returning: waiter.head) }
      switch outcome {
      case .placed(let placements): return placements
      case .duplicates(let duplicates):
        // What is stored never changes, so the answers still hold when the lock is taken again.
        for (index, stored) in duplicates {
          guard try request.compare(stored, index) else {
            throw .idReused(id: request.events[index].event.id, position: stored.position)
          }
          same.insert(index)
        }
      }
    }
  }

  // MARK: Read

  /// Where the log ends.
  public func head() -> Head {
    state.withLock { $0.log.head }
  }

  /// Reads a page of records in position order (or its reverse).
  /// - Parameters:
  ///   - selector: which records.
  ///   - range: between which positions, in which direction.
  ///   - limit: how many at most.
  /// - Returns: the records, in the direction of the range.
  public func records(_ selector: Selector, in range: ReadRange, limit: Int) -> [StoredRecord] {
    state.withLock { state in
      state.log.positions(selector, in: range, limit: limit).compactMap { position in
        state.log.entry(at: position)?.record
      }
    }
  }

  /// The positions of the records a selector names.
  /// - Parameters:
  ///   - selector: which records.
  ///   - range: between which positions, in which direction.
  ///   - limit: how many at most.
  /// - Returns: the positions, in the direction of the range.
  public func positions(_ selector: Selector, in range: ReadRange, limit: Int) -> [Position] {
    state.withLock { $0.log.positions(selector, in: range, limit: limit) }
  }

  /// The version of a stream's last event.
  /// - Parameter stream: the stream.
  /// - Returns: the version; 0 when the stream has no events.
  public func version(of stream: StreamID) -> Int64 {
    state.withLock { $0.log.version(of: stream) }
  }

  /// The last position that was recorded at or before an instant.
  /// - Parameter instant: the time of recording.
  /// - Returns: the position; ``Position/start`` when everything was recorded later.
  public func lastPosition(recordedThrough instant: Instant) -> Position {
    state.withLock { $0.log.lastPosition(recordedThrough: instant) }
  }

  /// Which of some keys an erasure has destroyed.
  /// - Parameter keys: the ids of the keys.
  /// - Returns: for each destroyed one the record that destroyed it.
  public func destroyed(among keys: [String]) -> [String: Position] {
    state.withLock { $0.log.destroyed(among: keys) }
  }

  /// The keys that a record destroyed.
  /// - Parameter record: the position of the record.
  /// - Returns: the ids of the keys in byte order.
  public func keys(destroyedBy record: Position) -> [String] {
    state.withLock { $0.log.keys(destroyedBy: record) }
  }

  /// How many keys erasures have destroyed.
  /// - Returns: their number.
  public func destroyedCount() -> Int { state.withLock { $0.log.destroyed.count } }

  /// Every key that an erasure has destroyed.
  /// - Returns: the ids of the keys in byte order.
  public func destroyedKeys() -> [String] { state.withLock { $0.log.destroyed.keys.sorted() } }

  /// The hashes of a tile of the tree over the records.
  /// - Parameter tile: which, and how much of it.
  /// - Returns: its first hashes, as many as its width says.
  /// - Throws: ``StorageFault`` when the log ends before.
  public func hashes(in tile: TileID) throws(StorageFault) -> [Hash] {
    let hashes = state.withLock { try? $0.log.tiles.hashes(in: tile) }
    guard let hashes else { throw .endsBefore(tile, at: head().position) }
    return hashes
  }

  /// Keeps a checkpoint and its cosignatures; what is there already stays as it is.
  /// - Parameter checkpoint: what was signed.
  /// - Returns: what is kept of that size.
  public func keep(_ checkpoint: SignedCheckpoint) -> SignedCheckpoint {
    state.withLock { state in
      let size = checkpoint.checkpoint.size
      let kept = state.checkpoints[size]?.joined(by: checkpoint.cosignatures) ?? checkpoint
      state.checkpoints[size] = kept
      return kept
    }
  }

  /// The largest checkpoint that is kept and of which something is so.
  /// - Parameters:
  ///   - size: of how many records it is at least.
  ///   - isMeant: is asked of one after the other, from the largest on.
  /// - Returns: the checkpoint; nil when none was kept.
  public func lastCheckpoint(
    reaching size: UInt64, where isMeant: (SignedCheckpoint) -> Bool
  ) -> SignedCheckpoint? {
    let kept = state.withLock { $0.checkpoints.filter { $0.key >= size } }
    return kept.sorted { $0.key > $1.key }.map(\.value).first(where: isMeant)
  }

  /// How many records the largest checkpoint has that a witness cosigned.
  /// - Parameter witness: its key.
  /// - Returns: their number; 0 when it cosigned none.
  public func lastCosigned(by witness: VerifierKey) -> UInt64 {
    state.withLock { state in
      state.checkpoints.values.filter { $0.names(witness) }.map(\.checkpoint.size).max() ?? 0
    }
  }

  // MARK: Follow

  /// Waits until the log has records after a position, and answers its head; wakes at once.
  /// - Parameter position: the last position the caller has seen.
  /// - Returns: the last position of the log.
  /// - Throws: `CancellationError` when the task is cancelled.
  public func waitForRecords(after position: Position) async throws -> Position {
    // Also when there is something to read, so that a loop around this call ends.
    try Task.checkCancellation()
    let ticket = state.withLock { $0.waiters.ticket() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let answer: Result<Position, any Error>? = state.withLock { state in
          let head = state.log.head.position
          if head > position { return .success(head) }
          // The handler below may have run before there was anything to take; the task was marked
          // as cancelled before it ran, so one of the two always sees the other.
          if Task.isCancelled { return .failure(CancellationError()) }
          state.waiters.add(ticket, after: position, continuation)
          return nil
        }
        if let answer { continuation.resume(with: answer) }
      }
    } onCancel: {
      let continuation = state.withLock { $0.waiters.take(ticket) }
      continuation?.resume(throwing: CancellationError())
    }
  }

  // MARK: Attachments

  /// Keeps a sealed attachment; one that is already there stays as it is.
  /// - Parameters:
  ///   - name: the SHA-256 of the ciphertext in hexadecimal.
  ///   - ciphertext: the bytes.
  public func putAttachment(_ name: String, _ ciphertext: [UInt8]) {
    state.withLock { state in
      if state.attachments[name] == nil { state.attachments[name] = ciphertext }
    }
  }

  /// The ciphertext of an attachment.
  /// - Parameter name: the SHA-256 of the ciphertext in hexadecimal.
  /// - Returns: the bytes; nil when there is no attachment of that name.
  public func attachment(_ name: String) -> [UInt8]? {
    state.withLock { $0.attachments[name] }
  }
}
