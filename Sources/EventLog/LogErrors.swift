public import InteractionModel

/// Why an append was not done, or not known to be done.
public enum AppendError: Error, Remediable {
  /// A stream is not as the writer believed; nothing was appended.
  case versionConflict(stream: StreamID, expected: Expectation, actual: Int64)
  /// The log has an event of this id that says something else; nothing was appended.
  case idReused(id: EventID, position: Position)
  /// Two events of one request share an id and say different things; nothing was appended.
  case idRepeated(id: EventID)
  /// An event cannot become a record; nothing was appended.
  case invalid(id: EventID, RecordError)
  /// A part is sealed by a key that an erasure has destroyed; nothing was appended.
  case keyDestroyed(id: EventID, key: String, by: Position)
  /// A key that should be destroyed has been by another erasure; nothing was appended.
  case alreadyDestroyed(key: String, by: Position)
  /// Whom an event is about is being erased; nothing was appended.
  case erasureUnderWay
  /// Too many appends are waiting; nothing was appended.
  case overloaded
  /// The caller went away or the store failed while committing: ask again with the same ids.
  case outcomeUnknown(StorageFault? = nil)
  /// The store failed before committing; nothing was appended.
  case storage(StorageFault)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .versionConflict(let stream, let expected, let actual):
      Diagnosis(
        """
        stream \(stream) was expected to have \(expected) but has \
        \(actual == 0 ? "no events" : "version \(actual)")
        """,
        "read it again and decide anew")
    case .idReused(let id, let position):
      Diagnosis(
        "event \(id) is already in the log at position \(position) with other content",
        "give the new fact an id of its own")
    case .idRepeated(let id):
      Diagnosis(
        "event \(id) stands twice in one batch with different content", "give each fact its own id")
    case .invalid(let id, let error): Diagnosis("event \(id): \(error.reason)", error.remedy)
    case .keyDestroyed(let id, let key, let position):
      Diagnosis(
        """
        event \(id) is sealed by the key \(key), which the erasure at position \(position) \
        destroyed
        """,
        "seal it again")
    case .alreadyDestroyed(let key, let position):
      Diagnosis(
        "the key \(key) was destroyed by the erasure at position \(position) already",
        "look again what is left to erase")
    case .erasureUnderWay:
      Diagnosis(
        "somebody the events are about is being erased",
        "try again with the same ids when it is done")
    case .overloaded: Diagnosis("the log is overloaded", "retry in a moment with the same ids")
    case .outcomeUnknown(let fault):
      Diagnosis(
        "it is not known whether the events were recorded",
        fault.map { "ask again with the same ids once this is mended: \($0)" }
          ?? "ask again with the same ids")
    case .storage(let fault): fault.diagnosis
    }
  }
}
