internal import EventLog
internal import InteractionModel

extension Vault {
  /// Opens the sealed parts of a record.
  ///
  /// Answers for every part what it says or why it cannot be read. Does not ask the log which keys
  /// erasures have destroyed, so never answers *erased*; ``InteractionLog/open(_:)-([Record])`` does.
  /// - Parameters:
  ///   - record: the record.
  ///   - origin: the name of the log it stands in.
  ///   - attachments: fetches the file of an attachment by its name; nil when there is none.
  /// - Returns: the parts in the record's order.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be asked, or the record's sealed
  ///   parts are not of the form they should have.
  func open(
    _ record: Record, origin: String,
    attachments: (String) throws(StorageFault) -> [UInt8]?
  ) throws(StorageFault) -> [OpenedPart] {
    guard record.sealedCount > 0 else { return [] }
    var batch = PartBatch(capacity: record.sealedCount)
    try batch.add(record)
    var opener = Opener(origin: origin)
    return try opener.open(
      record, batch.parts.indices, of: batch, with: try keys(of: batch), attachments: attachments)
  }

  /// The sealed parts of a record.
  static func parts(of record: Record) throws(StorageFault) -> [SealedPart] {
    do {
      return try record.sealedParts()
    } catch {
      throw StorageFault(
        code: .corrupt,
        reason: "the sealed parts of the record at position \(record.position) cannot be read",
        remedy: "run \(.verify)", cause: error.reason)
    }
  }
}
