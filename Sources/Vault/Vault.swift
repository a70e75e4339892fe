internal import Crypto
public import EventLog
internal import Foundation
public import InteractionModel
internal import Synchronization

/// The keys of a log: who they belong to, and the only place they can be destroyed.
///
/// Each ``/InteractionModel/Subject`` has a random data key, wrapped by the ``MasterKey``; the
/// parts of records are sealed by keys derived from it. Destroying one data key makes every part
/// about that subject unreadable and touches nothing else: the log keeps its bytes, its order and
/// its proofs. Beside the data keys there are two secrets, `id-key` (see ``VaultMinter``) and
/// `signing-key` (Ed25519, see ``publicKey``).
///
/// The module may import EventLog, InteractionModel, Merkle and swift-crypto. To keep the rows elsewhere,
/// implement ``VaultStore``; for a log with its vault use ``InteractionLog``.
///
/// Thread safe. What it caches is dropped whenever ``VaultStore/epoch()`` says that any process
/// changed something.
public final class Vault: Sendable {

  private static let idKeyName = "id-key"
  private static let signingKeyName = "signing-key"
  /// How many keys are held unwrapped, about half a kilobyte each.
  static let cacheLimit = 32_768

  struct CachedSubject: Sendable {
    let key: DataKey
    let knowsParty: Bool
  }

  struct State: Sendable {
    var master: MasterKey
    var epoch: Int64
    var subjects = BoundedCache<Subject, CachedSubject>(limit: Vault.cacheLimit)
    var keys = BoundedCache<PartKey, DataKey>(limit: Vault.cacheLimit)

    mutating func forget() {
      subjects.removeAll()
      keys.removeAll()
    }
  }

  let store: any VaultStore
  let state: Mutex<State>
  /// Held by whoever wraps with the master key.
  ///
  /// A rotation in this process cannot come between choosing the key and writing what it wrapped
  /// then. Never taken while `state` is held.
  let wrapping = Mutex(())
  /// Groups the keys that concurrent appends need.
  let committer = KeyCommitter()

  /// Mints ids with the vault's id-key.
  public let minter: VaultMinter
  private let signingSeed: SymmetricKey
  /// The Ed25519 key by which log and vault are known to belong together: 32 bytes in base64.
  public let publicKey: String

