public import InteractionModel

/// Why something that follows a log has ended.
public enum FollowingError: Error, Remediable, Hashable {
  /// A part returned although nobody asked it to.
  case ended(String)
  /// No generation of a projection serves any more.
  case gone(String)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .ended(let part): Diagnosis("\(part) has ended although nobody asked it to")
    case .gone(let projection): Diagnosis("\(projection) is gone", "run \(.project) again")
    }
  }
}
