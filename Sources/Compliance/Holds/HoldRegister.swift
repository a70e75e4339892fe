internal import EventLog
public import InteractionModel
public import Vault

/// Places and releases holds: the only events of the register of holds.
public struct HoldRegister: Sendable {
  private let log: InteractionLog
  private let actor: Actor

  /// The register of a log.
  /// - Parameters:
  ///   - log: the log and its vault.
  ///   - actor: who places and releases.
  public init(log: InteractionLog, actor: Actor) {
    self.log = log
    self.actor = actor
  }

  /// Places a hold; from its commit on no erasure that would touch it begins.
  /// - Parameters:
  ///   - entity: a party, a case or a conversation.
  ///   - authority: on which authority: a code.
  ///   - custodian: who answers for it.
  ///   - reason: why, in words; sealed.
  /// - Returns: the hold.
  /// - Throws: ``HoldError/notHoldable(_:)``, or ``/EventLog/AppendError``.
  public func place(
    on entity: EntityKey, authority: String, custodian: String?, reason: String?
  ) async throws -> Hold {
    guard [.party, .case, .conversation].contains(entity.kind) else {
      throw HoldError.notHoldable(entity)
    }
    let id = EventID.random()
    var event = NewEvent(id: id, stream: .holds, type: .holdPlaced)
    event.actor = actor
    event.source = "throughline"
    event.body = [
      "hold": .string(id.description), "authority": .string(authority),
      "entityKind": .string(entity.kind.rawValue), "entity": .string(entity.id),
    ]
    event.body["custodian"] = custodian.map(JSONValue.string)
    event.seal(reason)
    _ = try await log.append([event])
    guard let hold = try Hold.all(in: log.store).first(where: { $0.id == id.description }) else {
      throw HoldError.unknown(id.description)
    }
    return hold
  }

  /// Releases a hold, once.
  /// - Parameters:
  ///   - id: the hold.
  ///   - reason: why, in words; sealed.
  /// - Returns: the hold, released.
  /// - Throws: ``HoldError``, or ``/EventLog/AppendError``.
  public func release(_ id: String, reason: String?) async throws -> Hold {
    guard let hold = try Hold.all(in: log.store).first(where: { $0.id == id }) else {
      throw HoldError.unknown(id)
    }
    if let release = hold.release { throw HoldError.released(id, at: release.position) }
    var event = NewEvent(
      id: log.minter.eventID(
        source: "throughline", externalID: id, externalVersion: "",
        name: EventType.holdReleased.rawValue),
      stream: .holds, type: .holdReleased, body: ["hold": .string(id)])
    event.actor = actor
    event.source = "throughline"
    event.causation = EventID(id)
    event.seal(reason)
    do throws(AppendError) {
      _ = try await log.append([event])
    } catch {
      // Somebody else was faster.
      guard case .idReused(_, let position) = error else { throw error }
      throw HoldError.released(id, at: position)
    }
    guard let released = try Hold.all(in: log.store).first(where: { $0.id == id }) else {
      throw HoldError.unknown(id)
    }
    return released
  }
}

extension OpenStore {
  /// Places a hold on something that the log or a link names: on a mistyped id it would hold nothing,
  /// silently.
  /// - Parameters:
  ///   - entity: a party, a case or a conversation.
  ///   - authority: on which authority: a code.
  ///   - custodian: who answers for it.
  ///   - reason: why, in words; kept sealed.
  /// - Returns: the hold.
  /// - Throws: ``HoldError``, or ``/EventLog/AppendError``.
  public func placeHold(
    on entity: EntityKey, authority: String, custodian: String? = nil, reason: String? = nil
  ) async throws -> Hold {
    if try events.positions(.entity(entity), in: ReadRange(), limit: 1).isEmpty,
      try !links().mentions(entity)
    {
      throw HoldError.unrecorded(entity)
    }
    return try await HoldRegister(log: log(), actor: actor).place(
      on: entity, authority: authority, custodian: custodian, reason: reason)
  }

  /// Ends a hold.
  /// - Parameters:
  ///   - hold: its id.
  ///   - reason: why, in words; kept sealed.
  /// - Returns: the hold, with its release.
  /// - Throws: ``HoldError``, or ``/EventLog/AppendError``.
  public func releaseHold(_ hold: String, reason: String? = nil) async throws -> Hold {
    try await HoldRegister(log: log(), actor: actor).release(hold, reason: reason)
  }
}

/// Why a hold cannot be placed or released.
public enum HoldError: Error, Remediable, Hashable {
  /// Holds are on parties, cases and conversations.
  case notHoldable(EntityKey)
  /// Nothing was ever recorded of it.
  case unrecorded(EntityKey)
  /// There is no such hold.
  case unknown(String)
  /// It was released before.
  case released(String, at: Position)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .notHoldable(let entity):
      Diagnosis("\(entity) cannot be held", "place a hold on a party, a case or a conversation")
    case .unrecorded(let entity):
      Diagnosis("no \(entity.kind.rawValue) “\(entity.id)”", "check the id")
    case .unknown(let id):
      Diagnosis("there is no hold “\(id)”", "\(.listHolds) shows those there are")
    case .released(let id, let position):
      Diagnosis("the hold “\(id)” was released at position \(position) already")
    }
  }
}

extension NewEvent {
  /// Seals words of a register under the register's own subject: they outlive whom they are about,
  /// so they must not be sealed under a key that goes with somebody.
  mutating func seal(_ reason: String?) {
    guard let reason else { return }
    personal = [PersonalPart(subject: defaultSubject, content: ["reason": .string(reason)])]
  }
}
