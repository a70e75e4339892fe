public import EventLog
public import InteractionModel
public import ProjectionEngine

/// How far what answered is behind the log.
public struct Lag: Sendable, Hashable {
  /// How many records the log has beyond it that a fold may take.
  public let records: Int64
  /// Why it stands still; nil when it goes on with the next update.
  public let failure: ProjectionFailure?

  /// The lag of something; nil when it is not behind.
  /// - Parameters:
  ///   - position: how far it has come.
  ///   - log: the log.
  ///   - readsTexts: whether it is what opens texts; see ``records(after:of:readsTexts:)``.
  ///   - failure: why it stands still.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  init?(
    at position: Position, of log: any EventStore, readsTexts: Bool = false,
    failure: ProjectionFailure? = nil
  ) throws(StorageFault) {
    records = try Lag.records(after: position, of: log, readsTexts: readsTexts)
    self.failure = failure
    guard records > 0 || failure != nil else { return nil }
  }

  /// The lag of a read model; nil when it is not behind.
  init?(of model: any ReadModel, in log: any EventStore) throws(StorageFault) {
    try self.init(at: model.checkpoint(), of: log, failure: model.failure())
  }

  /// Of how many records each is looked at; of more than these all count.
  private static let limit: Int64 = 100_000

  /// How many records after a position some fold may take.
  ///
  /// What the log says of itself (who read, held and erased what) belongs to nobody and goes into
  /// no fold: a reading must not make what it read look old. What an erasure destroyed is gone at once
  /// from wherever texts were opened, so that its end, which a fold may count, leaves nothing to do
  /// there.
  /// - Parameters:
  ///   - position: the last that was taken.
  ///   - log: the log.
  ///   - readsTexts: whether only what may say something in sealed parts counts, and what says of that
  ///     that it does not.
  /// - Returns: how many.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  static func records(
    after position: Position, of log: any EventStore, readsTexts: Bool = false
  ) throws(StorageFault) -> Int64 {
    let all = try log.head().position.rawValue - position.rawValue
    guard all > 0 else { return 0 }
    guard all <= limit else { return all }
    var (count, range): (Int64, ReadRange) = (0, ReadRange(after: position))
    while true {
      let page = try log.records(.all, in: range, limit: 1_000)
      guard let last = page.last else { return count }
      // What cannot be read is for whoever folds to say.
      count += Int64(
        page.count { (try? $0.decoded()).map { isTaken($0, readsTexts: readsTexts) } ?? true })
      range.after = last.position
    }
  }

  private static func isTaken(_ record: Record, readsTexts: Bool) -> Bool {
    guard record.type != .eventQuarantined else { return true }
    guard !(readsTexts && record.type.isReserved) else { return false }
    return record.stream.entity != nil || record.conversation != nil || record.case != nil
      || record.party != nil
  }
}
