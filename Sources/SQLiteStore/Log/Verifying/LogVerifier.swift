internal import EventLog
internal import GRDB
internal import InteractionModel
internal import struct InteractionModel.Record
internal import enum InteractionModel.RecordError
internal import Merkle
internal import Vault

/// Checks every byte and every index of a log against what its records themselves say.
///
/// Each leaf is recomputed from the line, and from the leaves each tile and the root; each column and
/// each row of each index must follow from the lines and nothing may be left over. Memory stays
/// bounded: what the records imply of the indexes is summed up (``IndexSum``), and only when the sums
/// differ is each record looked up, to name the places. Without a checkpoint kept elsewhere the result
/// means "consistent with itself": whoever rewrites a line and everything that follows from it, to the
/// root, is found by what was kept elsewhere only.
struct LogVerifier {
  let limit: Int
  private let pool: DatabasePool
  let attachments: AttachmentFolder
  /// The vault beside the log, while it can be looked at; nil when there is none.
  var vault: VaultLook?
  /// What the records say about keys.
  var keys = KeyClaims()
  /// Which of log and vault is older than the other.
  var age = VaultAge.unknown
  private(set) var problems: [LogProblem] = []
  /// How many records were read.
  var size: Int64 = 0
  /// What sums of this look are made with.
  var secret = IndexSum.Secret()
  /// What the records imply of the indexes.
  var implied = IndexSum()
  /// How many entries of entities the records account for.
  var entries: Int64 = 0
  /// How much the rows of the indexes hold, whatever it is.
  var held = HeldIndex()
  /// How many rows of the index of attachments the records account for.
  var attached: Int64 = 0
  /// How many rows of the index of amendments the records account for; nil when the log has not been
  /// given one yet.
  var amended: Int64?
  /// How many rows of the index of readings the records account for; nil when the log has not been
  /// given one yet.
  var readings: Int64?
  /// The tree over the records; nil once one is missing, so that nothing behind it stands where it
  /// stood.
  var tree: TreeInCheck?
  /// The root over all records, once they have been read.
  var root: Hash?
  /// What was signed of the tree.
  var checkpoints: CheckpointsInUse?
  /// The checkpoint that somebody kept elsewhere, and trusts.
  let outside: Checkpoint?
  /// What the records say about destroyed keys.
  var erasures = ErasureClaims()
  /// The latest time of recording so far.
  var recorded: Int64 = .min
  /// The index, while the records are read.
  var index: IndexInUse?
  /// Where the records of the log's own register and of that of erasures are.
  var registered: [Int64] = []
  /// From where this look goes on, and where it notes how far it is; nil when it does neither.
  var marks: MarksInUse?
  /// The mark that it went on from; nil when it began with the first record.
  var resumed: VerificationMark?

  init(
    pool: DatabasePool, attachments: AttachmentFolder, vault: VaultLook? = nil,
    against outside: Checkpoint? = nil, marks: VerificationMarks? = nil, limit: Int
  ) {
    self.outside = outside
    self.marks = marks.map(MarksInUse.init)
    self.vault = vault
    self.pool = pool
    self.attachments = attachments
    // To stop before the first problem would be to say that there is none.
    self.limit = max(1, limit)
  }

  /// Verifies everything; stops early once `limit` problems are found.
  /// - Parameter progress: is told the position from time to time; answers whether to go on.
  /// - Throws: what SQLite throws, but for damaged pages, which are a problem like others.
  mutating func run(progress: (Position) -> Bool) throws {
    // One read transaction: what is compared belongs to one moment, whoever appends meanwhile.
    try pool.read { database in
      do {
        amended = try AmendmentIndex.isThere(database) ? 0 : nil
        readings = try ReadingIndex.isThere(database) ? 0 : nil
        tree = TreeInCheck(hasTiles: try TileTable.isThere(database))
        checkpoints = try CheckpointsInUse(database, outside: outside)
        index = IndexInUse(
          index: try LogIndex(database), recent: try RecentPart(salvaging: database))
        defer { index = nil }
        try lookAtAge()
        guard try checkRecords(database, progress), problems.count < limit else { return }
        checkMissingRecords()
        guard try checkIndex(database, progress), problems.count < limit else { return }
        try checkTotals(database)
        try checkDestroyedKeys(database)
        try checkVault()
        try checkSchema(database)
        try checkFile(database)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
        report(size + 1, "file", "pages that can be read", error.message ?? "others")
      } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
        // A statement that cannot be prepared: tables or columns are not those of a log.
        let known = problems.count
        try checkSchema(database)
        if problems.count == known { throw error }
      }
    }
    // What the indexes show comes behind what the records do; in the list both stand by place.
    let last = Position(.max)
    problems = problems.enumerated().sorted {
      ($0.element.position ?? last, $0.offset) < ($1.element.position ?? last, $1.offset)
    }.map(\.element)
  }

  mutating func report(
    _ position: Int64?, _ what: String, _ expected: String, _ found: String,
    _ remedy: Remedy? = nil
  ) {
    guard problems.count < limit else { return }
    problems.append(
      LogProblem(
        position: position.map { Position($0) }, what: what, expected: expected, found: found,
        remedy: remedy))
  }
}
