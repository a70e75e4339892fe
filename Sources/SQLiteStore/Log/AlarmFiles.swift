public import EventLog
internal import Foundation
public import InteractionModel
public import Merkle

/// What others said against a log, in files beside `log.db`: `unmet.checkpoint`, a signed note as it was
/// shown, and `witness-alarms.json`.
public struct AlarmFiles: LogAlarms {
  private let directory: String
  private var unmetPath: String { "\(directory)/unmet.checkpoint" }
  private var alarmsPath: String { "\(directory)/witness-alarms.json" }

  /// The files of a store.
  /// - Parameter directory: its directory.
  public init(directory: String) {
    self.directory = directory
  }

  /// Whether the log was shown a checkpoint that it did not extend: a look that each commit can afford.
  var hasUnmet: Bool { StoreFile.isThere(unmetPath) }

  /// The largest checkpoint of the log that it was shown and did not extend.
  public func unmet() throws(StorageFault) -> SignedCheckpoint? {
    guard let bytes = try StoreFile.content(unmetPath) else { return nil }
    do throws(NoteError) {
      return try SignedCheckpoint(bytes)
    } catch {
      throw StorageFault(
        code: .corrupt,
        reason: "\(unmetPath) is no checkpoint, and keeps the log from being appended to",
        remedy: "remove it once \(.verify) finds nothing wrong against a checkpoint kept elsewhere",
        cause: error.diagnosis.reason)
    }
  }

  /// Keeps a checkpoint that the log does not extend.
  public func keep(unmet: SignedCheckpoint?) throws(StorageFault) {
    try put(unmetPath, unmet?.bytes)
  }

  /// What witnesses said that amounts to a rewritten log.
  public func witnessAlarms() throws(StorageFault) -> [WitnessAlarm] {
    guard let bytes = try StoreFile.content(alarmsPath) else { return [] }
    // Nothing hangs on it but what is shown, so that one that was damaged is as one that is not there.
    return ((try? JSONValue(parsing: bytes))?.array ?? []).compactMap(WitnessAlarm.init)
  }

  /// Keeps what witnesses said.
  public func keep(_ alarms: [WitnessAlarm]) throws(StorageFault) {
    guard try witnessAlarms() != alarms else { return }
    let list = JSONValue.array(alarms.map { .object($0.json) })
    try put(alarmsPath, alarms.isEmpty ? nil : list.canonicalBytes)
  }

  private func put(_ path: String, _ bytes: [UInt8]?) throws(StorageFault) {
    if let bytes { try StoreFile.write(path, bytes) } else { try StoreFile.remove(path) }
    try StoreFile.syncFolder(directory)
  }
}
