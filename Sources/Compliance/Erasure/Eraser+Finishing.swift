internal import EventLog
internal import InteractionModel
internal import Projections
internal import Vault

/// From the request to the end, by whoever comes first.
extension Eraser {
  /// Finishes every erasure that was requested and is not complete, brings a vault that was restored
  /// from an older copy up to the log, and destroys again what somebody put back by hand.
  ///
  /// Costs three lookups and two counts when there is nothing to do, so that whatever opens the vault
  /// can call it.
  /// - Parameter onRevival: is told how many keys that the log calls destroyed were there again.
  /// - Returns: the certificates of the erasures it finished.
  /// - Throws: ``/EventLog/AppendError``, ``/EventLog/StorageFault`` or what a purge throws; what
  ///   was not finished is masked all the same, and the next call goes on.
  public func resume(
    onRevival: (_ keys: Int) -> Void = { _ in }
  ) async throws -> [ErasureCertificate] {
    var finished: [ErasureCertificate] = []
    var revived = 0
    if let settled = try unsettled()?.position {
      (finished, revived) = try await finish(after: settled)
    }
    revived += try destroyRevived()
    if revived > 0 { onRevival(revived) }
    return finished
  }

  /// Goes over the part of the register that is not known to be settled.
  /// - Returns: the certificates of the erasures it finished, and how many keys of others were there
  ///   again.
  private func finish(
    after settled: Position
  ) async throws -> (finished: [ErasureCertificate], revived: Int) {
    var finished: [ErasureCertificate] = []
    var revived = 0
    for erasure in try ErasureRegister.erasures(in: log.store, after: settled)
    where erasure.hold == nil {
      if erasure.isPending {
        finished.append(try await finish(erasure))
      } else {
        // After a crash before reopening, or in a vault that was restored from a copy in which the
        // keys still were.
        revived += try destroyLive(among: log.store.keys(destroyedBy: erasure.request.position))
        try log.vault.reopen(erasure.request.id)
      }
    }
    try settle()
    return (finished, revived)
  }

  /// Destroys the keys that the log calls destroyed and the vault has all the same, because a row of
  /// it was restored from a copy long after the erasure was settled.
  ///
  /// What is gone from the vault and what the log calls destroyed are the same keys, so that two
  /// numbers tell whether any has to be looked for. Where the vault lacks rows they differ for good,
  /// and all keys are looked for at each opening; that one came back while another went without the
  /// log's word is for `verify` to find.
  /// - Returns: how many there were.
  private func destroyRevived() throws -> Int {
    guard try log.store.destroyedCount() != log.vault.goneCount() else { return 0 }
    return try destroyLive(among: log.store.destroyedKeys())
  }

  /// Destroys in the vault what the log says was destroyed.
  /// - Returns: how many of the keys were there.
  private func destroyLive(among keys: [String]) throws -> Int {
    let live = try log.vault.keys(withIDs: keys).filter { !$0.isGone }
    return try live.isEmpty ? 0 : log.vault.destroy(live.map(\.keyID))
  }

  /// From where the register is not known to be settled, and what is noted and is not this log's;
  /// nil when all of it is settled.
  private func unsettled() throws -> (position: Position, foreign: LogCheckpoint?)? {
    let noted = try log.vault.settledThrough()
    // A log that was restored from an older copy ends before, or has another record there: then
    // nothing is known of it.
    let isOwn = try log.store.checkpoint(at: noted.position) == noted
    let settled = isOwn ? noted.position : .start
    let last = try log.store.positions(
      .stream(.erasures), in: ReadRange(after: settled, reverse: true), limit: 1)
    return last.isEmpty ? nil : (settled, isOwn ? nil : noted)
  }

