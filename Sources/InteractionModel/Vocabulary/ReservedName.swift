/// A name in an event that only the log and its program may use, because what they say of
/// themselves is believed: nobody else may say that a record was read, held or erased.
public enum ReservedName: Sendable, Hashable {
  /// A type of a governance group; see ``EventType/isReserved``.
  case type
  /// A stream of the log itself, of no party, conversation, case or document.
  case stream
  /// The source under which the program mints ids and says things; see ``ownSource``.
  case source

  /// What the program calls itself as a source.
  public static let ownSource = "throughline"

  /// Whether a source is called as the program is, in whatever case.
  /// - Parameter source: the candidate.
  /// - Returns: true when no intake may come from it.
  public static func isReserved(source: String) -> Bool {
    source.utf8.count == ReservedName.ownSource.utf8.count
      && source.lowercased() == ReservedName.ownSource
  }
}

extension NewEvent {
  /// What in this event is reserved for the log and its program; nil when any source may say it.
  public var reserved: ReservedName? {
    if type.isReserved { return .type }
    if stream.entity == nil { return .stream }
    return source.map(ReservedName.isReserved(source:)) == true ? .source : nil
  }
}
