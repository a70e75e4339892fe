public import EventLog
public import InteractionModel
public import Merkle

/// The file that the key of a log's checkpoints is kept in, or that of a witness.
///
/// The file holds the key as text (`PRIVATE+KEY+…`, as Go's `note.GenerateKey` writes it), belongs to
/// the user who runs the program and is readable by nobody else, as that of the master key. It is no
/// part of the log: whoever has only the log can rewrite it, and not sign what they made of it.
public struct SigningKeyFile: Sendable {
  /// Where the key is.
  public let path: String
  /// Where the next key waits while a rotation is under way.
  public var nextPath: String { path + ".new" }
  /// Where the checkpoint is that was signed last; see ``lastSigned()``.
  public var lastPath: String { path + ".last" }
  /// Where the log's erasures are listed; see ``erasures()``.
  public var erasuresPath: String { path + ".erasures" }

  /// Whose key it is: a log's signs, a witness's cosigns.
  private let algorithm: NoteAlgorithm

  /// The file at a path.
  /// - Parameters:
  ///   - path: where the key is, or shall be.
  ///   - algorithm: whose key it is: a log's signs, a witness's cosigns.
  public init(path: String, algorithm: NoteAlgorithm = .ed25519) {
    self.path = path
    self.algorithm = algorithm
  }

  /// Whether there is anything at the path.
  public var exists: Bool { KeyFileSystem.exists(path) }

  /// Reads the key, whatever its name.
  /// - Returns: the key.
  /// - Throws: ``SigningKeyError`` when the file is missing, no key of that kind, not the user's own, or
  ///   open to others.
  public func read() throws(SigningKeyError) -> SigningKey {
    let bytes = try keyErrors { () throws(VaultError) in try KeyFileSystem.readPrivate(path) }
    let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    guard let key = try? SigningKey(secret: text), key.verifier.algorithm == algorithm else {
      throw .malformed(path: path)
    }
    return key
  }

  /// Reads the key of a log.
  /// - Parameter origin: the name of the log, which is that of its key.
  /// - Returns: the key.
  /// - Throws: ``SigningKeyError``, also when the key is another log's.
  public func read(for origin: String) throws(SigningKeyError) -> SigningKey {
    let key = try read()
    guard key.verifier.name == origin else {
      throw .otherLog(path: path, name: key.verifier.name, origin: origin)
    }
    return key
  }

  /// Reads the key that a log names for its checkpoints.
  /// - Parameter log: the log.
  /// - Returns: the key.
  /// - Throws: ``SigningKeyError``, or ``/EventLog/StorageFault`` when the log cannot be read.
  public func read(namedBy log: any EventStore) throws -> SigningKey {
    guard let named = try log.signingKeys().last else {
      throw SigningKeyError.noneNamed(origin: log.origin)
    }
    return try read(named: named)
  }

  /// Reads the key of a log, or makes one where there is no file.
  ///
  /// Of two that make one at once the second takes the key of the first.
  /// - Parameter origin: the name of the log.
  /// - Returns: the key; durable when the call returns.
  /// - Throws: ``SigningKeyError``.
  public func readOrCreate(for origin: String) throws(SigningKeyError) -> SigningKey {
    guard !KeyFileSystem.exists(path) else { return try read(for: origin) }
    guard let key = try? SigningKey(name: origin, algorithm: algorithm) else {
      throw .otherLog(path: path, name: origin, origin: origin)
    }
    do throws(SigningKeyError) {
      try keyErrors { () throws(VaultError) in
        try KeyFileSystem.createPrivate(path, Array("\(key.secret)\n".utf8))
      }
    } catch .exists {
      return try read(for: origin)
    }
    return key
  }

