public import Compliance
public import EventLog
public import InteractionModel
internal import Projections
internal import Vault

/// The log of a store, and how far everything is that is made from it.
public struct StoreStatus: Sendable {
  /// The name of the log.
  public let origin: String
  /// Where the log ends.
  public let head: Head
  /// How far the projections are.
  public let projections: [ProjectionStatus]
  /// How far the full-text index is, all of which was looked at.
  public let index: SearchIndexStatus
  /// How far it is noted by what people are known outside.
  public let identifiers: IdentifierStatus
  /// The erasures that were begun and are not complete.
  public let pendingErasures: [ErasureCertificate]
  /// Who cosigns the log's checkpoints.
  public let witnesses: WitnessStatus
  /// Why nothing is appended to the log: it does not extend what was signed of it; nil when it does, as far
  /// as it was shown.
  public let closed: Remedy?
  /// What is wrong with the vault, as far as it shows without a key; nil when nothing is.
  public let vault: Remedy?

  /// The status of a store.
  /// - Parameter store: the store.
  /// - Throws: ``/EventLog/StorageFault`` when the log or the catalogue cannot be read.
  public init(of store: OpenStore) throws {
    let head = try store.events.head()
    self.head = head
    origin = store.events.origin
    projections = try ProjectionCatalogue.all.map {
      try ProjectionStatus($0, in: store, head: head.position)
    }
    index = SearchIndexStatus.of(store, head: head.position)
    identifiers = IdentifierStatus(of: store, head: head.position)
    pendingErasures = try ErasureCertificate.pending(in: store.events)
    vault = StoreStatus.trouble(withVaultOf: store)
    witnesses = try WitnessStatus(of: store)
    closed = StoreStatus.trouble(withLogOf: store)
  }

  private static func trouble(withLogOf store: OpenStore) -> Remedy? {
    do throws(StorageFault) {
      try store.alarms.requireNothingMissing(in: store.events, forgetting: false)
      return nil
    } catch {
      return error.diagnosis.sentence
    }
  }

  private static func trouble(withVaultOf store: OpenStore) -> Remedy? {
    if let absence = store.vaultAbsence {
      return "vault.db \(absence): nothing can be opened or appended; restore it from a copy"
    }
    do throws(StorageFault) {
      let age = try store.vaultAge()
      return age.reason.map { "\($0); \(age.remedy)" }
    } catch {
      return error.diagnosis.sentence
    }
  }

  /// The status as answers have it.
  /// - Parameter said: how the face says what to do.
  /// - Returns: the status.
  public func json(_ said: (Remedy) -> String) -> JSONObject {
    [
      "origin": .string(origin), "head": .int(head.position.rawValue),
      "recorded": head.recorded.map { .string($0.description) } ?? .null,
      "projections": .array(projections.map { .object($0.json(said)) }),
      "search": .object(index.json(said)), "identifiers": .object(identifiers.json),
      "pendingErasures": .array(pendingErasures.map { .object($0.json) }),
      "witnesses": .object(witnesses.json), "closed": closed.map { .string(said($0)) } ?? .null,
      "vault": vault.map { .string(said($0)) } ?? .null,
    ]
  }
}
