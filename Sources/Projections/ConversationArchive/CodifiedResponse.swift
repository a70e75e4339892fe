internal import InteractionModel

/// An answer that the agency worded once, for everybody to use: its versions, its owner, and by
/// when somebody must look at it again.
///
/// Folds the stream of its document. Where it was used is for the transcripts to say, see
/// ``ConversationArchive/uses``. Documents that are no responses have no row.
struct CodifiedResponse: FieldwiseCodable, FoldState {
  /// Who had it from when on.
  struct Ownership: Sendable, Hashable {
    var moment = Moment.blank
    /// When, as the source said it; empty when the moment says it all.
    var said = ""
    var owner = ""
  }

  /// How many records were taken.
  var events: Int64 = 0
  /// Records of a type that the catalogue does not know.
  var unknown: Int64 = 0
  /// Records about a response.
  var taken: Int64 = 0

  /// By number.
  var versions: [ResponseVersion] = []
  /// In log order.
  var owners: [Ownership] = []
  var owner = Latest<String>()
  var issue = Latest<String>()
  /// As the source said it.
  var reviewBy = Latest<String>()

  init() {}

  /// Takes one more record.
  ///
  /// After an error the state is of no use; the caller goes back to the one before.
  /// - Parameter record: belongs to the document and comes after all that were taken before.
  /// - Throws: ``FoldError`` when a known type has a schema newer than 1, or a field of the body
  ///   is of another kind than its type says.
  mutating func apply(_ record: Record) throws(FoldError) {
    events += 1
    guard let event = try record.catalogued() else {
      unknown += 1
      return
    }
    switch event {
    case .responseCodified: try codify(record)
    case .responseApproved:
      try withVersion(of: record) { $0.approved.take(record.said, at: Moment(record)) }
    case .responseRetired:
      try withVersion(of: record) { $0.retired.take(record.said, at: Moment(record)) }
    case .responseOwnerChanged: try own(record, at: Moment(record))
    default: return
    }
    taken += 1
  }

  private mutating func codify(_ record: Record) throws(FoldError) {
    let wording = try ResponseVersion.Codified(record)
    // What the first version was made with gives way to all that was said about it since.
    let number = try record.wholeNumber("version") ?? 1
    let moment = Moment(record, isInitial: number <= 1)
    try withVersion(of: record) { $0.codified.take(wording, at: Moment(record)) }
    issue.take(wording.issue, at: moment)
    reviewBy.take(wording.reviewBy, at: moment)
    try own(record, at: moment)
  }

  private mutating func own(_ record: Record, at moment: Moment) throws(FoldError) {
    guard let name = try record.text("owner") else { return }
    owner.take(name, at: moment)
    owners.append(Ownership(moment: moment, said: record.saidOtherwise, owner: name))
  }

  private mutating func withVersion(
    of record: Record, _ change: (inout ResponseVersion) -> Void
  ) throws(FoldError) {
    let number = try record.wholeNumber("version") ?? 0
    change(&versions[versions.place(of: number, by: \.number) { ResponseVersion(number: $0) }])
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&events, &unknown, &taken, &owners)
    try fields(&issue, &owner, &reviewBy, &versions)
  }
}

extension CodifiedResponse.Ownership: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moment, &said, &owner)
  }
}
