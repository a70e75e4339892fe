internal import InteractionModel
internal import Vault

/// One writer as an importer is one: it seals the next batch while the one before it commits, and
/// never has more than one commit outstanding.
struct PipelinedWriter {
  let log: InteractionLog
  let batch: Int

  /// Appends events; durable when it returns.
  func append(_ events: [NewEvent]) async throws {
    var committing: Task<Void, any Error>?
    do {
      for start in stride(from: 0, to: events.count, by: batch) {
        let next = Array(events[start..<min(start + batch, events.count)])
        let prepared = try log.prepare(next)
        try await committing?.value
        let log = log
        committing = Task { _ = try await log.append(prepared) }
      }
    } catch {
      // What was begun comes to its end before the failure is told.
      try? await committing?.value
      throw error
    }
    try await committing?.value
  }
}
