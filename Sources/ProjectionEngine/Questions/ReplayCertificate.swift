internal import EventLog
public import InteractionModel
public import Merkle

/// What the records of a log fold to, as its key signs it: whoever has the log and the same code folds
/// it again and must come to the same.
///
/// A note of its own kind (``/Merkle/NoteFormat``), a line each:
///
///     throughline/replay@v1
///     origin city.example/log
///     size 4711
///     root <base64>
///     made 2026-03-02T08:00:00.000000Z
///     projection CaseState 14
///     digest <hexadecimal>
///     quarantined 17
///
/// The time is that of the signer's clock, and nobody's word but theirs: no check finds another one wrong. It
/// is left out where the certificate is to be the same whenever it is made, as the one in
/// evidence is. Behind each projection stands the version of its code, its state digest (``StateDigest``)
/// over the records through position `size`, and, a line each, the positions that it passed over.
public struct ReplayCertificate: Sendable, Hashable {
  /// What its note begins with.
  public static let format = NoteFormat(name: "replay", version: 1)

  /// What one projection folds them to.
  public struct Folded: Sendable, Hashable {
    /// The projection's name.
    public let projection: String
    /// The version of its code.
    public let codeVersion: Int
    /// The state digest.
    public let digest: Hash
    /// What it passed over, in order.
    public let quarantined: [Position]
  }

  /// The log: origin, size and root.
  public let tree: Checkpoint
  /// When it was made, as whoever signed it says; nil of one that is the same whenever it is made.
  public let made: Instant?
  /// What the records fold to.
  public let folded: [Folded]

  /// Certifies what was replayed.
  /// - Parameters:
  ///   - results: what was found, all of one position.
  ///   - tree: the log through that position.
  ///   - made: when it is made; nil to leave that out.
  package init(_ results: [ReplayResult], of tree: Checkpoint, made: Instant?) {
    self.tree = tree
    self.made = made
    folded = results.map {
      Folded(
        projection: $0.projection, codeVersion: $0.codeVersion, digest: $0.digest,
        quarantined: $0.quarantined)
    }
  }

  /// Reads a note.
  /// - Parameter note: the note; who signed it is not looked at.
  /// - Throws: ``/Merkle/NoteError`` when it is no certificate of this kind.
  public init(_ note: SignedNote) throws(NoteError) {
    var lines = try StatementLines(note, ReplayCertificate.format)
    tree = try Checkpoint(&lines)
    made = lines.take("made").flatMap { Timestamp($0)?.instant }
    var folded: [Folded] = []
    repeat {
      let (projection, version) = try lines.take("projection") { text in
        text.lastIndex(of: " ").flatMap { space in
          Int(text[space...].dropFirst()).map { (String(text[..<space]), $0) }
        }
      }
      // Two answers to one question are none.
      guard !folded.contains(where: { $0.projection == projection }) else { throw lines.refusal }
      let digest = try lines.take("digest") { Hex.bytes($0).flatMap { Hash($0) } }
      var quarantined: [Position] = []
      while let position = lines.take("quarantined") {
        guard let number = Int64(position) else { throw lines.refusal }
        quarantined.append(Position(number))
      }
      folded.append(
        Folded(
          projection: projection, codeVersion: version, digest: digest, quarantined: quarantined))
    } while !lines.isAtEnd
    self.folded = folded
    // What is spelled otherwise is not what this would write.
    let text = ([ReplayCertificate.format.description] + self.lines).map { "\($0)\n" }.joined()
    guard note.text.elementsEqual(text.utf8) else { throw lines.refusal }
  }

  /// What it says, a line each.
  private var lines: [String] {
    tree.statement + [made.map { "made \($0)" }].compactMap(\.self)
      + folded.flatMap { folded in
        ["projection \(folded.projection) \(folded.codeVersion)", "digest \(folded.digest)"]
          + folded.quarantined.map { "quarantined \($0)" }
      }
  }

  /// Signs it.
  /// - Parameter key: the key that the log signs statements with.
  /// - Returns: the note.
  /// - Throws: ``/Merkle/NoteError``.
  public func signed(by key: SigningKey) throws(NoteError) -> SignedNote {
    try SignedNote(ReplayCertificate.format, lines: lines, signedBy: key)
  }
}
