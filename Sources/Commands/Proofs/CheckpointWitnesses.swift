internal import EventLog
internal import Merkle
internal import Operations

/// What came of having a checkpoint cosigned, as people read it.
extension WitnessedCheckpoint {
  /// Says who did not cosign, and whether enough did.
  func note() {
    for failure in failures {
      let alarm = failure.fault.isAlarm ? "ALARM: " : ""
      Terminal.note("\(alarm)witness \(failure.witness.key.name): \(failure.fault.said)")
    }
    if let larger {
      Terminal.note(
        """
        by the checkpoint of \(signed.checkpoint.size) records: too few witnesses cosigned the last \
        one, of \(larger)
        """)
    }
    if !isReached {
      Terminal.note(
        """
        the checkpoint of \(signed.checkpoint.size) records is kept, and \(witnesses.count) of the \
        \(quorum) witnesses that have to cosign it did
        """)
    }
  }
}
