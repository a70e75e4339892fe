internal import Crypto
internal import InteractionModel

/// How a key signs (C2SP signed-note, “Signature types”).
public enum NoteAlgorithm: UInt8, Sendable, Hashable {
  /// Ed25519 over the text.
  case ed25519 = 1
  /// Ed25519 over a time and the text of a checkpoint (C2SP tlog-cosignature).
  case cosignature = 4
}

/// A public key that a note is opened with: name, id, algorithm and key (a “vkey”).
public struct VerifierKey: Sendable, Hashable, CustomStringConvertible {
  /// The name, as it stands in signatures.
  public let name: String
  /// How it signs.
  public let algorithm: NoteAlgorithm
  /// The 32 bytes of the key.
  public let publicKey: [UInt8]
  /// The first four bytes of SHA-256(name ‖ LF ‖ algorithm ‖ public key).
  public let id: UInt32

  /// A key.
  /// - Parameters:
  ///   - name: the name, as it stands in signatures.
  ///   - algorithm: how it signs.
  ///   - publicKey: the 32 bytes of the key.
  /// - Throws: ``NoteError/badKeyName`` or ``NoteError/notAKey``.
  public init(
    name: String, algorithm: NoteAlgorithm = .ed25519, publicKey: [UInt8]
  ) throws(NoteError) {
    guard NoteText.isName(name) else { throw .badKeyName }
    guard publicKey.count == 32 else { throw .notAKey }
    self.name = name
    self.algorithm = algorithm
    self.publicKey = publicKey
    let named = Array(name.utf8) + [NoteText.lineFeed, algorithm.rawValue] + publicKey
    id = Hash.content(named).bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Reads a key: `name+hexadecimal id+base64(algorithm ‖ public key)`.
  /// - Parameter text: the key.
  /// - Throws: ``NoteError/notAKey``, also when the id is another key's.
  public init(_ text: String) throws(NoteError) {
    guard let (name, id, algorithm, key) = EncodedKey.parts(text) else { throw .notAKey }
    try self.init(name: name, algorithm: algorithm, publicKey: key)
    guard self.id == id else { throw .notAKey }
  }

  /// What the name of a log's key has behind it where the key signs statements.
  private static let statements = "/statements"

  /// The same key under the name that it signs statements with, so that they take its log's name for
  /// theirs nowhere: whoever looks for a checkpoint by that log finds no signature.
  ///
  /// A key that has such a name already is itself.
  public var ofStatements: VerifierKey {
    get throws(NoteError) {
      guard !name.utf8.reversed().starts(with: VerifierKey.statements.utf8.reversed()) else {
        return self
      }
      return try VerifierKey(name: name + VerifierKey.statements, publicKey: publicKey)
    }
  }

  /// Whether it is the key that a log signs statements with.
  /// - Parameter origin: the name of the log.
  /// - Returns: whether the name says so.
  public func signsStatements(of origin: String) -> Bool {
    name.utf8.elementsEqual((origin + VerifierKey.statements).utf8)
  }

  /// The key as text.
  public var description: String { EncodedKey.text(name, id, algorithm, publicKey) }

  /// The time that the key says it signed the text at, or none; an error when it did not.
  func verify(_ signature: NoteSignature, of text: [UInt8]) throws(NoteError) -> UInt64? {
    var (message, bytes, time) = (text, signature.bytes[...], UInt64?.none)
    if algorithm == .cosignature {
      let stamp = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
      (message, bytes, time) = (Cosignature.message(text, at: stamp), bytes.dropFirst(8), stamp)
    }
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey),
      time ?? 0 <= Cosignature.latest, key.isValidSignature(Array(bytes), for: message)
    else { throw .wrongSignature(name: name) }
    return time
  }
}

/// What a witness signs.
enum Cosignature {
  /// The last second that can be told.
  static let latest = UInt64(Int64.max)

  /// Header and time in front of the text of a checkpoint.
  static func message(_ text: [UInt8], at seconds: UInt64) -> [UInt8] {
    Array("cosignature/v1\ntime \(seconds)\n".utf8) + text
  }
}

/// Keys as text, public and secret ones.
enum EncodedKey {
  /// `name+hexadecimal id+base64(algorithm ‖ key)`.
  static func text(
    _ name: String, _ id: UInt32, _ algorithm: NoteAlgorithm, _ key: [UInt8]
  ) -> String {
    "\(name)+\(Hex.string(id.bigEndianBytes))+\(Base64.string([algorithm.rawValue] + key))"
  }

  /// Its parts; nil when the text is of another form.
  static func parts(_ text: String) -> (String, UInt32, NoteAlgorithm, [UInt8])? {
    let parts = text.utf8.split(
      separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let name = String(parts[0]), let digits = String(parts[1]),
      let id = Hex.bytes(digits), id.count == 4, let key = Base64.bytes(parts[2]),
      let algorithm = key.first.flatMap(NoteAlgorithm.init)
    else { return nil }
    return (name, id.reduce(0) { $0 << 8 | UInt32($1) }, algorithm, Array(key.dropFirst()))
  }
}
