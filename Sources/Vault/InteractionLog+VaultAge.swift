public import EventLog
internal import InteractionModel

extension InteractionLog {
  /// After how many records that were looked at it is noted that they were.
  static let ageNote: Int64 = 4_096

  /// Refuses a vault that is older than its log: one that was restored from a copy and lacks the keys
  /// of what was appended since.
  ///
  /// Whoever went on with it would seal about the same people with other keys, which are lost with it
  /// when the right vault comes back, and would certify erasures of keys that are not in it. A key is
  /// durable in the vault before a record names it and ids of keys grow with time, so no record names
  /// a later key than the vault's last one. Only records since then can, and since those that were
  /// looked at before: how far that was is noted in the vault, so that no record is looked at twice
  /// but for the last ``ageNote``, and an older vault says so of an earlier record.
  /// - Throws: ``/EventLog/StorageFault`` `older` when a record names a later key, or when log or vault
  ///   cannot be read.
  public func requireCurrentVault() throws(StorageFault) {
    // The head first: what is appended afterwards may name keys that are made afterwards.
    let head = try store.head().position
    let newest = try vault.store.newestKey() ?? ""
    let noted = try vault.store.completeThrough()
    // Of a log that was restored from an older copy it says nothing.
    let seen = try store.checkpoint(at: noted.position) == noted ? noted.position : .start
    let known = max(seen, try store.lastPosition(recordedThrough: KeyID.time(of: newest)))
    try requireNoKey(after: newest, in: ReadRange(after: known, through: head))
    guard head.rawValue - known.rawValue > InteractionLog.ageNote,
      let checkpoint = try store.checkpoint(at: head)
    else { return }
    try vault.store.noteComplete(through: checkpoint)
  }

  private func requireNoKey(
    after newest: String, in range: ReadRange
  ) throws(StorageFault) {
    var range = range
    while range.after < range.through {
      let records = try store.records(.all, in: range, limit: 1_000)
      guard let last = records.last else { return }
      for stored in records {
        let parts: [SealedPart]
        do {
          parts = try stored.decoded().sealedParts()
        } catch let fault as StorageFault {
          throw fault
        } catch {
          throw StorageFault(
            code: "corrupt",
            message: """
              the record at position \(stored.position) is damaged; run `throughline verify`
              """)
        }
        guard parts.allSatisfy({ $0.key <= newest }) else {
          throw StorageFault(
            code: "older",
            message: """
              the vault is older than the log: the record at position \(stored.position) is sealed by \
              a key that was made after the vault's last one; nothing is opened, appended or erased \
              with it; restore the newest copy of vault.db, then run `throughline verify`
              """)
        }
      }
      range.after = last.position
    }
  }
}
