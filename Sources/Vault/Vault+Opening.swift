internal import EventLog
internal import InteractionModel

extension Vault {
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
