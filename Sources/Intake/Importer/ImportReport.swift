public import InteractionModel

/// What an import has done.
public struct ImportReport: Sendable, Hashable {
  /// Rows read: lines, array elements, requests.
  public internal(set) var read = 0
  /// Events appended; none in a dry run.
  public internal(set) var appended = 0
  /// Events that a dry run would have appended.
  public internal(set) var wouldAppend = 0
  /// Events that the log had before.
  public internal(set) var duplicates = 0
  /// Rows rejected.
  public internal(set) var rejected = 0
  /// Rows read that are not of the format's own shape, and were sealed whole.
  public internal(set) var keptAside = 0
  /// Rows that say what the log has of a later export, so that nothing of that was appended.
  public internal(set) var outdated = 0
  /// What there is to know of how the files were read.
  public internal(set) var notes = IntakeNotes()
  /// The words of the events read that the vocabulary does not have.
  public internal(set) var warnings = ImportWarnings()
  /// The times of the events read that were taken though they are odd.
  public internal(set) var flaggedTimes = FlaggedTimes()
  /// The place of the first appended event; nil when nothing was appended.
  public internal(set) var firstPosition: Position?
  /// The place of the last appended event; nil when nothing was appended.
  public internal(set) var lastPosition: Position?
  /// Whether it was cancelled before the end; importing again resumes it.
  public internal(set) var isInterrupted = false
  /// Whether nothing was to be appended.
  public internal(set) var isDryRun = false

  init() {}

  /// The report as JSON.
  ///
  /// `keptAside`, `notes` and `outdated` are only there when there are some; the first notes are
  /// listed. `warnings` counts them, and `unknownWords`, only there when there are some, lists the
  /// first; so is `flaggedTimes`.
  /// `interrupted` is there only when true; `wouldAppend` only in a dry run.
  public var json: JSONObject {
    func place(_ position: Position?) -> JSONValue { position.map { .int($0.rawValue) } ?? .null }
    var object: JSONObject = [
      "read": .int(Int64(read)), "appended": .int(Int64(appended)),
      "duplicates": .int(Int64(duplicates)), "rejected": .int(Int64(rejected)),
      "firstPosition": place(firstPosition), "lastPosition": place(lastPosition),
      "warnings": .int(Int64(warnings.count)),
    ]
    if warnings.count > 0 {
      object["unknownWords"] = .array(warnings.listed.map { .object($0.json) })
    }
    if keptAside > 0 { object["keptAside"] = .int(Int64(keptAside)) }
    if outdated > 0 { object["outdated"] = .int(Int64(outdated)) }
    if notes.count > 0 { object["notes"] = .array(notes.listed.map { .object($0.json) }) }
    if !flaggedTimes.isEmpty { object["flaggedTimes"] = .object(flaggedTimes.json) }
    if isInterrupted { object["interrupted"] = true }
    if isDryRun { object["wouldAppend"] = .int(Int64(wouldAppend)) }
    return object
  }

  /// Counts what a commit answered.
  mutating func count(_ placements: [Committed]) {
    for placement in placements {
      if placement.isDuplicate {
        duplicates += 1
        continue
      }
      if isDryRun {
        wouldAppend += 1
        continue
      }
      appended += 1
      firstPosition = min(firstPosition ?? placement.position, placement.position)
      lastPosition = max(lastPosition ?? placement.position, placement.position)
    }
  }
}

/// Why an import ended before its end, and what it had done by then.
public struct ImportFailure: Error, Remediable {
  /// What was done.
  public let report: ImportReport
  /// Why it ended.
  public let error: any Error

  /// What happened, what to do about it, and how to go on.
  public var diagnosis: Diagnosis {
    let fault = (error as? any Remediable)?.diagnosis ?? Diagnosis("\(error)")
    let resuming: Remedy = """
      \(report.appended) events were appended before that, and importing the same files again resumes
      """
    return Diagnosis(
      fault.reason, fault.remedy.map { "\($0); \(resuming)" } ?? resuming, cause: fault.cause)
  }
}
