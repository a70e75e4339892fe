public import EventLog
public import InteractionModel
public import ProjectionEngine
public import Projections
public import Search
public import Vault

/// A store that is open: its records and read models, and on demand its vault and its index.
///
/// Folding, asking and comparing open nothing, so they need no key: an auditor works without the
/// one that opens everything. They write nothing either, but for whoever projects: what appends, or
/// opens text and gives account of it, does so through ``log()``.
public struct OpenStore: Sendable {
  /// The log.
  public let events: any EventStore
  /// The read models.
  public let models: any ReadModelStore
  /// Who may keep what was made from the log up to date.
  public let leases: any StoreLeases
  /// What others said against the log.
  public let alarms: any LogAlarms
  /// Who works with it; stands in clear in what they have recorded.
  public let actor: Actor
  private let backend: any StoreBackend
  private let key: MasterKeySource
  private let notice: @Sendable (StoreNotice) -> Void

  /// A store.
  /// - Parameters:
  ///   - backend: what its kind provides.
  ///   - key: where its master key comes from, for ``log()``.
  ///   - actor: who works with it.
  ///   - notice: is told what people should know although nothing failed.
  public init(
    _ backend: any StoreBackend, key: MasterKeySource, actor: Actor,
    notice: @escaping @Sendable (StoreNotice) -> Void
  ) {
    events = backend.events
    models = backend.models
    leases = backend.leases
    alarms = backend.alarms
    self.actor = actor
    self.backend = backend
    self.key = key
    self.notice = notice
  }

  /// What is wrong with a vault that must be there and is not: “is missing”, “is empty”; nil when it
  /// is there.
  public var vaultAbsence: String? { backend.vaultAbsence }

  /// Which of log and vault is from before the other, as far as is known without a key.
  /// - Returns: the age; unknown when there is no vault.
  /// - Throws: ``/EventLog/StorageFault`` when either cannot be read.
  public func vaultAge() throws(StorageFault) -> VaultAge {
    guard backend.vaultAbsence == nil else { return .unknown }
    return try VaultAge(of: backend.vault(readingOnly: true), and: events)
  }

  /// How far the vault knows by what people are known outside, and the store's region of telephone
  /// numbers; no key is needed.
  /// - Returns: the state; nil when there is no vault.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be read.
  public func identifierState() throws(StorageFault) -> IdentifierState? {
    guard backend.vaultAbsence == nil else { return nil }
    return try backend.vault(readingOnly: true).identifierState()
  }

  /// Says by the rules of which region telephone numbers without a country are read.
  /// - Parameter region: the region.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be written.
  public func setRegion(_ region: TelephoneRegion) throws(StorageFault) {
    try backend.vault(readingOnly: false).setRegion(region.code)
  }

  /// The rows of the vault as they are, which say whose a key is and for which no master key is needed.
  /// - Returns: the rows; nil when there is no vault.
  /// - Throws: ``/EventLog/StorageFault`` when they cannot be opened.
  public func keyRows() throws(StorageFault) -> (any VaultStore)? {
    guard backend.vaultAbsence == nil else { return nil }
    return try backend.vault(readingOnly: true)
  }

  /// Copies the vault as it is at one moment, beside whoever writes it; no master key is needed.
  /// - Parameter path: where the copy goes; must not exist.
  /// - Throws: ``/EventLog/StorageFault``, `lost` when there is no vault.
  public func copyVault(to path: String) throws(StorageFault) {
    if let absence = backend.vaultAbsence {
      throw StorageFault(
        code: .lost, reason: "\(backend.vaultPlace) \(absence)", remedy: "put back the copy of it")
    }
    try backend.copyVault(to: path)
  }

  /// Closes what was opened only to be read, so that nothing of it is left behind; the store is not
  /// used again.
  public func closeWhatIsRead() { backend.closeWhatIsRead() }

