public import InteractionModel
public import Merkle

/// One thing in a log that is not as it should be.
public struct LogProblem: Sendable, Hashable {
  /// The place; nil when the problem has none, such as a changed schema.
  public let position: Position?
  /// What was looked at, for example `leaf` or `entry of case-17`.
  public let what: String
  /// What should be there.
  public let expected: String
  /// What is there.
  public let found: String
  /// What to do about it; nil when nobody but whoever altered the log knows.
  public let remedy: Remedy?

  /// A problem.
  public init(
    position: Position?, what: String, expected: String, found: String, remedy: Remedy? = nil
  ) {
    self.position = position
    self.what = what
    self.expected = expected
    self.found = found
    self.remedy = remedy
  }
}

/// The checkpoints of a log that fewer witnesses cosigned than had to, as its records say: witnesses did not
/// answer, or what they answered was deleted, which nobody can tell apart from the log alone.
public struct UncosignedCheckpoints: Sendable, Hashable {
  /// How many there are.
  public var count: Int
  /// How many records the last of them is of.
  public var last: Int64
  /// How many cosignatures of that one are kept, by witnesses that the log named by then.
  public var cosigned: Int
  /// How many had to be.
  public var quorum: Int

  /// Such checkpoints.
  public init(count: Int, last: Int64, cosigned: Int, quorum: Int) {
    self.count = count
    self.last = last
    self.cosigned = cosigned
    self.quorum = quorum
  }

  /// As answers have it.
  public var json: JSONObject {
    [
      "count": .int(Int64(count)), "cosigned": .int(Int64(cosigned)), "last": .int(last),
      "quorum": .int(Int64(quorum)),
    ]
  }
}

/// What a look at every record of a log found.
public struct LogFindings: Sendable, Hashable {
  /// How many records the log has.
  public var size: Int64
  /// The root of the tree over their lines (RFC 6962); nil when not all of them could be read one after
  /// the other.
  public var root: Hash?
  /// How many checkpoints it keeps were compared with the tree.
  public var checkpoints: Int
  /// Those that too few witnesses cosigned; nil when there is none.
  public var uncosigned: UncosignedCheckpoints?
  /// What is wrong, in order of position.
  public var problems: [LogProblem]
  /// Whether the vault beside the log was looked at: not when there is none, or it may not be read.
  public var sawVault: Bool
  /// The mark that it went on from; nil when it began with the first record.
  public var resumed: VerificationMark?

  /// Findings.
  /// - Parameters:
  ///   - size: how many records the log has.
  ///   - root: the root of the tree over their lines.
  ///   - checkpoints: how many checkpoints it keeps were compared with the tree.
  ///   - uncosigned: those that too few witnesses cosigned.
  ///   - problems: what is wrong, in order of position.
  ///   - sawVault: whether the vault beside the log was looked at.
  ///   - resumed: the mark that it went on from.
  public init(
    size: Int64, root: Hash? = nil, checkpoints: Int = 0,
    uncosigned: UncosignedCheckpoints? = nil, problems: [LogProblem], sawVault: Bool = false,
    resumed: VerificationMark? = nil
  ) {
    self.checkpoints = checkpoints
    self.uncosigned = uncosigned
    self.size = size
    self.root = root
    self.problems = problems
    self.sawVault = sawVault
    self.resumed = resumed
  }
}

/// A log that can check itself against what its records say.
public protocol VerifiableStore: EventStore {
  /// Verifies the log: every leaf and tile of its tree, index column, version, time, uniqueness and
  /// cross-table agreement.
  /// - Parameters:
  ///   - limit: after how many problems to stop.
  ///   - progress: is told the position from time to time; answers whether to go on.
  /// - Returns: what was found.
  /// - Throws: ``StorageFault`` when the log cannot be read at all.
  func verify(
    limit: Int, progress: (Position) -> Bool
  ) throws(StorageFault) -> LogFindings
}
