internal import EventLog
public import InteractionModel
public import Vault

/// The steps of an erasure, each of which can be the last one before the power goes.
public enum ErasureStep: String, Sendable, Hashable, CaseIterable {
  /// Who is concerned is known and no hold stands in the way.
  case checked
  /// `erasure.requested` is in the log and the keys are marked in the same commit: nobody reads
  /// what they seal any more, and nothing is appended under them.
  case requested
  /// The vault gives nobody a key of whom it concerns.
  case closed
  /// Keys that were made meanwhile are marked too.
  case marked
  /// The vault has destroyed the keys: after the log says so, because a key that is missing from the
  /// vault and not destroyed by the log's word is lost, and what needs it stops.
  case destroyed
  /// Opened copies are removed.
  case purged
  /// `party.erased` is in the log.
  case completed
  /// The vault makes keys again.
  case reopened
}

/// Erases a party or a conversation: whoever can read the store afterwards, by whatever way, reads
/// nothing of it, and every proof stays valid.
///
/// The steps are ``ErasureStep``, in that order. Each is durable before the next and harmless when
/// repeated, so that a process that was killed anywhere is followed by ``resume(onRevival:)``. Several
/// processes may do so at once.
public struct Eraser: Sendable {
  /// How often an erasure starts anew because holds or erasures came in between.
  private static let attempts = 100

  let log: InteractionLog
  let actor: Actor
  let links: @Sendable () throws -> KnownLinks
  let copies: [any OpenedCopies]
  let onStep: @Sendable (ErasureStep) async throws -> Void
  let unindexed = UnindexedIdentifications()

  /// An eraser.
  /// - Parameters:
  ///   - log: the log and its vault.
  ///   - actor: who erases.
  ///   - links: who was merged with whom, up to the log's head; see ``KnownLinks``.
  ///   - copies: everything that keeps opened text.
  ///   - onStep: is told each step when it is done; an error it throws ends the work there.
  public init(
    log: InteractionLog, actor: Actor, links: @escaping @Sendable () throws -> KnownLinks,
    copies: [any OpenedCopies],
    onStep: @escaping @Sendable (ErasureStep) async throws -> Void = { _ in }
  ) {
    self.log = log
    self.actor = actor
    self.links = links
    self.copies = copies
    self.onStep = onStep
  }

  /// What an erasure would do; changes nothing.
  /// - Parameter entity: a party or a conversation.
  /// - Returns: the plan.
  /// - Throws: ``ErasureError/notErasable(_:)``, or ``/EventLog/StorageFault``.
  public func plan(_ entity: EntityKey) throws -> ErasurePlan {
    try planner(for: entity).plan(entity)
  }

  /// The hold that would refuse an erasure now; nil when none does.
  /// - Parameter plan: what the erasure would do.
  /// - Returns: the hold.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func hold(against plan: ErasurePlan) throws -> Hold? {
    try planner(for: plan.entity).hold(against: plan, among: Hold.all(in: log.store))
  }

  private func planner(for entity: EntityKey) throws -> ErasurePlanner {
    let isErasable =
      entity.kind == .party || entity.kind == .conversation || AccountWords.isErasable(entity)
    guard isErasable else {
      throw ErasureError.notErasable(entity)
    }
    return ErasurePlanner(log: log, links: try links(), through: Position(.max), unindexed)
  }

  /// Erases a party, with whomever it was merged, or a conversation.
  /// - Parameters:
  ///   - entity: the party or the conversation.
  ///   - authority: on which authority: a code.
  ///   - reason: why, in words; sealed, and not with the keys that go.
  /// - Returns: the certificate, when every step is done.
  /// - Throws: ``ErasureError``, ``/EventLog/AppendError``, ``/EventLog/StorageFault`` or what a
  ///   purge throws. Once `erasure.requested` is in the log, ``resume(onRevival:)`` finishes the erasure.
  public func erase(
    _ entity: EntityKey, authority: String?, reason: String
  ) async throws -> ErasureCertificate {
    let request = try await request(entity, authority: authority, reason: reason)
    try await onStep(.requested)
    return try await finish(request)
  }

  // MARK: The beginning

  /// Looks for holds and appends the request, in whose commit the keys are marked.
  ///
  /// The append expects both registers as they were looked at, so that no hold and no other erasure
  /// comes between the look and the commit.
  private func request(
    _ entity: EntityKey, authority: String?, reason: String
  ) async throws -> RegisteredErasure {
    let id = EventID.random()
    for _ in 0..<Eraser.attempts {
      let registers: [StreamID] = [.holds, .erasures]
      let expectations = try registers.reduce(into: [StreamID: EventLog.Expectation]()) {
        $0[$1] = .version(try log.store.version(of: $1))
      }
      let planner = try planner(for: entity)
      let plan = try planner.plan(entity)
      if let hold = try planner.hold(against: plan, among: Hold.all(in: log.store)) {
        throw ErasureError.refused(try await refuse(entity, id, hold, reason))
      }
      guard !plan.subjects.isEmpty else {
        throw ErasureError.nothingLeft(entity, destroyedBefore: plan.destroyedBefore)
      }
      try await onStep(.checked)
      var event = event(id, .erasureRequested, of: id.description, entity)
      event.body["authority"] = authority.map(JSONValue.string)
      event.body["subjects"] = .int(Int64(plan.subjects.count))
      event.body["left"] = .int(Int64(plan.left.count))
      event.seal(reason)
      do throws(AppendError) {
        _ = try await log.append(
          [event], expecting: expectations, destroying: KeyDestruction(plan.keyIDs))
      } catch {
        switch error {
        case .versionConflict, .alreadyDestroyed: continue
        default: throw error
        }
      }
      return try registered(id.description)
    }
    throw ErasureError.tooBusy(entity)
  }

  private func refuse(
    _ entity: EntityKey, _ id: EventID, _ hold: Hold, _ reason: String
  ) async throws -> ErasureCertificate {
    var event = event(id, .erasureRefused, of: id.description, entity)
    event.body["hold"] = .string(hold.id)
    event.seal(reason)
    _ = try await log.append([event])
    return try ErasureCertificate(try registered(id.description), log: log.store)
  }

  /// An event of the register, which names nobody in its envelope, so that no projection's rows
  /// move because of it.
  func event(
    _ id: EventID, _ type: EventType, of erasure: String, _ entity: EntityKey
  ) -> NewEvent {
    var event = NewEvent(id: id, stream: .erasures, type: type)
    event.actor = actor
    event.source = "throughline"
    event.body = [
      "erasure": .string(erasure), "entityKind": .string(entity.kind.rawValue),
      "entity": .string(entity.id),
    ]
    return event
  }

  func registered(_ erasure: String) throws -> RegisteredErasure {
    guard let registered = try ErasureRegister.erasure(erasure, in: log.store) else {
      throw StorageFault(
        code: .missing, reason: "the erasure \(erasure) is not in the log's register",
        remedy: "run \(.verify)")
    }
    return registered
  }
}
