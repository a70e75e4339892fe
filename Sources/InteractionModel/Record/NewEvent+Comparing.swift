extension Timestamp {
  /// Whether both mean the same time, however it is spelled: `09:00Z` is `10:00+01:00`.
  ///
  /// Without a zone they mean the same only in the same words.
  package func isSame(as other: Timestamp) -> Bool {
    if let instant, let other = other.instant { return instant == other }
    return text == other.text
  }
}

extension NewEvent {
  /// Whether both are one event that was given twice: all is the same but how its time is spelled,
  /// which differs when it is delivered again by another way.
  package func isSame(as other: NewEvent) -> Bool {
    if self == other { return true }
    guard let occurred, let given = other.occurred, occurred.isSame(as: given) else { return false }
    var respelled = other
    respelled.occurred = occurred
    return self == respelled
  }
}
