public import InteractionModel

/// What a worker of a daemon is doing.
public enum WorkerState: Sendable, Hashable {
  /// On its way to the end of the log.
  case catchingUp
  /// As far as the log, and told when it grows.
  case live
  /// Being built, because none that this code made serves.
  case rebuilding
  /// Something that it was to build waits until somebody says otherwise.
  case paused
  /// It stands still, before a record or because it failed, and tries again.
  case stopped(at: Position?, why: Remedy)

  /// What it is called.
  public var name: String {
    switch self {
    case .catchingUp: "catchingUp"
    case .live: "live"
    case .rebuilding: "rebuilding"
    case .paused: "paused"
    case .stopped: "stopped"
    }
  }

  /// The names that there are.
  public static let names = ["catchingUp", "live", "rebuilding", "paused", "stopped"]

  /// Why it is so; nil where there is nothing to say.
  public var reason: Remedy? {
    switch self {
    case .catchingUp, .live, .rebuilding, .paused: nil
    case .stopped(_, let why): why
    }
  }
}
