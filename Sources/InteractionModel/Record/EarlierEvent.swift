/// How what a log has under an id compares with what a source says under it now.
///
/// The department of an envelope is whose the case is now, which an export has in every row: it is
/// compared in what opens a case, and a call is not another one because the case went elsewhere.
public struct EarlierEvent: Sendable, Hashable {
  /// Its place in the log.
  public let position: Position
  /// When it happened, as far as that can be compared.
  public let occurred: Instant?
  /// Whether both say the same.
  public let isSame: Bool
  /// Whether both say the same beside the time.
  public let isSameButTime: Bool

  /// A comparison.
  /// - Parameters:
  ///   - position: its place in the log.
  ///   - occurred: when it happened.
  ///   - isSame: whether both say the same.
  ///   - isSameButTime: whether both say the same beside the time.
  public init(position: Position, occurred: Instant?, isSame: Bool, isSameButTime: Bool) {
    self.position = position
    self.occurred = occurred
    self.isSame = isSame
    self.isSameButTime = isSameButTime
  }
}

extension NewEvent {
  /// The event with another time and department, for ``EarlierEvent/isSameButTime``; the department
  /// of what opens a case stays.
  /// - Parameters:
  ///   - occurred: the time.
  ///   - department: the department.
  /// - Returns: the event.
  public func retold(at occurred: Timestamp?, department: String?) -> NewEvent {
    var event = self
    event.occurred = occurred
    if type != .caseOpened { event.department = department }
    return event
  }
}
