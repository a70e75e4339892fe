/// What a log says of its tree: origin, size and root (C2SP tlog-checkpoint).
public struct Checkpoint: Sendable, Hashable {
  /// Which log: the name of its key.
  public let origin: String
  /// How many leaves the tree has.
  public let size: UInt64
  /// Its root.
  public let root: Hash
  /// Lines behind these three, which only the signer knows the sense of; a log here writes none.
  public let extensions: [String]

  /// A checkpoint.
  /// - Parameters:
  ///   - origin: which log: the name of its key.
  ///   - size: how many leaves the tree has.
  ///   - root: its root.
  /// - Throws: ``NoteError/badKeyName``, or what reading it would.
  public init(origin: String, size: UInt64, root: Hash) throws(NoteError) {
    guard NoteText.isName(origin) else { throw .badKeyName }
    try self.init(origin, size, root, [])
  }

  private init(
    _ origin: String, _ size: UInt64, _ root: Hash, _ extensions: [String]
  ) throws(NoteError) {
    if let format = NoteFormat(line: origin) { throw .isStatement(format) }
    guard size <= Subtree.largest else { throw .proof(.tooLarge(size: size)) }
    guard size > 0 || root == .emptyRoot else { throw .notACheckpoint }
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
  }

  /// Reads the text of a note.
  /// - Parameter text: the text, without signatures.
  /// - Throws: ``NoteError/notACheckpoint``, ``NoteError/isStatement(_:)``, or that no tree is so
  ///   large.
  public init(_ text: [UInt8]) throws(NoteError) {
    guard NoteText.isPlain(text), let lines = NoteText.lines(text) else { throw .notACheckpoint }
    if let format = NoteFormat(line: lines[0]) { throw .isStatement(format) }
    guard lines.count >= 3, !lines.contains(""), let size = NoteText.number(lines[1]),
      let root = Hash(base64: lines[2].utf8)
    else { throw .notACheckpoint }
    try self.init(lines[0], size, root, Array(lines[3...]))
  }

  /// The text of its note.
  public var text: String {
    ([origin, "\(size)", root.base64] + extensions).map { "\($0)\n" }.joined()
  }

  /// Signs it as its log.
  /// - Parameter key: a key with the name of the origin.
  /// - Returns: the note.
  /// - Throws: ``NoteError``.
  public func signed(by key: SigningKey) throws(NoteError) -> SignedCheckpoint {
    try require(key.verifier)
    return try SignedCheckpoint(note: SignedNote(text, signedBy: key), checkpoint: self)
  }

  /// Refuses what another log's key would sign.
  func require(_ log: VerifierKey) throws(NoteError) {
    guard origin.utf8.elementsEqual(log.name.utf8) else {
      throw .otherOrigin(found: origin, expected: log.name)
    }
  }
}
