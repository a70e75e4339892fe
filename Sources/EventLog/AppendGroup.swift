/// What a commit of a log has taken, for whoever measures appends.
public struct AppendGroup: Sendable, Hashable {
  /// How many callers it answered.
  public let requests: Int
  /// How many events it took.
  public let events: Int
  /// How long the first of them had waited for its turn.
  public let waited: Duration
  /// How long it took, with the sync.
  public let took: Duration
  /// How many callers came meanwhile and wait for the next one.
  public let waiting: Int

  /// A group.
  /// - Parameters:
  ///   - requests: how many callers it answered.
  ///   - events: how many events it took.
  ///   - waited: how long the first of them had waited for its turn.
  ///   - took: how long it took, with the sync.
  ///   - waiting: how many callers wait for the next one.
  public init(requests: Int, events: Int, waited: Duration, took: Duration, waiting: Int) {
    self.requests = requests
    self.events = events
    self.waited = waited
    self.took = took
    self.waiting = waiting
  }
}
