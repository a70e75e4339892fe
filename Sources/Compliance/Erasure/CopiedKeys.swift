public import EventLog
public import InteractionModel

/// A copy of a vault's wrapped keys that a backup has, as the log says.
public struct CopiedKeys: Sendable, Hashable {
  /// The folder of backups, by its id; the copy in it is replaced by the next backup to it.
  public let backup: String
  /// The last record that was copied with them.
  public let through: Position
  /// The fingerprint of the master key that opens them.
  public let masterKey: String
  /// When the log was told.
  public let recorded: Instant

  /// The last copy in each folder of backups, in the order in which they were made.
  /// - Parameter log: the log.
  /// - Returns: the copies.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public static func last(in log: any EventStore) throws -> [CopiedKeys] {
    var copies: [CopiedKeys] = []
    try log.forEachRecord(.stream(.log)) { stored in
      let record = try stored.decoded()
      guard record.type == .backedUp, let backup = record.body["backup"]?.string else {
        return true
      }
      copies.removeAll { $0.backup == backup }
      copies.append(
        CopiedKeys(
          backup: backup, through: Position(record.body["through"]?.int ?? 0),
          masterKey: record.body["masterKey"]?.string ?? "", recorded: record.recorded))
      return true
    }
    return copies
  }

  /// The copy as answers have it.
  public var json: JSONObject {
    [
      "backup": .string(backup), "through": .int(through.rawValue),
      "masterKey": .string(masterKey), "recorded": .string(recorded.description),
    ]
  }
}
