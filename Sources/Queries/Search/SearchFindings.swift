public import InteractionModel
public import Merkle
internal import ProjectionEngine
public import Search

/// What a search found in the first records of a log, and of how much of them it can say so.
public struct SearchFindings: Sendable {
  /// How many records.
  public let size: UInt64
  /// What was asked.
  public let question: SearchQuestion
  /// What the index was filled by.
  public let rules: SearchVersion
  /// What became of each sealed part.
  public let coverage: SearchCoverage
  /// How many parts an erasure has destroyed since; of what they said nobody can tell any more.
  public let erasedSince: Int
  /// How many of these the question may have been about: of which the filter does not say that they were
  /// nothing that it means.
  public let meantErasedSince: Int
  /// How many records came since that may have changed which texts stand and which of them match.
  public let cameSince: Int64
  /// The records whose texts match, in the order of the log.
  public let hits: [Position]

  /// The root over the hits: RFC 6962 over `salt ‖ position` (decimal digits), so that without the
  /// question nobody can try out which records they are.
  public var hitsRoot: Hash {
    var range = CompactRange()
    for hit in hits { range.append(.leaf(question.salt + Array("\(hit)".utf8))) }
    return range.root
  }
}

/// A search that was answered, and what can be stated of it.
public struct StatedSearch: Sendable {
  /// The answer.
  public let answer: SearchAnswer
  /// What can be stated.
  public let findings: SearchFindings
}

/// Why nobody can state that all that is readable was searched.
public enum UnsearchedTexts: Error, Hashable, Remediable {
  /// The index is behind the log, or stands still.
  case behind(Lag)
  /// An erasure took documents out of which something comes back.
  case incomplete
  /// The index was filled by the rules of another program.
  case otherRules(SearchVersion)
  /// The index does not have what is there to be read: how many records, and the first of them.
  case missing(Int, first: Position)
  /// The index says something of texts that does not follow from the log: of how many, and the first of them.
  case contradicting(Int, first: Position)
  /// The index was brought up to date while it was looked at.
  case changed

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .behind(let lag):
      Diagnosis(
        "the full-text index is \(lag.records) records behind the log, so that not all was searched",
        "run \(.project)", cause: lag.failure.map { "\($0)" })
    case .incomplete:
      Diagnosis(
        "the full-text index has texts to take up again after an erasure, so that not all was searched",
        "run \(.project)")
    case .otherRules(let rules):
      Diagnosis(
        "the full-text index was filled by rules that this program does not have (\(rules))",
        "run \(.project), which builds it again")
    case .missing(let count, let first):
      Diagnosis(
        """
        of \(count) records there is text to be read that the full-text index does not have, the first \
        at position \(first)
        """, "run \(.rebuild("search")); what was quarantined stays out, and cannot be stated away")
    case .contradicting(let count, let first):
      Diagnosis(
        """
        of \(count) texts the full-text index does not say what follows from the log, the first at position \
        \(first)
        """,
        "run \(.replay), which finds what was altered, and then \(.rebuild("search"))")
    case .changed:
      Diagnosis("the full-text index was changed while it was looked at", "ask again")
    }
  }
}
