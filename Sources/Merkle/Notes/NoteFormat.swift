/// The first line of a signed statement that is no checkpoint: `throughline/name@vN`.
///
/// A checkpoint begins with its log's origin, so a line tells the two apart: no log may have such an
/// origin (``Checkpoint``), and a statement's second line is never a number, so that a reader or a
/// witness who knows nothing of statements refuses one too.
public struct NoteFormat: Sendable, Hashable, CustomStringConvertible {
  /// What is stated, in a word.
  public let name: String
  /// The version of its form, from 1.
  public let version: UInt64

  private static let prefix = "throughline/"
  private static let separator = "@v"

  /// A format.
  /// - Parameters:
  ///   - name: what is stated, in lower-case letters and hyphens.
  ///   - version: the version of its form, from 1.
  public init(name: String, version: UInt64) {
    self.name = name
    self.version = version
  }

  /// Reads a first line, without its line feed; nil of what states nothing.
  public init?(line: String) {
    guard line.hasPrefix(NoteFormat.prefix), let at = line.lastIndex(of: "@") else { return nil }
    let version = line[at...]
    guard version.hasPrefix(NoteFormat.separator),
      let number = NoteText.number(version.dropFirst(NoteFormat.separator.count))
    else { return nil }
    self.init(name: String(line[..<at].dropFirst(NoteFormat.prefix.count)), version: number)
  }

  /// The line, without its line feed.
  public var description: String {
    "\(NoteFormat.prefix)\(name)\(NoteFormat.separator)\(version)"
  }
}

extension SignedNote {
  /// Signs a statement.
  /// - Parameters:
  ///   - format: what it is.
  ///   - lines: what it says, a line each, without line feeds.
  ///   - key: a key with a name of its own, which is no log's origin.
  /// - Throws: ``NoteError``.
  public init(
    _ format: NoteFormat, lines: [String], signedBy key: SigningKey
  ) throws(NoteError) {
    if let first = lines.first, UInt64(first) != nil { throw .notANote(.resemblesCheckpoint) }
    let text = ([format.description] + lines).map { "\($0)\n" }.joined()
    try self.init(text, signedBy: key)
  }

  /// What is stated, when it is a statement; nil of a checkpoint and of anything else.
  public var format: NoteFormat? {
    NoteText.lines(text)?.first.flatMap(NoteFormat.init(line:))
  }
}
