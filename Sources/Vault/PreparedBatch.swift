internal import EventLog

/// Events that are checked, sealed and encoded, and wait for their places.
///
/// Preparing is the work and appending is the wait, so an importer prepares one batch while
/// another commits.
public struct PreparedBatch: Sendable {
  let events: [SealedEvent]
  /// For each event that has any, its index and its attachments.
  let attachments: [(event: Int, files: [SealedAttachment])]

  /// How many events there are.
  public var count: Int { events.count }
}