  private init(
    store: any VaultStore, master: MasterKey, epoch: Int64, idKey: SymmetricKey,
    signingSeed: SymmetricKey
  ) throws(VaultError) {
    self.store = store
    state = Mutex(State(master: master, epoch: epoch))
    minter = VaultMinter(idKey: idKey)
    self.signingSeed = signingSeed
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: signingSeed) else {
      throw .damaged(what: "the secret “\(Vault.signingKeyName)”")
    }
    publicKey = Base64.string(Array(key.publicKey.rawRepresentation))
  }

  /// Creates a vault with new secrets, or opens the one that is there.
  ///
  /// Creating twice is harmless, so a creation that was interrupted is finished by repeating it.
  /// - Parameters:
  ///   - store: where the rows are kept.
  ///   - master: the master key; the right one when the vault exists.
  /// - Returns: the open vault.
  /// - Throws: ``VaultError`` as ``open(_:master:)`` does.
  public static func create(
    _ store: any VaultStore, master: MasterKey
  ) throws(VaultError) -> Vault {
    try vaultErrors { () throws(StorageFault) in
      _ = try store.create(
        fingerprint: master.fingerprint,
        secrets: [
          idKeyName: try master.wrap(SymmetricKey(size: .bits256)),
          signingKeyName: try master.wrap(SymmetricKey(size: .bits256)),
        ])
    }
    return try open(store, master: master)
  }

  /// Opens a vault.
  /// - Parameters:
  ///   - store: where the rows are kept.
  ///   - master: the master key.
  /// - Returns: the open vault.
  /// - Throws: ``VaultError/notCreated``, ``VaultError/wrongMasterKey(given:inForce:)``,
  ///   ``VaultError/damaged(what:)`` or ``VaultError/storage(_:)``.
  public static func open(
    _ store: any VaultStore, master: MasterKey
  ) throws(VaultError) -> Vault {
    let epoch = try vaultErrors { () throws(StorageFault) in try store.epoch() }
    let inForce = try vaultErrors { () throws(StorageFault) in try store.masterFingerprint() }
    guard let inForce else { throw .notCreated }
    guard inForce == master.fingerprint else {
      throw .wrongMasterKey(given: master.fingerprint, inForce: inForce)
    }
    func secret(_ name: String) throws(VaultError) -> SymmetricKey {
      let wrapped = try vaultErrors { () throws(StorageFault) in try store.secret(name) }
      guard let key = wrapped.flatMap({ master.unwrap($0) }) else {
        throw .damaged(what: "the secret “\(name)”")
      }
      return key
    }
    let vault = try Vault(
      store: store, master: master, epoch: epoch, idKey: try secret(idKeyName),
      signingSeed: try secret(signingKeyName))
    try hideParticipants(in: store, vault.minter)
    return vault
  }

  /// Signs a message with the vault's Ed25519 key: 64 bytes.
  /// - Parameter message: what is signed.
  /// - Returns: the signature (RFC 8032).
  /// - Throws: ``VaultError/damaged(what:)``.
  public func sign(_ message: [UInt8]) throws(VaultError) -> [UInt8] {
    do {
      let key = try Curve25519.Signing.PrivateKey(rawRepresentation: signingSeed)
      return Array(try key.signature(for: message))
    } catch {
      throw .damaged(what: "the secret “\(Vault.signingKeyName)”")
    }
  }

  /// The fingerprint of the master key that this vault was opened with or rotated to.
  public var masterFingerprint: String { state.withLock { $0.master.fingerprint } }

  // MARK: Subjects

  /// The rows of a party, destroyed ones included.
  /// - Parameter party: the party.
  /// - Returns: the rows in the order of their key ids.
  /// - Throws: ``/EventLog/StorageFault`` when the store cannot be asked.
  public func keys(ofParty party: String) throws(StorageFault) -> [SubjectKey] {
    try store.keys(ofParty: party)
  }

  /// A row of a party: one whose key is not gone, where it has any.
  /// - Parameter party: the party.
  /// - Returns: the row; nil when the party has none.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  public func anyKey(ofParty party: String) throws(StorageFault) -> SubjectKey? {
    try store.anyKey(ofParty: party)
  }

  /// Says which party some subjects are, or that it is not known.
  /// - Parameters:
  ///   - party: the party; nil when it is not known.
  ///   - subjects: the subjects.
  /// - Throws: ``/EventLog/StorageFault`` when the store refuses; nothing was changed then.
  public func setParty(_ party: String?, of subjects: [Subject]) throws(StorageFault) {
    try store.setParty(party, of: subjects.map(hidden))
    state.withLock { $0.forget() }
  }

  /// Destroys keys, for ever: nobody opens again what they sealed.
  ///
  /// It counts as *erased* where the log says so (``/EventLog/KeyDestruction``), which comes first;
  /// what the log does not say was destroyed is *unavailable*.
  /// - Parameter keyIDs: the ids of the keys.
  /// - Returns: how many were destroyed by this call.
  /// - Throws: ``/EventLog/StorageFault`` when the store refuses; nothing was destroyed then.
  @discardableResult
  public func destroy(_ keyIDs: [String]) throws(StorageFault) -> Int {
    defer { state.withLock { $0.forget() } }
    return try store.destroy(keyIDs)
  }

  /// Wraps every key by another master key, in one transaction; that one is in force afterwards.
  ///
  /// Make sure that the new key is durable where it is kept before calling this; for a file,
  /// ``MasterKeyFile/rotate(_:)`` does.
  /// - Parameter new: the new master key.
  /// - Throws: ``VaultError/storage(_:)``; the old master key stays in force then.
  public func rotateMaster(to new: MasterKey) throws(VaultError) {
    try wrapping.withLock { _ throws(VaultError) in
      let old = state.withLock { $0.master }
      try vaultErrors { () throws(StorageFault) in
        try store.rewrap(from: old.fingerprint, to: new.fingerprint) {
          wrapped throws(StorageFault) in
          guard let key = old.unwrap(wrapped) else {
            throw StorageFault(
              code: .corrupt,
              reason: "a key in the vault cannot be unwrapped, so the master key was not changed",
              remedy: "restore the vault from a backup")
          }
          return try new.wrap(key)
        }
      }
      state.withLock { $0.master = new }
    }
  }
}
