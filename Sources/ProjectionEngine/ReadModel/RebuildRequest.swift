/// A rebuild that whoever keeps a store is asked for by another process.
///
/// It is there until it was done, so that whoever keeps the store next goes on with it.
public struct RebuildRequest: Sendable, Hashable {
  /// What is to become of it.
  public enum State: Sendable, Hashable {
    /// It is to be done.
    case asked
    /// What was built stays, and nobody goes on with it.
    case paused
    /// What was built is to be removed.
    case cancelled
    /// It could not be done, for this reason.
    case failed(String)

    /// What it is called.
    public var name: String {
      switch self {
      case .asked: "asked"
      case .paused: "paused"
      case .cancelled: "cancelled"
      case .failed: "failed"
      }
    }
  }

  /// What is to be built: a projection's name, or another thing's that is made from the log.
  public let name: String
  /// What is to become of it.
  public var state: State
  /// How long the build that serves now is kept; zero for not at all.
  public let kept: Duration

  /// A request.
  /// - Parameters:
  ///   - name: what is to be built.
  ///   - state: what is to become of it.
  ///   - kept: how long the build that serves now is kept.
  public init(name: String, state: State = .asked, kept: Duration) {
    self.name = name
    self.state = state
    self.kept = kept
  }
}
