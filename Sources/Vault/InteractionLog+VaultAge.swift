public import EventLog
internal import InteractionModel

extension InteractionLog {
  /// How many records are looked at, at most, for keys that the vault does not know.
  static let ageLimit: Int64 = 65_536

  /// Refuses a vault that is older than its log: one that was restored from a copy and lacks the keys
  /// of what was appended since.
  ///
  /// Whoever went on with it would seal about the same people with other keys, which are lost with it
  /// when the right vault comes back, and would certify erasures of keys that are not in it. A key is
  /// durable in the vault before a record names it and ids of keys grow with time, so no record names
  /// a later key than the vault's last one; only records since then can, and of these the last
  /// ``ageLimit`` are looked at.
  /// - Throws: ``/EventLog/StorageFault`` `older` when a record names a later key, or when log or vault
  ///   cannot be read.
  public func requireCurrentVault() throws(StorageFault) {
    // The head first: what is appended afterwards may name keys that are made afterwards.
    let head = try store.head().position
    let newest = try vault.store.newestKey() ?? ""
    let known = try store.lastPosition(recordedThrough: KeyID.time(of: newest))
    var range = ReadRange(
      after: max(known, Position(head.rawValue - InteractionLog.ageLimit)), through: head)
    while range.after < head {
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
