public import Compliance
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Merkle
internal import SQLiteStore
internal import Vault

extension OpenStore {
  /// Opens a store that exists.
  /// - Parameters:
  ///   - url: which one.
  ///   - access: what is to be done with it.
  ///   - settings: what it is opened with.
  /// - Throws: ``/EventLog/StorageFault`` when it is not there or something of it was lost, and when
  ///   the clock cannot be right.
  public init(_ url: StoreURL, to access: StoreAccess, _ settings: StoreSettings) throws {
    let survey = url.survey
    try survey.requireStore()
    if access != .read { try settings.check(against: survey.clockBounds) }
    try self.init(url, to: access, settings, vaultAbsence: survey.vaultAbsence)
  }

  private init(
    _ url: StoreURL, to access: StoreAccess, _ settings: StoreSettings, vaultAbsence: String?
  ) throws {
    let backend = try SQLiteBackend(
      directory: url.directory, access: access, settings: settings, vaultAbsence: vaultAbsence)
    self.init(backend, key: settings.key, actor: settings.actor, notice: settings.notice)
    guard access != .read else { return }
    try backend.alert(by: SigningKeyFile(path: url.defaultSigningKeyFile))
  }

  /// Creates a store, or finishes creating it.
  /// - Parameters:
  ///   - url: which one.
  ///   - origin: the name of its log; one that is there keeps its own.
  ///   - settings: what it is opened with; key files that are not there are made.
  /// - Returns: the store, open to project, and whether it was there before.
  /// - Throws: ``/EventLog/StorageFault`` when something of it was lost or cannot be made,
  ///   ``/Compliance/UnusableVault``, ``/Vault/VaultError``, or ``/Vault/SigningKeyError``.
  public static func create(
    _ url: StoreURL, origin: String, _ settings: StoreSettings
  ) async throws -> (store: OpenStore, existed: Bool) {
    let (directory, survey) = (url.directory, url.survey)
    try survey.requireNothingLost()
    try survey.requireFormat()
    let existed = survey.holdsRecords
    try settings.check(against: survey.clockBounds)
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw StorageFault(
        code: .permission, reason: "cannot create the directory \(directory)",
        remedy: "check the path", cause: "\(error)")
    }
    if existed, let absence = survey.vaultAbsence {
      throw UnusableVault.absent(place: "\(directory)/vault.db", absence: absence)
    }
    let vaultStore = try SQLiteVaultStore(directory: directory)
    let vault = try Vault.create(vaultStore, master: settings.key.readOrCreate(for: vaultStore))
    let events = try SQLiteEventStore(
      directory: directory, origin: origin, clock: settings.clock)
    // A log that is there names its key already, or was made before there were checkpoints.
    let isBorn = try events.head().position > .start
    let path = settings.signingKeyFile ?? url.defaultSigningKeyFile
    let signing =
      try isBorn ? nil : SigningKeyFile(path: path).readOrCreate(for: events.origin).verifier
    _ = try await InteractionLog.create(store: events, vault: vault, signingKey: signing)
    // This process has the files open now: they must not be looked at from outside.
    let store = try OpenStore(url, to: .project, settings, vaultAbsence: nil)
    return (store, existed)
  }
}
