/// Something that is not as it should be, and says what happened apart from what to do.
public protocol Remediable: Sendable, CustomStringConvertible {
  /// What happened, to what, and what to do.
  var diagnosis: Diagnosis { get }
}

extension Remediable {
  /// What happened, to what; without a full stop.
  public var reason: String { diagnosis.reason }
  /// What to do; nil when nobody can do anything, or the reason says it all.
  public var remedy: Remedy? { diagnosis.remedy }
  /// The words of the layer below; nil when there are none.
  public var cause: String? { diagnosis.cause }

  /// Reason, remedy and cause where no face is known.
  public var description: String { diagnosis.sentence.description }
}
