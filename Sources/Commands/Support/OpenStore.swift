internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import SQLiteStore
internal import Search
internal import Vault

/// Which store is meant: the one place where a URL becomes a store.
enum StoreLocation {
  /// A directory with SQLite files.
  case sqlite(directory: String)

  init(_ url: String) throws {
    guard url.hasPrefix("sqlite:"), url.count > 7 else {
      throw ValidationError("“\(url)” is no store; write sqlite:DIRECTORY")
    }
    self = .sqlite(directory: String(url.dropFirst(7)))
  }

  var directory: String {
    switch self {
    case .sqlite(let directory): directory
    }
  }

  var defaultKeyFile: String { "\(directory)/master.key" }

  /// What is there, looked at without changing anything.
  var survey: StoreSurvey { StoreSurvey(directory: directory) }

  /// Verifies the log that is there, whatever state it is in, and the keys of the vault beside it.
  func verify(
    limit: Int, progress: (Position) -> Bool
  ) throws -> (size: Int64, problems: [LogProblem], sawVault: Bool) {
    try survey.requireStore()
    return try SQLiteEventStore.verify(directory: directory, limit: limit, progress: progress)
  }
}

/// Where the master key comes from.
enum KeySource {
  case file(String)
  case command(String)

  func read(for store: any VaultStore) throws -> MasterKey {
    switch self {
    case .file(let path): try MasterKeyFile(path: path).read(for: store)
    case .command(let command): try MasterKey(command: command)
    }
  }
}

/// A store that is open: its records and read models, and on demand its vault.
///
/// Folding, asking and comparing open nothing, so they need no key: an auditor works without the
/// one that opens everything. They write nothing either, but for whoever projects: what appends, or
/// opens text and gives account of it, does so through ``log()``.
struct OpenStore: Sendable {
  /// What is to be done with a store.
  enum Access {
    /// Nothing is written: neither the log nor a read model.
    case read
    /// Records are appended.
    case append
    /// Read models are written, and records appended when an erasure is to be finished.
    case project
  }

  let events: any EventStore
  let models: any ReadModelStore
  private let access: Access
  private let acceptsClock: Bool
  /// What is wrong with the vault when there is none: “is missing”, “is empty”.
  let vaultAbsence: String?
  private let location: StoreLocation
  private let key: KeySource

  static let clock = LogClock { WallClock.system.now() }

  /// Opens a store that exists.
  /// - Parameters:
  ///   - location: which one.
  ///   - key: where its master key comes from, for ``log()``.
  ///   - access: what is to be done with it.
  ///   - acceptsClock: whether the clock is right, whatever the store knows of the time.
  ///   - isMade: whether this process has just made it and has its files open, so that they must not
  ///     be looked at from outside.
  /// - Throws: ``/EventLog/StorageFault`` when it is not there or something of it was lost, and when
  ///   the clock cannot be right.
  init(
    _ location: StoreLocation, key: KeySource, access: Access = .read, acceptsClock: Bool = false,
    isMade: Bool = false
  ) throws {
    let directory = location.directory
    if !isMade {
      try location.survey.requireStore()
      if access != .read, !acceptsClock {
        try location.survey.clockBounds.check(WallClock.system.now())
      }
    }
    vaultAbsence = isMade ? nil : location.survey.vaultAbsence
    events =
      try access == .read
      ? SQLiteEventStore(reading: directory) : OpenStore.openToAppend(directory)
    models =
      try access == .project
      ? SQLiteReadModelStore(directory: directory) : SQLiteReadModelStore(reading: directory)
    self.access = access
    self.acceptsClock = acceptsClock
    self.location = location
    self.key = key
  }

  private static func openToAppend(_ directory: String) throws(StorageFault) -> SQLiteEventStore {
    try SQLiteEventStore(directory: directory, origin: nil, clock: OpenStore.clock)
  }

  /// The log with its vault, for what appends or opens.
  ///
  /// An erasure that was interrupted is finished first: nobody opens or adds anything between its
  /// beginning and its end.
  func log() async throws -> InteractionLog {
    let store: any EventStore
    if access == .read {
      // Beside whoever reads already; what it knows of the time has been read, not written.
      if !acceptsClock, let last = try events.head().recorded {
        try ClockBounds(recorded: last, written: nil).check(WallClock.system.now())
      }
      store = try OpenStore.openToAppend(location.directory)
    } else {
      store = events
    }
    let log = try log(over: store)
    try log.requireCurrentVault()
    for certificate in try await eraser(log).resume() {
      Terminal.note("finished the erasure \(certificate.erasure), which had been interrupted")
    }
    return log
  }

  /// The log with its vault as they are, for what only looks.
  func unresumedLog() throws -> InteractionLog { try log(over: events) }

  private func log(over store: any EventStore) throws -> InteractionLog {
    try OpenStore.requireVault(location, vaultAbsence)
    let vaultStore = try SQLiteVaultStore(directory: location.directory)
    let vault = try Vault.open(vaultStore, master: try key.read(for: vaultStore))
    return try InteractionLog.open(store: store, vault: vault)
  }

  /// The gate of whoever runs the command: closed without a purpose.
  func gate(purpose: String?) async throws -> AccessGate {
    guard let purpose else { return .closed }
    do {
      return AccessGate(log: try await log(), actor: actor(), purpose: purpose)
    } catch let fault as StorageFault {
      throw OpenStore.unaccountable(fault)
    }
  }