  /// Reads the key that a log names.
  ///
  /// A rotation that was interrupted behind its record has left that key where the next one waits.
  /// - Parameter named: the public half.
  /// - Returns: the key.
  /// - Throws: ``SigningKeyError``, ``SigningKeyError/notNamed(path:found:named:)`` when neither file
  ///   has it.
  public func read(named: VerifierKey) throws(SigningKeyError) -> SigningKey {
    if KeyFileSystem.exists(path) {
      let current = try read()
      if current.verifier == named { return current }
    }
    if let next = try next(), next.verifier == named { return next }
    // Another process may have finished a rotation between the two looks.
    let last = try read(for: named.name)
    guard last.verifier == named else {
      throw .notNamed(path: path, found: last.verifier.description, named: named.description)
    }
    return last
  }

  /// The checkpoint that was signed last, which is kept beside the key: a log that was brought back
  /// from an older copy has forgotten it, and the key must not sign a second history.
  /// - Returns: the checkpoint; nil when none was signed.
  /// - Throws: ``SigningKeyError`` when what is there cannot be read.
  public func lastSigned() throws(SigningKeyError) -> SignedCheckpoint? {
    guard KeyFileSystem.exists(lastPath) else { return nil }
    let bytes = try keyErrors { () throws(VaultError) in
      try KeyFileSystem.readPrivate(lastPath, limit: 65_536)
    }
    do throws(NoteError) {
      return try SignedCheckpoint(bytes)
    } catch {
      throw .unusable(path: lastPath, reason: error.diagnosis.reason)
    }
  }

  /// Tells a log's alarms what was signed last, where the log does not extend it: it was brought back from
  /// an older copy.
  ///
  /// What cannot be read is no alarm here; whoever signs is told of it.
  /// - Parameters:
  ///   - alarms: the log's alarms.
  ///   - events: the log.
  /// - Throws: ``/Merkle/TreeError`` or ``/EventLog/StorageFault`` when the log cannot be read or the
  ///   alarm not be written.
  public func alert(_ alarms: any LogAlarms, of events: any EventStore) throws {
    guard let last = try? lastSigned() else { return }
    try alarms.take(last, of: events, trusting: try? read().verifier)
  }

  /// Keeps a checkpoint as the one that was signed last.
  /// - Throws: ``SigningKeyError``; then it must not be told to anybody.
  public func keepLast(_ signed: SignedCheckpoint) throws(SigningKeyError) {
    try keyErrors { () throws(VaultError) in
      try KeyFileSystem.putPrivate(lastPath, signed.bytes)
    }
  }

  /// What was kept of the log's erasures, beside what it signed: a log that was brought back from an older
  /// copy has forgotten them, and a vault with it has their keys again.
  /// - Returns: the list's bytes, as ``keep(erasures:)`` was given them; nil when none were kept.
  /// - Throws: ``SigningKeyError`` when what is there cannot be read.
  public func erasures() throws(SigningKeyError) -> [UInt8]? {
    guard KeyFileSystem.exists(erasuresPath) else { return nil }
    return try keyErrors { () throws(VaultError) in
      try KeyFileSystem.readPrivate(erasuresPath, limit: 1 << 28)
    }
  }

  /// Keeps a list of the log's erasures.
  /// - Parameter bytes: the list.
  /// - Throws: ``SigningKeyError``; what was kept before is there then.
  public func keep(erasures bytes: [UInt8]) throws(SigningKeyError) {
    try keyErrors { () throws(VaultError) in try KeyFileSystem.putPrivate(erasuresPath, bytes) }
  }

  /// Has another key take the place of the one that a log names.
  ///
  /// Crash safe at every point: the new key is durable in ``nextPath`` before it is recorded, and
  /// takes the place of the old one afterwards, so that one of the two files always holds the key
  /// that the log names. The old one is gone then.
  /// - Parameters:
  ///   - named: the public half of the key in force.
  ///   - origin: the name of the next one; nil for the same.
  ///   - record: records that the second of two keys follows the first.
  /// - Returns: what `record` answers.
  /// - Throws: ``SigningKeyError``, ``SigningKeyError/rotationRunning(path:)`` when another process
  ///   is at it; what `record` throws, after which the key in force is still there.
  public func rotate<Value>(
    from named: VerifierKey, to origin: String? = nil,
    recording record: (_ old: SigningKey, _ new: SigningKey) async throws -> Value
  ) async throws -> Value {
    let lock: KeyFileSystem.Lock
    do throws(VaultError) { lock = try KeyFileSystem.Lock(path) } catch { throw fault(error) }
    defer { lock.release() }
    let old = try read(named: named)
    if try next()?.verifier == named { try finish() }
    let waiting = SigningKeyFile(path: nextPath)
    let origin = origin ?? named.name
    // One of another name was made by an attempt that nobody recorded.
    if let next = try next(), next.verifier.name != origin {
      try keyErrors { () throws(VaultError) in try KeyFileSystem.remove(nextPath) }
    }
    let value = try await record(old, try waiting.readOrCreate(for: origin))
    try finish()
    return value
  }

