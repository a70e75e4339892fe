public import EventLog
internal import InteractionModel

extension InteractionLog {
  /// After how many records that were looked at it is noted that they were.
  static let ageNote: Int64 = 4_096

  /// Refuses a vault and a log of which one is from before the other.
  ///
  /// A log that ends before the last erasure that its vault has carried out, or has another record
  /// there, is an older copy or went on from one: who went on with it would show in it who was erased,
  /// and with the next erasure the vault would forget how it knew.
  ///
  /// A vault that is older than its log was restored from a copy and lacks the keys of what was
  /// appended since.
  ///
  /// Whoever went on with it would seal about the same people with other keys, which are lost with it
  /// when the right vault comes back, and would certify erasures of keys that are not in it. A key is
  /// durable in the vault before a record names it and ids of keys grow with time, so no record names
  /// a later key than the vault's last one. Only records since then can, and since those that were
  /// looked at before: how far that was is noted in the vault, so that no record is looked at twice
  /// but for the last ``ageNote``, and an older vault says so of an earlier record.
  /// - Throws: ``/EventLog/StorageFault`` `older` when either is, or when log or vault cannot be read.
  public func requireCurrentVault() throws(StorageFault) {
    let age = try self.age()
    if let reason = age.reason {
      throw StorageFault(
        code: .older, reason: "nothing is opened, appended or erased with this log: \(reason)",
        remedy: age.remedy)
    }
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
        guard try InteractionLog.keys(of: stored).allSatisfy({ $0 <= newest }) else {
          throw StorageFault(
            code: .older,
            reason: """
              the vault is older than the log: the record at position \(stored.position) is sealed \
              by a key that was made after the vault's last one; nothing is opened, appended or \
              erased with it
              """,
            remedy: "restore the newest copy of vault.db, then run \(.verify)")
        }
      }
      range.after = last.position
    }
  }

  /// Which of the two is older than the other, as far as is known.
  func age() throws(StorageFault) -> VaultAge { try VaultAge(of: vault.store, and: store) }

  /// Whether the rows of a vault are another log's: they have none of the keys that the first records
  /// of this log name.
  ///
  /// Asked when the master key is not the vault's, to tell which of the two is the wrong one. A vault
  /// from before has the first keys, but for one from before the first record.
  /// - Parameters:
  ///   - rows: the rows of the vault, which nobody can open.
  ///   - store: the records.
  /// - Returns: true when they do not belong together.
  /// - Throws: ``/EventLog/StorageFault`` when log or vault cannot be read.
  public static func isForeign(
    _ rows: any VaultStore, to store: any EventStore
  ) throws(StorageFault) -> Bool {
    var named: Set<String> = []
    for stored in try store.records(.all, in: ReadRange(), limit: 1_000) {
      named.formUnion(try keys(of: stored))
    }
    guard !named.isEmpty else { return false }
    return try rows.wrappedKeys(withIDs: Array(named)).isEmpty
  }

  /// The keys that a record names.
  private static func keys(of stored: StoredRecord) throws(StorageFault) -> [String] {
    do {
      return try stored.decoded().sealedParts().map(\.key)
    } catch let fault as StorageFault {
      throw fault
    } catch {
      throw StorageFault(
        code: .corrupt, reason: "the record at position \(stored.position) is damaged",
        remedy: "run \(.verify)")
    }
  }
}