  /// A fault of whoever wanted to open text where nothing can be appended.
  static func unaccountable(_ fault: StorageFault) -> StorageFault {
    guard ["permission", "full"].contains(fault.code) else { return fault }
    return StorageFault(
      code: fault.code,
      message: """
        sealed text is opened only with an account of it in the log, which cannot be written: \
        \(fault.message)
        """, cause: fault.cause)
  }

  /// The builds of the full-text index.
  func indexes() throws(StorageFault) -> any SearchIndexStore {
    try SQLiteSearchStore(directory: location.directory)
  }

  /// The eraser of whoever runs the command.
  /// - Parameters:
  ///   - log: the log and its vault.
  ///   - onStep: is told each step.
  /// - Returns: the eraser, which removes what this program keeps opened.
  func eraser(
    _ log: InteractionLog,
    onStep: @escaping @Sendable (ErasureStep) async throws -> Void = { _ in }
  ) -> Eraser {
    let store = self
    let leftovers = PurgedBy { _ in
      try StoreLeftovers(directory: store.location.directory).remove()
    }
    let words = PurgedBy { keys in
      let purge = try store.indexes().purge { carriedOut in
        let erasures = try SearchErasures(of: store.events, after: carriedOut)
        return SearchErasures(keys: erasures.keys.union(keys), last: erasures.last)
      }
      if purge.builds > 0 {
        Terminal.note(
          """
          a build of the search index was damaged, and was removed to be sure that it holds nothing \
          of what was erased; `throughline project` builds the index again if it is gone
          """)
      }
      return purge.documents
    }
    return Eraser(
      log: log, actor: actor(), links: { try store.links() }, copies: [words, leftovers],
      onStep: onStep)
  }

  /// A vault that is gone must come back from a copy: a new one would open nothing.
  private static func requireVault(_ location: StoreLocation, _ absence: String?) throws {
    guard let absence else { return }
    throw Refusal(
      """
      \(location.directory)/vault.db \(absence): without it no sealed text opens and nothing can be \
      appended; restore it from a copy
      """, isAboutVault: true)
  }

  /// Creates a store, or finishes creating it; answers whether it was there before.
  static func create(
    _ location: StoreLocation, key: KeySource, origin: String, acceptsClock: Bool
  ) async throws -> (store: OpenStore, existed: Bool) {
    let directory = location.directory
    try location.survey.requireNothingLost()
    let existed = location.survey.holdsRecords
    if !acceptsClock { try location.survey.clockBounds.check(WallClock.system.now()) }
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw Refusal("cannot create the directory \(directory); check the path (\(error))")
    }
    if existed { try requireVault(location, location.survey.vaultAbsence) }
    let vaultStore = try SQLiteVaultStore(directory: directory)
    let isFresh = try vaultStore.masterFingerprint() == nil
    let master: MasterKey
    switch key {
    case .file(let path) where isFresh && !FileManager.default.fileExists(atPath: path):
      master = try createKey(path, for: vaultStore)
    default: master = try key.read(for: vaultStore)
    }
    let vault = try Vault.create(vaultStore, master: master)
    let events = try SQLiteEventStore(directory: directory, origin: origin, clock: clock)
    _ = try await InteractionLog.create(store: events, vault: vault)
    return (
      try OpenStore(
        location, key: key, access: .project, acceptsClock: acceptsClock, isMade: true), existed
    )
  }

  /// A new master key; the one that another process has just made, when two create at once.
  private static func createKey(
    _ path: String, for store: any VaultStore
  ) throws -> MasterKey {
    do {
      return try MasterKeyFile(path: path).create()
    } catch {
      guard case .masterKeyExists = error else { throw error }
      return try MasterKeyFile(path: path).read(for: store)
    }
  }

  /// Who runs the command: the user's name without what no id has, else the user's number.
  ///
  /// The number also for who is called by an address or a telephone number, as domain accounts are:
  /// the actor stands in clear for ever. The system knows whose number it is.
  func actor() -> Actor {
    let name = ProcessInfo.processInfo.environment["USER"] ?? NSUserName()
    let id = String(name.unicodeScalars.filter { EntityKey.isValid(id: String($0)) })
    let isMinted = ![name, id].contains(where: PersonalIdentifier.isLikely) && !id.isEmpty
    return Actor(type: "operator", id: isMinted ? id : "uid-\(getuid())")
  }

  /// The read model that serves a projection.
  ///
  /// One that older code built goes on serving until the new one is complete, and is said to be
  /// stale; what compares (replay) does not take it. One that knows more than the log does, or was
  /// made from another one, is refused, except for what is there to find that out.
  func serving(
    _ projection: Projection, acceptsStale: Bool = false, acceptsForeign: Bool = false
  ) throws -> any ReadModel {
    let generations = try models.generations().filter { $0.projection == projection.name }
    guard let generation = generations.first(where: { $0.state == .serving }) else {
      let failure = try generations.first.flatMap { try models.open($0, of: projection).failure() }
      guard let failure else {
        throw Refusal("\(projection.name) has not been projected yet; run `throughline project`")
      }
      throw Refusal(
        """
        \(projection.name) was never complete: \(failure); `throughline quarantine` passes over it
        """)
    }
    if generation.codeVersion != projection.version {
      let stale = """
        \(projection.name) was built by version \(generation.codeVersion) of its code, this is \
        version \(projection.version); run `throughline project` to build it again
        """
      guard acceptsStale else { throw Refusal(stale) }
      Terminal.note("stale: \(stale)")
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
}
