internal import ArgumentParser
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import SQLiteStore
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

/// A store that is open: the log, its vault, its read models.
struct OpenStore: Sendable {
  let log: InteractionLog
  let events: any VerifiableStore
  let models: any ReadModelStore

  static let clock = LogClock { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }

  /// Opens a store that exists.
  init(_ location: StoreLocation, key: KeySource) throws {
    let directory = location.directory
    let events = try SQLiteEventStore(directory: directory, origin: nil, clock: OpenStore.clock)
    let vaultStore = try SQLiteVaultStore(directory: directory)
    let vault = try Vault.open(vaultStore, master: try key.read(for: vaultStore))
    log = try InteractionLog.open(store: events, vault: vault)
    self.events = events
    models = try SQLiteReadModelStore(directory: directory)
  }

  /// Creates a store, or finishes creating it; answers whether it was there before.
  static func create(
    _ location: StoreLocation, key: KeySource, origin: String
  ) async throws -> (store: OpenStore, existed: Bool) {
    let directory = location.directory
    let existed = FileManager.default.fileExists(atPath: "\(directory)/log.db")
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw Refusal("cannot create the directory \(directory); check the path (\(error))")
    }
    let vaultStore = try SQLiteVaultStore(directory: directory)
    let isFresh = try vaultStore.masterFingerprint() == nil
    let master: MasterKey
    switch key {
    case .file(let path) where isFresh && !FileManager.default.fileExists(atPath: path):
      master = try MasterKeyFile(path: path).create()
    default: master = try key.read(for: vaultStore)
    }
    let vault = try Vault.create(vaultStore, master: master)
    let events = try SQLiteEventStore(directory: directory, origin: origin, clock: clock)
    _ = try await InteractionLog.create(store: events, vault: vault)
    return (try OpenStore(location, key: key), existed)
  }

  /// The gate for whoever runs the command.
  func actor() -> Actor {
    let name = ProcessInfo.processInfo.environment["USER"] ?? NSUserName()
    let id = String(name.unicodeScalars.filter { EntityKey.isValid(id: String($0)) })
    return Actor(type: "operator", id: id.isEmpty ? "uid-\(getuid())" : id)
  }

  /// The read model that serves a projection.
  ///
  /// One that older code built goes on serving until the new one is complete, and is said to be
  /// stale; what compares (replay) does not take it. One that knows more than the log does refuses.
  func serving(_ projection: Projection, acceptsStale: Bool = false) throws -> any ReadModel {
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
    let model = try models.open(generation, of: projection)
    // The read model first: the log only grows meanwhile.
    let (position, head) = (try model.checkpoint(), try events.head().position)
    guard position <= head else {
      throw StorageFault(
        code: "ahead",
        message: """
          \(projection.name) is at position \(position), ahead of the log, which ends at \(head): \
          the log was restored from an older copy; run `throughline rebuild \(projection.name)`
          """)
    }
    return model
  }
}
