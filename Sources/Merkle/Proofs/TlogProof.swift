internal import InteractionModel

/// Proves offline that a log has an entry: its place, the way up, a checkpoint (C2SP tlog-proof).
///
/// A file of its own, usually with the extension `.tlog-proof`.
public struct TlogProof: Sendable, Hashable {
  /// The first line.
  static let header = "c2sp.org/tlog-proof@v1"
  private static let extraWord = "extra "
  private static let indexWord = "index "

  /// The entry, from 0; a record's position is one more.
  public let index: UInt64
  /// What came along; nobody signed it.
  public let extra: [UInt8]?
  /// The siblings on the way up, from the leaf's own.
  public let path: [Hash]
  /// The tree that has the entry.
  public let checkpoint: SignedCheckpoint

  /// A proof.
  /// - Parameters:
  ///   - inclusion: that the tree of the checkpoint has the entry.
  ///   - checkpoint: the tree.
  ///   - extra: what comes along, in the open.
  /// - Throws: ``NoteError/proof(_:)`` when the two are of different sizes.
  public init(
    _ inclusion: InclusionProof, in checkpoint: SignedCheckpoint, extra: [UInt8]? = nil
  ) throws(NoteError) {
    guard inclusion.size == checkpoint.checkpoint.size else {
      throw .proof(.wrongLength(hashes: inclusion.path.count))
    }
    index = inclusion.index
    path = inclusion.path
    self.checkpoint = checkpoint
    self.extra = extra
  }

  /// Reads a proof.
  /// - Parameter bytes: the file.
  /// - Throws: ``NoteError``.
  public init(_ bytes: [UInt8]) throws(NoteError) {
    // The lines up to the first blank one are the proof's, the rest is the checkpoint's.
    guard bytes.count <= SignedNote.longest, NoteText.isPlain(bytes),
      let blank = bytes.indices.dropLast().first(where: {
        bytes[$0] == NoteText.lineFeed && bytes[$0 + 1] == NoteText.lineFeed
      }), let head = NoteText.lines(bytes[...blank])
    else { throw .notAProof }
    var lines = head[...]
    guard lines.popFirst() == TlogProof.header else { throw .notAProof }
    if let line = lines.first, line.hasPrefix(TlogProof.extraWord) {
      guard let data = Base64.bytes(line.utf8.dropFirst(TlogProof.extraWord.utf8.count)) else {
        throw .notAProof
      }
      extra = data
      lines.removeFirst()
    } else {
      extra = nil
    }
    guard let line = lines.popFirst(), line.hasPrefix(TlogProof.indexWord),
      let number = NoteText.number(line.dropFirst(TlogProof.indexWord.count))
    else { throw .notAProof }
    index = number
    path = lines.compactMap { Hash(base64: $0.utf8) }
    guard path.count == lines.count else { throw .notAProof }
    checkpoint = try SignedCheckpoint(Array(bytes[(blank + 2)...]))
  }

  /// The file.
  public var bytes: [UInt8] {
    var lines = [TlogProof.header]
    if let extra { lines.append(TlogProof.extraWord + Base64.string(extra)) }
    lines.append("\(TlogProof.indexWord)\(index)")
    lines += path.map(\.base64)
    return Array(lines.map { "\($0)\n" }.joined().utf8) + [NoteText.lineFeed] + checkpoint.bytes
  }

  /// Checks that the log of that key has the entry.
  /// - Parameters:
  ///   - entry: the bytes of the entry, such as a record's line without its line feed.
  ///   - log: the log's key, whose name is the origin.
  ///   - witnesses: keys of witnesses that are trusted.
  /// - Returns: the witnesses that cosigned, each with its time.
  /// - Throws: ``NoteError`` when it does not prove it.
  @discardableResult
  public func verify(
    _ entry: [UInt8], with log: VerifierKey, witnesses: [VerifierKey] = []
  ) throws(NoteError) -> [SignedNote.Verified] {
    let cosigned = try checkpoint.verify(with: log, witnesses: witnesses)
    let tree = checkpoint.checkpoint
    do throws(TreeError) {
      try InclusionProof(index: index, size: tree.size, path: path)
        .verify(leaf: .leaf(entry), root: tree.root)
    } catch {
      throw .proof(error)
    }
    return cosigned
  }
}
