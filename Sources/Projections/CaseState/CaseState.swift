/// What a case is now: its status, who has it, through which channels it went and what was promised.
///
/// Folds every record of the case: its own stream and the conversations that belong to it. Holds
/// codes, ids, counts and times only; text stays sealed in the log.
///
/// What case events say is kept for each case they speak of, because the records of a case that
/// was merged into this one belong to it as well: closing a duplicate must not close the case that
/// it was a duplicate of. See ``statedCase(of:)``.
public struct CaseState: FoldState {
  /// How often what happened.
  var counts = CaseCounts()
  /// What case events said, by the case they speak of; nearly always one.
  var statedCases: [StatedCase] = []
  /// The transfers, in order of their first record in the log.
  var transfers: [TransferLeg] = []

  /// Channels touched.
  var channels = StringSet()
  /// Conversations that belong to the case.
  var conversations = StringSet()
  /// Parties, as their records name them; merges are followed when rows are made.
  var parties = StringSet()
  /// Agents who worked on the case.
  var agents = StringSet()
  /// Departments that were involved.
  var departments = StringSet()
  /// What is odd about the records: codes.
  var flags = StringSet()
  /// Cases that were merged into this one.
  var mergedCases = StringSet()

  /// The first touch through a channel; the value is the time as the source said it.
  var firstContact = Earliest<String>()
  /// The first answer by a person of the agency; the value is the time as the source said it.
  var firstResponse = Earliest<String>()
  /// The last touch; the value is the time as the source said it.
  var lastTouch = Latest<String>()

  /// The state before any record.
  public init() {}

  /// What case events said about one case.
  ///
  /// Events about the case itself, or that name none, go before those about cases that were merged
  /// into it; the latter count only when there is nothing else.
  func statedCase(of key: String) -> StatedCase {
    let own = statedCases.filter { $0.id == key || $0.id.isEmpty }
    var whole = StatedCase(id: key)
    for part in own.isEmpty ? statedCases : own { whole.take(part) }
    return whole
  }
}
