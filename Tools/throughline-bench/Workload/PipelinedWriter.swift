internal import InteractionModel
internal import Synchronization
internal import Vault

/// One writer as `simulate --into` is one: it seals the next batches while the one before them
/// commits, and never has more than one commit outstanding.
struct PipelinedWriter {
  let log: InteractionLog
  let batch: Int

  /// Appends events; durable when it returns.
  func append(_ events: [NewEvent]) async throws {
    let source = Source(events, batch: batch)
    try await AppendPipeline(log).run {
      source.next()
    } commit: { prepared, _ in
      _ = try await log.append(prepared)
    }
  }
}

/// Events that are taken batch by batch.
private final class Source: Sendable {
  private let events: [NewEvent]
  private let batch: Int
  private let taken = Mutex(0)

  init(_ events: [NewEvent], batch: Int) {
    self.events = events
    self.batch = batch
  }

  func next() -> [NewEvent] {
    taken.withLock { taken in
      let end = min(taken + batch, events.count)
      defer { taken = end }
      return Array(events[taken..<end])
    }
  }
}
