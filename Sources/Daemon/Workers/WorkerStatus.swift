internal import EventLog
public import InteractionModel
internal import ProjectionEngine
internal import Synchronization

/// What a worker says of itself: its heartbeat is written by its own loop and by nobody else, so that
/// nobody can say for it that it lives.
public final class WorkerStatus: Sendable {
  /// What a worker said, at one moment.
  public struct Report: Sendable {
    /// Its name.
    public let name: String
    /// What it is doing.
    public let state: WorkerState
    /// How long it has been doing that.
    public let lasting: Duration
    /// How long ago its loop last came round.
    public let silence: Duration
    /// The last record it took; nil for one that takes none.
    public let position: Position?
    /// How many times it ended though nobody had asked it to, and was begun again.
    public let restarts: Int

    /// How long a worker may be silent: it comes round every second where nothing happens.
    public static let patience = Duration.seconds(4)

    /// Whether it ought to have come round by now.
    public var isSilent: Bool { silence > Report.patience }
  }

  private struct Contents {
    var state = WorkerState.catchingUp
    var since = ContinuousClock.now
    var position: Position?
    var restarts = 0
  }

  /// Its name.
  public let name: String
  private let contents = Mutex(Contents())
  /// Nanoseconds from ``epoch`` to the last heartbeat.
  private let beaten = Atomic<Int64>(0)
  private let epoch = ContinuousClock.now
  /// How far it was when it last waited for records.
  private let followed = Atomic<Int64>(0)
  private let isAsked = Atomic<Bool>(false)
  private let changed: @Sendable (Report) -> Void
  private let disturbance: @Sendable (String) async throws -> Void

  /// The status of a worker that has just begun.
  /// - Parameters:
  ///   - name: its name.
  ///   - disturbance: what comes between it and its work in a test.
  ///   - changed: is told when its state has changed.
  init(
    _ name: String, disturbance: @escaping @Sendable (String) async throws -> Void = { _ in },
    changed: @escaping @Sendable (Report) -> Void
  ) {
    self.name = name
    self.disturbance = disturbance
    self.changed = changed
  }

  /// What it says now.
  public var report: Report {
    let now = ContinuousClock.now
    let silence =
      epoch.duration(to: now) - .nanoseconds(beaten.load(ordering: .relaxed))
    return contents.withLock { contents in
      Report(
        name: name, state: contents.state, lasting: contents.since.duration(to: now),
        silence: silence, position: contents.position, restarts: contents.restarts)
    }
  }

  /// Comes round: its loop goes on.
  /// - Throws: what a test throws in its way.
  func turn() async throws {
    try await disturbance(name)
    try Task.checkCancellation()
    beat()
  }

  /// Does something every second until the task is cancelled, for a worker that looks at what tells nobody
  /// when it changes; nobody waits long for a worker that comes round so often.
  func everySecond(_ body: () async throws -> Void) async throws {
    while true {
      try await turn()
      try await body()
      // Well within what a worker may be silent for.
      try await Task.sleep(for: .seconds(1))
    }
  }

  /// Waits for records after a position, for a worker that follows the log.
  ///
  /// Where it has just taken some it waits a little in any case, so that what comes meanwhile is taken
  /// together: taking one record costs nearly as much as taking many.
  /// - Parameters:
  ///   - position: how far it is.
  ///   - log: what it follows.
  ///   - gathering: how long it gathers.
  /// - Throws: what the log throws; `CancellationError`.
  func wait(
    after position: Position, in log: any EventStore, gathering: Duration
  ) async throws {
    if followed.exchange(position.rawValue, ordering: .relaxed) < position.rawValue {
      // Not until something comes, which is there already where much comes: until enough may have come.
      try await Task.sleep(for: gathering)
    }
    try await log.waitForRecords(after: position, atMost: .seconds(1))
  }

  /// Whether it is to end, asked from within its work, from any thread; that it asks shows that it moves.
  var stop: StopRequest {
    StopRequest { [self] in
      beat()
      return isAsked.load(ordering: .relaxed)
    }
  }

  /// Asks it to end.
  func ask() { isAsked.store(true, ordering: .relaxed) }

  /// What it is doing.
  var state: WorkerState { contents.withLock { $0.state } }

  /// Notes that it moves, from within its work.
  func beat() {
    let passed = epoch.duration(to: .now) / .nanoseconds(1)
    beaten.store(Int64(passed), ordering: .relaxed)
  }

  /// Notes how far it is.
  func reached(_ position: Position) {
    contents.withLock { $0.position = position }
    beat()
  }

  /// Notes what it is doing.
  func set(_ state: WorkerState) {
    let isChange = contents.withLock { contents in
      guard contents.state != state else { return false }
      contents.state = state
      contents.since = .now
      return true
    }
    if isChange { changed(report) }
  }

  /// Notes that it ended though nobody had asked it to.
  func ended(_ why: Remedy) {
    contents.withLock { $0.restarts += 1 }
    set(.stopped(at: nil, why: why))
  }
}
