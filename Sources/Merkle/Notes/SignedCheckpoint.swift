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
