internal import Crypto

/// A secret key that notes are signed with (an “skey”).
///
/// Shows itself as its public half only.
public struct SigningKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The public half.
  public let verifier: VerifierKey
  private let key: Curve25519.Signing.PrivateKey

  /// How every key as text begins.
  public static let prefix = "PRIVATE+KEY+"

  /// A new key.
  /// - Parameters:
  ///   - name: the name: a log's origin, or a witness's own.
  ///   - algorithm: how it signs.
  /// - Throws: ``NoteError/badKeyName``.
  public init(name: String, algorithm: NoteAlgorithm = .ed25519) throws(NoteError) {
    try self.init(name, algorithm, Curve25519.Signing.PrivateKey())
  }

  /// A key of that seed.
  /// - Parameters:
  ///   - name: the name: a log's origin, or a witness's own.
  ///   - algorithm: how it signs.
  ///   - seed: 32 bytes (RFC 8032 §5.1.5).
  /// - Throws: ``NoteError/badKeyName`` or ``NoteError/notAKey``.
  public init(
    name: String, algorithm: NoteAlgorithm = .ed25519, seed: [UInt8]
  ) throws(NoteError) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      throw .notAKey
    }
    try self.init(name, algorithm, key)
  }

  private init(
    _ name: String, _ algorithm: NoteAlgorithm, _ key: Curve25519.Signing.PrivateKey
  ) throws(NoteError) {
    verifier = try VerifierKey(
      name: name, algorithm: algorithm, publicKey: Array(key.publicKey.rawRepresentation))
    self.key = key
  }

  /// Reads a key: `PRIVATE+KEY+name+hexadecimal id+base64(algorithm ‖ seed)`, the id of its public
  /// half, as Go's `note.GenerateKey` writes it.
  /// - Parameter secret: the key.
  /// - Throws: ``NoteError/notAKey``, also when the id is another key's.
  public init(secret: String) throws(NoteError) {
    guard secret.utf8.starts(with: SigningKey.prefix.utf8),
      let rest = String(secret.utf8.dropFirst(SigningKey.prefix.utf8.count)),
      let (name, id, algorithm, seed) = EncodedKey.parts(rest)
    else { throw .notAKey }
    try self.init(name: name, algorithm: algorithm, seed: seed)
    guard verifier.id == id else { throw .notAKey }
  }

  /// The key as text: the secret itself, which belongs into a file that nobody else reads.
  public var secret: String {
    SigningKey.prefix
      + EncodedKey.text(
        verifier.name, verifier.id, verifier.algorithm, Array(key.rawRepresentation))
  }

  /// The same key under the name that it signs statements with; see ``VerifierKey/ofStatements``.
  public var ofStatements: SigningKey {
    get throws(NoteError) { try SigningKey(verifier.ofStatements.name, .ed25519, key) }
  }

  /// The public half.
  public var description: String { verifier.description }

  /// The public half.
  public var debugDescription: String { description }

  /// Nothing: a dump shows no secret.
  public var customMirror: Mirror { Mirror(self, children: [:]) }

  /// Signs the text of a note, with a time as a witness, without one as everybody else.
  func sign(_ text: [UInt8], at time: UInt64? = nil) throws(NoteError) -> NoteSignature {
    guard (verifier.algorithm == .cosignature) == (time != nil), time ?? 0 <= Cosignature.latest
    else { throw .otherAlgorithm(name: verifier.name) }
    let message = time.map { Cosignature.message(text, at: $0) } ?? text
    guard let signature = try? key.signature(for: message) else {
      throw .wrongSignature(name: verifier.name)
    }
    return NoteSignature(
      name: verifier.name, keyID: verifier.id,
      bytes: (time?.bigEndianBytes ?? []) + Array(signature))
  }
}