  /// Waits until what is written back beside the appends is written, for whoever measures what they
  /// cost.
  public func finishWritingBack() { backend.finishWritingBack() }

  /// Closes everything, so that what was appended is where it stays; the store is not used again.
  /// - Throws: ``/EventLog/StorageFault`` while something is being read.
  public func close() throws(StorageFault) { try backend.close() }

  /// How many bytes the store's files take, and are left for them, by what they are: `log`, `log-wal`,
  /// `free`.
  public var sizes: [String: Int64] { backend.sizes }

  /// The builds of the full-text index.
  /// - Throws: ``/EventLog/StorageFault`` when they cannot be opened.
  public func indexes() throws(StorageFault) -> any SearchIndexStore { try backend.indexes() }

  // MARK: The vault

  /// The log with its vault, for what appends or opens.
  ///
  /// An erasure that was interrupted is finished first: nobody opens or adds anything between its
  /// beginning and its end.
  /// - Throws: ``UnusableVault``, ``/Vault/VaultError``, or ``/EventLog/StorageFault``: `older` when
  ///   the vault is, and what finishing an erasure throws.
  public func log() async throws -> InteractionLog {
    let log = try log(over: backend.eventsToAppend(), readingOnly: false)
    try log.requireCurrentVault()
    try await resumeErasures(log)
    return log
  }

  /// Finishes what erasures left undone, and says so.
  /// - Parameter log: the log and its vault.
  /// - Throws: what finishing an erasure throws.
  public func resumeErasures(_ log: InteractionLog) async throws {
    let notice = notice
    let finished = try await eraser(log).resume { notice(.destroyedAgain(keys: $0)) }
    for certificate in finished { notice(.finishedErasure(certificate.erasure)) }
  }

  /// The log with its vault as they are, for what only looks: both are read where nothing can be
  /// written, too.
  /// - Throws: ``UnusableVault``, ``/Vault/VaultError`` or ``/EventLog/StorageFault``.
  public func unresumedLog() throws -> InteractionLog {
    try log(over: events, readingOnly: true)
  }

  private func log(over store: any EventStore, readingOnly: Bool) throws -> InteractionLog {
    if let absence = backend.vaultAbsence {
      throw UnusableVault.absent(place: backend.vaultPlace, absence: absence)
    }
    let vaultStore = try backend.vault(readingOnly: readingOnly)
    let vault: Vault
    do {
      vault = try Vault.open(vaultStore, master: try key.read(for: vaultStore))
    } catch VaultError.wrongMasterKey
      where (try? InteractionLog.isForeign(vaultStore, to: store)) == true
    {
      throw UnusableVault.foreign(place: backend.vaultPlace)
    }
    return try InteractionLog.open(store: store, vault: vault)
  }

  /// The gate of a reader.
  /// - Parameters:
  ///   - actor: who reads.
  ///   - purpose: why they read; nil closes it.
  /// - Returns: the gate.
  /// - Throws: what ``log()`` throws; a fault that keeps the account from being written says so.
  func gate(for actor: Actor, purpose: String?) async throws -> AccessGate {
    let archive = dispensable(ConversationArchive.projection)
    guard let purpose else { return AccessGate(closedOver: events, archive: archive) }
    do {
      return AccessGate(
        log: try await log(), actor: actor, purpose: purpose, archive: archive,
        cases: dispensable(CaseState.projection))
    } catch let fault as StorageFault {
      throw OpenStore.unaccountable(fault)
    }
  }

  /// A fault of whoever wanted to open text where nothing can be appended.
  /// - Parameter fault: what keeps it from being appended.
  /// - Returns: the same with what it means; any other fault as it is.
  public static func unaccountable(_ fault: StorageFault) -> StorageFault {
    guard [.permission, .full].contains(fault.code) else { return fault }
    return StorageFault(
      code: fault.code,
      reason: """
        sealed text is opened only with an account of it in the log, which cannot be written: \
        \(fault.reason)
        """, remedy: fault.remedy, cause: fault.cause)
  }

