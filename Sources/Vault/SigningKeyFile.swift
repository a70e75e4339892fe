public import EventLog
public import InteractionModel
public import Merkle

/// The file that the key of a log's checkpoints is kept in.
///
/// The file holds the key as text (`PRIVATE+KEY+…`, as Go's `note.GenerateKey` writes it), belongs to
/// the user who runs the program and is readable by nobody else, as that of the master key. It is no
/// part of the log: whoever has only the log can rewrite it, and not sign what they made of it.
public struct SigningKeyFile: Sendable {
  /// Where the key is.
  public let path: String

  /// The file at a path.
  /// - Parameter path: where the key is, or shall be.
  public init(path: String) {
    self.path = path
  }

  /// Reads the key of a log.
  /// - Parameter origin: the name of the log, which is that of its key.
  /// - Returns: the key.
  /// - Throws: ``SigningKeyError`` when the file is missing, no key or another log's, not the user's
  ///   own, or open to others.
  public func read(for origin: String) throws(SigningKeyError) -> SigningKey {
    let bytes = try keyErrors { () throws(VaultError) in try KeyFileSystem.readPrivate(path) }
    let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    guard let key = try? SigningKey(secret: text), key.verifier.algorithm == .ed25519 else {
      throw .malformed(path: path)
    }
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
    guard let named = try log.signingKey() else {
      throw SigningKeyError.noneNamed(origin: log.origin)
    }
    let key = try read(for: log.origin)
    guard key.verifier == named else {
      throw SigningKeyError.notNamed(
        path: path, found: key.verifier.description, named: named.description)
    }
    return key
  }

  /// Reads the key of a log, or makes one where there is no file.
  ///
  /// Of two that make one at once the second takes the key of the first.
  /// - Parameter origin: the name of the log.
  /// - Returns: the key; durable when the call returns.
  /// - Throws: ``SigningKeyError``.
  public func readOrCreate(for origin: String) throws(SigningKeyError) -> SigningKey {
    guard !KeyFileSystem.exists(path) else { return try read(for: origin) }
    guard let key = try? SigningKey(name: origin) else {
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

  /// Whether what is there looks like a key, for whoever is about to write over it.
  public var resemblesKey: Bool {
    let bytes = try? KeyFileSystem.readPrivate(path)
    return bytes.map { String(decoding: $0, as: UTF8.self).contains(SigningKey.prefix) } ?? false
  }

  private func keyErrors<Value>(
    _ body: () throws(VaultError) -> Value
  ) throws(SigningKeyError) -> Value {
    do throws(VaultError) {
      return try body()
    } catch {
      switch error {
      case .masterKeyMissing: throw .missing(path: path)
      case .masterKeyExists: throw .exists(path: path)
      case .masterKeyExposed, .masterKeyNotOwned: throw .exposed(path: path)
      default: throw .unusable(path: path, reason: error.diagnosis.reason)
      }
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
    case .noneNamed(let origin):
      Diagnosis(
        "the log “\(origin)” names no signing key: it was made before there were checkpoints")
    case .unusable(let path, let reason): Diagnosis("the signing key \(path): \(reason)")
    }
  }
}
