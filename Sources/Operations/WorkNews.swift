public import Compliance
public import EventLog
public import InteractionModel
public import ProjectionEngine
public import Queries

/// What is worth telling whoever has work done, while it goes on.
public enum WorkNews: Sendable {
  // MARK: How far it is

  /// Some work has begun.
  case began(Work)
  /// The work that was begun last is so far.
  case progressed(WorkProgress)
  /// It has ended, however.
  case ended(Work)

  /// Somebody else keeps the store, and is waited for.
  case leftTo(LeaseHolder)
  /// Somebody else keeps the store, and was asked for what is to be done.
  case handedTo(LeaseHolder)
  /// Another process has asked for projections, or the index, to be built anew.
  case requested([String])

  // MARK: What became of it

  /// Something stands still before a record.
  case stopped(Derived, ProjectionFailure)
  /// Something waits for whoever has the key, because it opens text.
  case waits(Derived, because: any Error)
  /// The full-text index is built again for a fault of the one that served.
  case mendsIndex(StorageFault)
  /// A projection is not brought up to date: somebody went back to a generation that other code made.
  case held(Generation)
  /// A generation that served before was kept long enough, and is removed.
  case forgot(Generation)
  /// A generation that served before serves again.
  case rolledBack(RollbackResult)
  /// A projection was built anew.
  case rebuilt(RebuildResult)
  /// The full-text index was built anew.
  case rebuiltIndex(SearchIndexStatus)

  // MARK: What was left undone

  /// An erasure that was begun cannot be finished here.
  case leavesErasure(ErasureCertificate, because: any Error)
  /// Words of readings that showed nobody are past their time and cannot be destroyed here.
  case leavesWords(because: any Error)
  /// What another process has asked for could not be built anew.
  case didNotRebuild(String, because: Remedy)
  /// A backup is whole, and the log cannot say that it was taken.
  case didNotRecord(because: any Error)
  /// There is no signing key of a log that is restored, so that what it signed since, and what was erased,
  /// is not known from beside it.
  case sawNoSigningKey(path: String)
  /// No vault could be read, so that the keys of a log were not looked at.
  case sawNoVault
  /// The log does not extend the checkpoint that it was shown, and that cannot be noted beside it.
  case keptNoAlarm(because: any Error)
  /// The sealed parts of a log that is not as it should be could not be opened.
  case openedNothing(because: any Error)
}