  /// Notes in the vault up to where the register is settled, so that nobody looks there again.
  private func settle() throws {
    guard let (settled, foreign) = try unsettled() else { return }
    let last = try log.store.positions(
      .stream(.erasures), in: ReadRange(reverse: true), limit: 1
    ).first
    guard let last else { return }
    let closed = Set(try log.vault.closedErasures())
    let isDone = try ErasureRegister.erasures(in: log.store, after: settled)
      .filter { $0.request.position <= last }
      .allSatisfy { !$0.isPending && !closed.contains($0.request.id) }
    guard isDone, let checkpoint = try log.store.checkpoint(at: last) else { return }
    try log.vault.settle(through: checkpoint, replacing: foreign)
  }

  // MARK: The steps

  /// Does the steps that follow the request; those that are done already do nothing again.
  func finish(_ erasure: RegisteredErasure) async throws -> ErasureCertificate {
    let request = erasure.request
    let covered = try log.vault.close(closure(of: request))
    // A vault that calls it done beside a log that does not is newer than the log: what is missing
    // is done again.
    if covered != nil || erasure.isPending {
      let covered = try covered ?? log.store.keys(destroyedBy: request.position)
      try await onStep(.closed)
      let marked = try log.store.destroyed(among: covered)
      try await log.store.destroy(
        covered.filter { marked[$0] == nil }, by: request.position)
      try await onStep(.marked)
      try log.vault.destroy(covered)
      try await onStep(.destroyed)
      let keys = try log.store.keys(destroyedBy: request.position)
      for copy in copies { _ = try copy.purge(Set(keys)) }
      try await onStep(.purged)
      try await complete(request, keys)
      try await onStep(.completed)
      try log.vault.reopen(request.id)
      try await onStep(.reopened)
    }
    try settle()
    return try ErasureCertificate(try registered(request.id), log: log.store)
  }

  /// What the vault must close, as it was when the erasure was requested: who was merged with the
  /// party since then is not erased with it.
  private func closure(of request: RegisteredErasure.Request) throws -> VaultClosure {
    let keys = try log.store.keys(destroyedBy: request.position)
    guard request.entity.kind == .party else {
      return VaultClosure(
        erasure: request.id, parties: [], scopes: [request.entity], keyIDs: keys)
    }
    let planner = ErasurePlanner(
      log: log, links: try links(), through: request.position, unindexed)
    let family = try planner.family(of: request.entity)
    return VaultClosure(
      erasure: request.id, parties: family, scopes: family.map(EntityKey.party), keyIDs: keys)
  }

  private func complete(
    _ request: RegisteredErasure.Request, _ keys: [String]
  ) async throws {
    let id = log.minter.eventID(
      source: "throughline", externalID: request.id, externalVersion: "",
      name: EventType.partyErased.rawValue)
    guard try log.store.positions(.id(id), in: ReadRange(), limit: 1).isEmpty else { return }
    var event = event(id, .partyErased, of: request.id, request.entity)
    event.causation = EventID(request.id)
    event.body["subjects"] = .int(Int64(keys.count))
    event.body["records"] = .int(Int64(try records(under: keys, of: request.entity)))
    event.body["keys"] = .string(KeyDestruction.digest(of: keys))
    do throws(AppendError) {
      _ = try await log.append([event])
    } catch {
      // Another process finished it at the same time, on behalf of somebody else.
      guard case .idReused = error else { throw error }
    }
  }

  /// How many records have a part under one of some keys, through the indexes of their scopes.
  private func records(under keys: [String], of entity: EntityKey) throws -> Int {
    // Accounts stand in the streams of their readers; each key seals a share, but for a reader's own.
    if AccountWords.isScope(entity) { return keys.count }
    if AccountWords.isErasable(entity) {
      var count = 0
      try log.store.forEachRecord(.stream(StreamID(rawValue: entity.id))) { stored in
        if try stored.decoded().sealedParts().contains(where: { keys.contains($0.key) }) {
          count += 1
        }
        return true
      }
      return count
    }
    var draft = ErasurePlanner.Draft(log: log.store)
    try draft.read(entity)
    for row in try log.vault.keys(withIDs: keys) {
      try draft.read(row.scope)
      if let party = row.party { try draft.read(.party(party)) }
    }
    return draft.positions(of: Set(keys))
  }
}
