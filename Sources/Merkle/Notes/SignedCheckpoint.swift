/// A checkpoint with the signatures of its log and of witnesses.
///
/// Nothing in it is to be believed before ``verify(with:witnesses:)``.
public struct SignedCheckpoint: Sendable, Hashable {
  /// The note.
  public private(set) var note: SignedNote
  /// What the note says.
  public let checkpoint: Checkpoint

  /// A note and what it says.
  init(note: SignedNote, checkpoint: Checkpoint) {
    self.note = note
    self.checkpoint = checkpoint
  }

  /// Reads a signed checkpoint.
  /// - Parameter bytes: the note.
  /// - Throws: ``NoteError``.
  public init(_ bytes: [UInt8]) throws(NoteError) {
    note = try SignedNote(bytes)
    checkpoint = try Checkpoint(note.text)
  }

  /// The note as it is stored and sent.
  public var bytes: [UInt8] { note.bytes }

  /// The signatures that are not of its log's name.
  public var cosignatures: [NoteSignature] {
    note.signatures.filter { !$0.name.utf8.elementsEqual(checkpoint.origin.utf8) }
  }

  /// The same checkpoint as its log alone signed it.
  package var withoutCosignatures: SignedCheckpoint {
    SignedCheckpoint(note: note.without(cosignatures), checkpoint: checkpoint)
  }

  /// The same checkpoint with cosignatures that were found right before, but for those of keys that it
  /// has one of already, and of no more than a note takes.
  package func joined(by cosignatures: [NoteSignature]) -> SignedCheckpoint {
    cosignatures.reduce(into: self) { joined, signature in
      let isThere = joined.note.signatures.contains {
        $0.keyID == signature.keyID && $0.name.utf8.elementsEqual(signature.name.utf8)
      }
      if !isThere { try? joined.note.add(signature) }
    }
  }

  /// Whether it has a signature that says it is of a key; whether it is, ``verify(with:witnesses:)``
  /// knows.
  public func names(_ key: VerifierKey) -> Bool { note.signatures.contains { $0.names(key) } }

  /// Adds what a witness answered.
  /// - Parameters:
  ///   - signature: its cosignature.
  ///   - witness: its key.
  /// - Throws: ``NoteError`` unless the witness made it over this checkpoint.
  public mutating func add(
    _ signature: NoteSignature, of witness: VerifierKey
  ) throws(NoteError) {
    guard signature.names(witness) else { throw .notSigned(by: [witness.name]) }
    _ = try witness.verify(signature, of: note.text)
    try note.add(signature)
  }

  /// Checks that enough witnesses cosigned it; of two with one public key one counts, for a cosignature
  /// does not say under which name it was made.
  /// - Parameters:
  ///   - quorum: how many have to.
  ///   - witnesses: keys of witnesses that are trusted.
  /// - Throws: ``NoteError/tooFewWitnesses(cosigned:quorum:)``, or that a signature of one of them is
  ///   wrong.
  public func require(_ quorum: Int, of witnesses: [VerifierKey]) throws(NoteError) {
    var cosigned: [VerifierKey] = []
    do throws(NoteError) {
      cosigned = try note.verify(with: witnesses).filter { $0.time != nil }.map(\.key)
    } catch .notSigned {}
    guard Set(cosigned.map(\.publicKey)).count >= quorum else {
      throw .tooFewWitnesses(cosigned: cosigned.map(\.name), quorum: quorum)
    }
  }

  /// Checks that the log signed it, and which witnesses cosigned.
  /// - Parameters:
  ///   - log: the log's key, whose name is the origin.
  ///   - witnesses: keys of witnesses that are trusted.
  /// - Returns: the witnesses that cosigned, each with its time.
  /// - Throws: ``NoteError`` when the log did not, or a signature of one of the keys is wrong.
  @discardableResult
  public func verify(
    with log: VerifierKey, witnesses: [VerifierKey] = []
  ) throws(NoteError) -> [SignedNote.Verified] {
    try checkpoint.require(log)
    let verified = try note.verify(with: [log] + witnesses)
    guard verified.contains(where: { $0.key == log }) else { throw .notSigned(by: [log.name]) }
    return verified.filter { $0.time != nil && $0.key != log }
  }
}
