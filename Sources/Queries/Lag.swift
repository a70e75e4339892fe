public import EventLog
public import InteractionModel

/// How far what answered is behind the log.
public struct Lag: Sendable, Hashable {
  /// How many records the log has beyond it; at least one.
  public let records: Int64

  /// The lag of something; nil when it is not behind.
  /// - Parameters:
  ///   - position: how far it has come.
  ///   - log: the log.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  init?(at position: Position, of log: any EventStore) throws(StorageFault) {
    records = try log.head().position.rawValue - position.rawValue
    guard records > 0 else { return nil }
  }
}
