public import InteractionModel

/// Why a backup is not taken, or not brought back.
public enum BackupError: Error, Remediable, Hashable {
  /// The folder has no backup that came to its end.
  case none(path: String)
  /// What is in the folder is no manifest, or was damaged.
  case unreadable(path: String)
  /// A newer program made it.
  case otherFormat(Int64, path: String)
  /// The folder is of another log.
  case otherLog(path: String, origin: String, own: String)
  /// The log does not begin with the records that were backed up.
  case otherHistory(path: String, through: Int64)
  /// A record's bytes are not those of its leaf.
  case altered(Position)
  /// A file of the backup is not what was written.
  case damaged(path: String)
  /// Erasures came in between all the time.
  case neverStill
  /// The directory to restore to holds something.
  case notEmpty(path: String, found: String)
  /// Records that the log had signed are not in the backup.
  case loses(signed: UInt64, through: UInt64)
  /// What was brought back is not a log that holds.
  case unsound(String)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .none(let path):
      Diagnosis("there is no whole backup in \(path)", "name the folder that a backup was taken to")
    case .unreadable(let path):
      Diagnosis("\(path) is no list of a backup's files", "take another copy of the backup")
    case .otherFormat(let format, let path):
      Diagnosis(
        "\(path) is of format \(format), which this program does not know",
        "use the newer program that made it")
    case .otherLog(let path, let origin, let own):
      Diagnosis(
        "\(path) is a backup of the log “\(origin)”, and this is “\(own)”", "choose another folder")
    case .otherHistory(let path, let through):
      Diagnosis(
        """
        \(path) has \(through) records that are not the first of this log: either the log lost some, \
        or it went on differently
        """, "run \(.verify), and back up to another folder; keep this one")
    case .altered(let position):
      Diagnosis("the record \(position) is not what it was when it was recorded", "run \(.verify)")
    case .damaged(let path):
      Diagnosis("\(path) is not what the backup wrote", "take another copy of the backup")
    case .neverStill:
      Diagnosis("erasures came in between each time, so nothing was finished", "try again")
    case .notEmpty(let path, let found):
      Diagnosis(
        "\(path) holds “\(found)”; a store is restored to a directory that has nothing but keys",
        "choose another directory, or move away what is there")
    case .loses(let signed, let through):
      Diagnosis(
        """
        the log had signed \(signed) records and the backup has \(through): \
        \(signed - min(signed, through)) would be lost for good
        """,
        "restore a newer backup, if there is one; or \(.acceptLoss)")
    case .unsound(let problem):
      Diagnosis(
        "what the backup holds is not a log that holds, so nothing was restored: \(problem)",
        "take another copy of the backup")
    }
  }
}
