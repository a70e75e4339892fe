public import InteractionModel
public import Merkle
public import Search

/// What a search of a log found, and of how much of it, as the log's key signs it: whoever has log, vault
/// and question asks again and must come to the same.
///
/// A note of its own kind (``/Merkle/NoteFormat``), a line each:
///
///     throughline/search@v1
///     origin city.example/log
///     size 4711
///     root <base64>
///     made 2026-03-02T08:00:00.000000Z
///     question <hexadecimal>
///     rules 3 7 4
///     searched 1200
///     without-text 3
///     superseded 10
///     redacted 2
///     erased 15
///     unavailable 0
///     of-the-log 40
///     hits 5
///     hits-root <base64>
///
/// The question is ``SearchQuestion/digest``; rules are the versions of tokeniser, archive and documents
/// that the index was filled by (``/Search/SearchVersion``). Then follows what became of the sealed parts
/// of the first `size` records, each counted once (``SearchCoverage``): the filter of the question says
/// which of what was searched counts, and leaves nothing out here. Last how many texts matched, and the
/// root over where they stand (``SearchFindings/hitsRoot``). The time is that of the signer's clock, and
/// nobody's word but theirs: no check finds another one wrong.
public struct SearchCertificate: Sendable, Hashable {
  /// What its note begins with.
  public static let format = NoteFormat(name: "search", version: 1)

  /// The log: origin, size and root.
  public let tree: Checkpoint
  /// When it was made, as whoever signed it says.
  public let made: Instant
  /// The digest of the question.
  public let question: Hash
  /// What the index was filled by.
  public let rules: SearchVersion
  /// What became of each sealed part.
  public let coverage: SearchCoverage
  /// How many texts matched.
  public let hits: Int64
  /// The root over where they stand.
  public let hitsRoot: Hash

  /// Certifies what was found.
  /// - Parameters:
  ///   - findings: what was found.
  ///   - tree: the log at their size.
  ///   - made: when it is made.
  package init(_ findings: SearchFindings, of tree: Checkpoint, made: Instant) {
    self.tree = tree
    self.made = made
    question = findings.question.digest
    rules = findings.rules
    coverage = findings.coverage
    hits = Int64(findings.hits.count)
    hitsRoot = findings.hitsRoot
  }

  /// Reads a note.
  /// - Parameter note: the note; who signed it is not looked at.
  /// - Throws: ``/Merkle/NoteError`` when it is no certificate of this kind.
  public init(_ note: SignedNote) throws(NoteError) {
    var lines = try StatementLines(note, SearchCertificate.format)
    tree = try Checkpoint(&lines)
    made = try lines.take("made") { Timestamp($0)?.instant }
    question = try lines.take("question") { Hex.bytes($0).flatMap { Hash($0) } }
    rules = try lines.take("rules") { text -> SearchVersion? in
      let numbers = text.split(separator: " ").compactMap { Int($0) }
      guard numbers.count == 3 else { return nil }
      return SearchVersion(tokeniser: numbers[0], archive: numbers[1], documents: numbers[2])
    }
    var coverage = SearchCoverage()
    for fate in SearchCoverage.Fate.allCases {
      coverage[fate] = try lines.take(fate.rawValue) { Int64($0) }
    }
    self.coverage = coverage
    hits = try lines.take("hits") { Int64($0) }
    hitsRoot = try lines.take("hits-root") { Hash(base64: $0.utf8) }
    // What is spelled otherwise is not what this would write.
    let text = ([SearchCertificate.format.description] + self.lines).map { "\($0)\n" }.joined()
    guard note.text.elementsEqual(text.utf8) else { throw lines.refusal }
  }

  /// What it says, a line each.
  private var lines: [String] {
    tree.statement + [
      "made \(made)", "question \(question)",
      "rules \(rules.tokeniser) \(rules.archive) \(rules.documents)",
    ] + SearchCoverage.Fate.allCases.map { "\($0.rawValue) \(coverage[$0])" }
      + ["hits \(hits)", "hits-root \(hitsRoot.base64)"]
  }

  /// Signs it.
  /// - Parameter key: the key that the log signs statements with.
  /// - Returns: the note.
  /// - Throws: ``/Merkle/NoteError``.
  public func signed(by key: SigningKey) throws(NoteError) -> SignedNote {
    try SignedNote(SearchCertificate.format, lines: lines, signedBy: key)
  }
}
