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
  /// Whether the personal parts of both say the same, whatever their public fields are.
  public let hasSameWords: Bool
  /// The public fields that the log has and the source says no more; told of the state of a case only.
  public let cleared: [String]

  /// A comparison.
  /// - Parameters:
  ///   - position: its place in the log.
  ///   - occurred: when it happened.
  ///   - isSame: whether both say the same.
  ///   - isSameButTime: whether both say the same beside the time.
  ///   - hasSameWords: whether the personal parts of both say the same.
  ///   - cleared: the public fields that the source says no more.
  public init(
    position: Position, occurred: Instant?, isSame: Bool, isSameButTime: Bool, hasSameWords: Bool,
    cleared: [String]
  ) {
    self.position = position
    self.occurred = occurred
    self.isSame = isSame
    self.isSameButTime = isSameButTime
    self.hasSameWords = hasSameWords
    self.cleared = cleared
  }
}

extension NewEvent {
  /// The event with what is not compared of the one that the log has, for
  /// ``EarlierEvent/isSameButTime``: its time, and its cause, which in an export is what it corrects;
  /// the department, but for what opens a case; and the channel of that, which is the touch point's.
  /// - Parameters:
  ///   - occurred: the time.
  ///   - department: the department.
  ///   - channel: the channel.
  ///   - causation: the cause.
  /// - Returns: the event.
  public func retold(
    at occurred: Timestamp?, department: String?, channel: Channel?, causation: EventID?
  ) -> NewEvent {
    var event = self
    event.occurred = occurred
    event.causation = causation
    if type == .caseOpened { event.channel = channel } else { event.department = department }
    return event
  }

  /// The public fields by which it says the state of a case, see ``EarlierEvent/cleared``.
  public var statedFields: [String] { EventType.statedFields(of: type, in: body) }

  /// Those of some fields that it has not.
  /// - Parameter fields: what an earlier event had.
  /// - Returns: what it has no more.
  public func cleared(of fields: [String]) -> [String] { fields.filter { body[$0] == nil } }
}

extension EventType {
  /// The public fields by which an event says the state of a case; none for what says none.
  package static func statedFields(of type: EventType, in body: JSONObject) -> [String] {
    guard type.group == "case" else { return [] }
    return body.members.map(\.key).filter { $0 != "flags" }
  }
}
