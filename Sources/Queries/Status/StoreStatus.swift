public import Compliance
public import EventLog
public import InteractionModel
public import ProjectionEngine
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
  /// Who keeps what is made from the log up to date now; nil when nobody does, or it cannot be told.
  public let keeper: LeaseHolder?
  /// Why it cannot be told who keeps it; nil when it can.
  private let keeperFault: Remedy?
  /// Projections that have not taken every record up to where they stand, each with what to do.
  public let incomplete: [Remedy]
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
    (keeper, keeperFault) = StoreStatus.keeper(of: store)
    incomplete = try StoreStatus.incomplete(store)
    identifiers = IdentifierStatus(of: store, head: head.position)
    pendingErasures = try ErasureCertificate.pending(in: store.events)
    vault = StoreStatus.trouble(withVaultOf: store)
    witnesses = try WitnessStatus(of: store)
    closed = StoreStatus.trouble(withLogOf: store)
  }

  private static func keeper(of store: OpenStore) -> (LeaseHolder?, Remedy?) {
    do throws(StorageFault) {
      return (try store.leases.holder(), nil)
    } catch {
      // Status must say what is wrong with it, not fail because of it.
      return (nil, error.diagnosis.sentence)
    }
  }

  private static func incomplete(_ store: OpenStore) throws(StorageFault) -> [Remedy] {
    var found: [Remedy] = []
    for generation in try store.models.generations() where generation.state == .serving {
      guard let projection = ProjectionCatalogue.named(generation.projection),
        let model = try? store.models.open(generation, of: projection)
      else { continue }
      do throws(StorageFault) {
        try store.events.requireComplete(model)
      } catch {
        // What cannot be read is said of the projection itself.
        if error.code == .foreign { found.append(error.diagnosis.sentence) }
      }
    }
    return found
  }

  /// Why what is made from the log cannot be relied on to be as far as it; empty when it can.
  ///
  /// It is behind, made by older code, stands still, is incomplete, or is kept by a process that does not
  /// move.
  public var shortcomings: [Remedy] {
    var found = incomplete
    func note(_ name: String, _ state: Readiness, _ behind: Int64, _ failure: Remedy?) {
      guard state != .live else { return }
      let lag = "\(behind) record\(behind == 1 ? "" : "s") behind"
      let place: Remedy =
        state == .behind
        ? "\(name) is \(lag)" : "\(name) is \(state.rawValue)\(behind > 0 ? ", \(lag)" : "")"
      found.append(failure.map { "\(place): \($0)" } ?? place)
    }
    for projection in projections {
      note(
        projection.projection.name, projection.state, projection.behind, projection.failure)
    }
    note(SearchIndexStatus.name, index.state, index.behind, index.failure)
    note(IdentifierStatus.name, identifiers.state, identifiers.behind, nil)
    if let keeperFault { found.append(keeperFault) }
    if let keeper, keeper.isSilent {
      found.append(StorageFault.leased(to: keeper).diagnosis.sentence)
    }
    for worker in keeper?.report["workers"]?.array ?? [] where worker["state"] == "stopped" {
      let (name, reason) = (worker["name"]?.string ?? "", worker["reason"]?.string ?? "")
      found.append("\(name) of the daemon stands still: \(reason)")
    }
    if let closed { found.append(closed) }
    found += witnesses.known.compactMap { $0.alarm?.sentence }
    if let vault { found.append(vault) }
    return found
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
      "keeper": keeper.map { .object($0.json) } ?? .null,
      "shortcomings": .array(shortcomings.map { .string(said($0)) }),
      "witnesses": .object(witnesses.json), "closed": closed.map { .string(said($0)) } ?? .null,
      "vault": vault.map { .string(said($0)) } ?? .null,
    ]
  }
}
