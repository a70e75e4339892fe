public import InteractionModel
public import Merkle

/// Why a witness did not cosign a checkpoint; it is kept in the log all the same.
public enum WitnessFault: Error, Remediable, Hashable {
  /// It could not be asked.
  case unreachable(reason: String)
  /// It did not answer in time.
  case timedOut(limit: Duration)
  /// It does not know the log.
  case unknownLog
  /// It does not know the key that signs.
  case unknownKey
  /// It has cosigned more records than the log has.
  case ahead(cosigned: UInt64, size: UInt64)
  /// It has cosigned a later checkpoint of this log meanwhile.
  case later(cosigned: UInt64)
  /// The records that it cosigned are not those that the log has.
  case otherHistory(cosigned: UInt64)
  /// What it answered cannot be read, so that nobody knows why it did not cosign.
  case unreadable
  /// Its answer says nothing.
  case unexpected(status: Int)
  /// What it answered is not its cosignature.
  case notCosigned(NoteError)
  /// The log could not prove what it asked for.
  case unproven(reason: String)

  /// Whether it says that the log was rewritten, or lost records.
  public var isAlarm: Bool { alarmingSize != nil }

  /// How many records it has cosigned that the log does not have, or not like that; nil when it says
  /// nothing of the kind.
  var alarmingSize: UInt64? {
    switch self {
    case .ahead(let cosigned, _), .otherHistory(let cosigned): cosigned
    default: nil
    }
  }

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    let again: Remedy = "look after it and sign again; the checkpoint is kept"
    return switch self {
    case .unreachable(let reason): Diagnosis("it cannot be reached", again, cause: reason)
    case .timedOut(let limit): Diagnosis("it did not answer within \(limit)", again)
    case .unknownLog:
      Diagnosis("it does not know this log", "have whoever runs it give it the log's key")
    case .unknownKey:
      Diagnosis(
        "it does not know the key that signs now", "have whoever runs it give it the log's key")
    case .ahead(let cosigned, let size):
      Diagnosis(
        "it has cosigned \(cosigned) records of this log, which has \(size): the others are missing",
        "append nothing, and bring them back from a copy")
    case .later(let cosigned):
      Diagnosis("it has cosigned \(cosigned) records meanwhile", "sign again")
    case .otherHistory(let cosigned):
      Diagnosis(
        "the first \(cosigned) records are not those that it cosigned",
        "append nothing; run \(.verify) and compare with a copy")
    case .unreadable: Diagnosis("its answer cannot be read", again)
    case .unexpected(let status): Diagnosis("it answered \(status)", again)
    case .notCosigned(let error):
      Diagnosis("it did not answer with its cosignature", again, cause: error.diagnosis.reason)
    case .unproven(let reason): Diagnosis("nothing can be proven to it", cause: reason)
    }
  }
}
