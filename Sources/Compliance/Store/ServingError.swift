public import InteractionModel
public import ProjectionEngine

/// Why no read model answers for a projection.
public enum ServingError: Error, Remediable, Hashable {
  /// None was ever built.
  case notProjected(String)
  /// The only one stands still before it was complete.
  case neverComplete(String, ProjectionFailure)
  /// Code of another version built it, and that will not do.
  case stale(String, built: Int, current: Int)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .notProjected(let name): Diagnosis("\(name) has not been projected yet", "run \(.project)")
    case .neverComplete(let name, let failure):
      Diagnosis("\(name) was never complete: \(failure)", "\(.quarantine) passes over it")
    case .stale(let name, let built, let current):
      Diagnosis(
        "\(name) was built by version \(built) of its code, this is version \(current)",
        "run \(.project) to build it again")
    }
  }
}