  // MARK: Erasure

  /// The eraser of whoever works with the store, which removes what the store keeps opened.
  /// - Parameters:
  ///   - log: the log and its vault.
  ///   - onStep: is told each step.
  /// - Returns: the eraser.
  public func eraser(
    _ log: InteractionLog,
    onStep: @escaping @Sendable (ErasureStep) async throws -> Void = { _ in }
  ) -> Eraser {
    let store = self
    let words = PurgedBy { keys in
      let purge = try store.indexes().purge { carriedOut in
        let erasures = try SearchErasures(of: store.events, after: carriedOut)
        return SearchErasures(keys: erasures.keys.union(keys), last: erasures.last)
      }
      if purge.builds > 0 { store.notice(.removedDamagedIndex) }
      return purge.documents
    }
    return Eraser(
      log: log, actor: actor, links: { try store.links() }, copies: [words, backend.leftovers],
      onStep: onStep)
  }

  /// Who was merged with whom, from a read model where one serves.
  /// - Parameter through: the last record that counts; nil for the log's head.
  /// - Returns: the links.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func links(through: Position? = nil) throws -> KnownLinks {
    let head = try through ?? events.head().position
    // One that cannot be opened costs time here and nothing else: the log knows as much.
    for projection in ProjectionCatalogue.all {
      guard let model = dispensable(projection) else { continue }
      return try KnownLinks(of: events, model: model, through: head)
    }
    return try KnownLinks(of: events, through: head)
  }

  // MARK: Read models

  /// The read model that serves a projection.
  ///
  /// One that older code built goes on serving until the new one is complete, and is said to be
  /// stale; what compares (replay) does not take it. One that knows more than the log does, or was
  /// made from another one, is refused, except for what is there to find that out.
  /// - Parameters:
  ///   - projection: which.
  ///   - acceptsStale: whether one that older code built will do.
  ///   - acceptsForeign: whether one that was not made from this log will do.
  /// - Returns: the read model.
  /// - Throws: ``ServingError`` when there is none, ``/EventLog/StorageFault`` when it cannot be
  ///   opened or does not belong to the log.
  public func serving(
    _ projection: Projection, acceptsStale: Bool = false, acceptsForeign: Bool = false
  ) throws -> any ReadModel {
    let generations = try models.generations().filter { $0.projection == projection.name }
    guard let generation = generations.first(where: { $0.state == .serving }) else {
      let failure = try generations.first.flatMap { try models.open($0, of: projection).failure() }
      throw failure.map { .neverComplete(projection.name, $0) }
        ?? ServingError.notProjected(projection.name)
    }
    if generation.codeVersion != projection.version {
      let stale = ServingError.stale(
        projection.name, built: generation.codeVersion, current: projection.version)
      guard acceptsStale else { throw stale }
      notice(.stale(stale))
    }
    let model: any ReadModel
    do throws(StorageFault) {
      model = try models.open(generation, of: projection)
      if !acceptsForeign { try events.require(model) }
    } catch {
      // A rebuild may have swapped generations between the two looks; then another one serves now.
      let now = try models.generations().first {
        $0.projection == projection.name && $0.state == .serving
      }
      guard let now, now.number != generation.number else { throw error }
      return try serving(projection, acceptsStale: acceptsStale, acceptsForeign: acceptsForeign)
    }
    return model
  }

  /// The read model that serves a projection, for what can do without it.
  /// - Parameter projection: which.
  /// - Returns: the read model; nil when there is none that this code made from this log, or it
  ///   cannot be opened.
  public func dispensable(_ projection: Projection) -> (any ReadModel)? {
    let serving = try? models.generations().first {
      $0.projection == projection.name && $0.state == .serving
    }
    guard let serving, serving.codeVersion == projection.version,
      let model = try? models.open(serving, of: projection), (try? events.require(model)) != nil
    else { return nil }
    return model
  }
}