  /// The key that waits; nil when there is none.
  private func next() throws(SigningKeyError) -> SigningKey? {
    guard KeyFileSystem.exists(nextPath) else { return nil }
    return try SigningKeyFile(path: nextPath).read()
  }

  private func finish() throws(SigningKeyError) {
    _ = try keyErrors { () throws(VaultError) in try KeyFileSystem.replace(path, with: nextPath) }
  }

  /// Whether what is there looks like a key, for whoever is about to write over it.
  public var resemblesKey: Bool {
    let bytes = try? KeyFileSystem.readPrivate(path)
    return bytes.map { String(decoding: $0, as: UTF8.self).contains(SigningKey.prefix) } ?? false
  }

  private func keyErrors<Value>(
    _ body: () throws(VaultError) -> Value
  ) throws(SigningKeyError) -> Value {
    do throws(VaultError) { return try body() } catch { throw fault(error) }
  }

  private func fault(_ error: VaultError) -> SigningKeyError {
    switch error {
    case .masterKeyMissing: .missing(path: path)
    case .masterKeyExists: .exists(path: path)
    case .masterKeyExposed, .masterKeyNotOwned: .exposed(path: path)
    case .rotationRunning: .rotationRunning(path: path)
    default: .unusable(path: path, reason: error.diagnosis.reason)
    }
  }
}

/// Why a log's signing key cannot be used; never says anything of the key itself.
public enum SigningKeyError: Error, Remediable, Hashable {
  /// There is no file.
  case missing(path: String)
  /// A file already is where a new key should be written.
  case exists(path: String)
  /// Others can use the file, or it belongs to another user.
  case exposed(path: String)
  /// What the file holds is no signing key.
  case malformed(path: String)
  /// The key is another log's.
  case otherLog(path: String, name: String, origin: String)
  /// It is not the key that the log names.
  case notNamed(path: String, found: String, named: String)
  /// Another process rotates the key.
  case rotationRunning(path: String)
  /// The log names no key: it was made before there were checkpoints.
  case noneNamed(origin: String)
  /// The operating system refused a file operation.
  case unusable(path: String, reason: String)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .missing(let path):
      Diagnosis("there is no signing key at \(path)", "restore it from where it is kept safe")
    case .exists(let path):
      Diagnosis("\(path) exists already; a signing key is never overwritten", "choose another path")
    case .exposed(let path):
      Diagnosis(
        "the signing key \(path) belongs to another user, or others can use it",
        "run as its owner and `chmod 600 \(path)`; if others could read it, they can sign as the log"
      )
    case .malformed(let path):
      Diagnosis("\(path) holds no signing key", "it is one line that begins with PRIVATE+KEY+")
    case .otherLog(let path, let name, let origin):
      Diagnosis(
        "the signing key \(path) is that of “\(name)”, and the log is “\(origin)”",
        "give the key of this log")
    case .notNamed(let path, let found, let named):
      Diagnosis(
        "the signing key \(path) is \(found), and the log names \(named)",
        "give the key that it names")
    case .rotationRunning(let path):
      Diagnosis("another process is replacing the signing key \(path)", "wait for it to end")
    case .noneNamed(let origin):
      Diagnosis(
        "the log “\(origin)” names no signing key: it was made before there were checkpoints")
    case .unusable(let path, let reason): Diagnosis("the signing key \(path): \(reason)")
    }
  }
}
