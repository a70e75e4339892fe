/// A text and who signed it (C2SP signed-note).
///
/// Nothing in it is to be believed before ``verify(with:)``.
public struct SignedNote: Sendable, Hashable {
  /// The longest note that is read, in bytes.
  public static let longest = 1_000_000
  /// The most signatures that are read; every reader takes 16.
  public static let mostSignatures = 100

  /// The bytes that are signed: lines, each with its line feed.
  public let text: [UInt8]
  /// The signatures, known and unknown, in the order they stand in.
  public private(set) var signatures: [NoteSignature]

  /// A signature that was found right.
  public struct Verified: Sendable, Hashable {
    /// The key.
    public let key: VerifierKey
    /// When a witness cosigned, in seconds from 1970; nil of any other key.
    public let time: UInt64?
  }

  /// Signs a text.
  /// - Parameters:
  ///   - text: lines, each with its line feed.
  ///   - key: the key.
  /// - Throws: ``NoteError/notANote(_:)`` when the text cannot be one's, or
  ///   ``NoteError/otherAlgorithm(name:)`` when the key only cosigns.
  public init(_ text: String, signedBy key: SigningKey) throws(NoteError) {
    let bytes = Array(text.utf8)
    guard bytes.last == NoteText.lineFeed else { throw .notANote(.unfinishedLine) }
    guard NoteText.isPlain(bytes) else { throw .notANote(.notText) }
    self.text = bytes
    signatures = [try key.sign(bytes)]
    guard self.bytes.count <= SignedNote.longest else { throw .notANote(.tooLong) }
  }

  /// Reads a note.
  /// - Parameter bytes: the note.
  /// - Throws: ``NoteError/notANote(_:)``.
  public init(_ bytes: [UInt8]) throws(NoteError) {
    guard bytes.count <= SignedNote.longest else { throw .notANote(.tooLong) }
    guard NoteText.isPlain(bytes) else { throw .notANote(.notText) }
    // Blank lines may stand in the text; behind the last one are signatures.
    guard
      let blank = bytes.indices.dropLast().last(where: {
        bytes[$0] == NoteText.lineFeed && bytes[$0 + 1] == NoteText.lineFeed
      }), let lines = NoteText.lines(bytes[(blank + 2)...])
    else { throw .notANote(.noSignatures) }
    guard lines.count <= SignedNote.mostSignatures else { throw .notANote(.tooManySignatures) }
    text = Array(bytes[...blank])
    signatures = []
    for line in lines {
      guard let signature = NoteSignature(line: line) else { throw .notANote(.badSignature) }
      signatures.append(signature)
    }
  }

  /// The note as it is stored and sent.
  public var bytes: [UInt8] {
    text + Array("\n\(signatures.map { "\($0.line)\n" }.joined())".utf8)
  }

  /// Adds a signature, in place of one by the same key, for readers refuse two.
  /// - Parameter signature: the signature.
  /// - Throws: ``NoteError/notANote(_:)`` when there would be too many.
  public mutating func add(_ signature: NoteSignature) throws(NoteError) {
    let others = signatures.filter { $0.keyID != signature.keyID || $0.name != signature.name }
    guard others.count < SignedNote.mostSignatures else { throw .notANote(.tooManySignatures) }
    signatures = others + [signature]
  }

  /// The same text without some of its signatures.
  func without(_ others: [NoteSignature]) -> SignedNote {
    var note = self
    note.signatures.removeAll(where: others.contains)
    return note
  }

  /// Signs with one more key.
  /// - Parameter key: the key.
  /// - Throws: ``NoteError``.
  public mutating func sign(with key: SigningKey) throws(NoteError) {
    try add(try key.sign(text))
  }

  /// Cosigns a checkpoint as a witness: that its log, as of that time, has no larger tree, and that
  /// this one extends all before it.
  /// - Parameters:
  ///   - key: the witness's key.
  ///   - time: seconds from 1970.
  /// - Returns: the signature, which the note has now too.
  /// - Throws: ``NoteError``, also when the note is no checkpoint.
  @discardableResult
  public mutating func cosign(
    with key: SigningKey, at time: UInt64
  ) throws(NoteError) -> NoteSignature {
    _ = try Checkpoint(text)
    let signature = try key.sign(text, at: time)
    try add(signature)
    return signature
  }

  /// Checks the signatures of known keys; unknown ones count for nothing, also when they share a
  /// name or an id with a known one.
  /// - Parameter keys: the keys that are trusted.
  /// - Returns: those that signed, each once; not empty.
  /// - Throws: ``NoteError/wrongSignature(name:)`` when a signature of a known key is wrong,
  ///   ``NoteError/notSigned(by:)`` when there is none.
  public func verify(with keys: [VerifierKey]) throws(NoteError) -> [Verified] {
    var verified: [Verified] = []
    for signature in signatures {
      guard let key = keys.first(where: signature.names) else { continue }
      let time = try key.verify(signature, of: text)
      if !verified.contains(where: { $0.key == key }) {
        verified.append(Verified(key: key, time: time))
      }
    }
    guard !verified.isEmpty else { throw .notSigned(by: keys.map(\.name)) }
    return verified
  }
}
