public import EventLog
public import InteractionModel
public import Projections

/// What a rollback did.
public struct RollbackResult: Sendable {
  /// The generation that serves again.
  public let generation: Generation
  /// The one that served until now, and is kept; nil when none is.
  public let replaced: Generation?
  /// How far the one that serves is.
  public let position: Position
  /// Whether it stays there, because this code cannot follow the log with it.
  public let isHeld: Bool
}

/// Lets the generation that served before serve again, in the place of the one that does.
public enum Rollback {
  /// Goes back to the generation that is kept.
  ///
  /// It has to be of this log, complete, and as far as the log: one that is behind follows it first. One
  /// that other code made cannot follow, and serves only as it stands, where that is asked for; then nobody
  /// builds another generation until that is asked for as well (``Generation/isHeldBack(from:)``). The one
  /// that served is kept in its place, so that a second rollback undoes the first.
  /// - Parameters:
  ///   - projection: which.
  ///   - log: where the records are.
  ///   - store: where the read models are.
  ///   - allowsStale: whether one that other code made will do.
  ///   - keptUntil: until when the one that served is kept; nil when it is removed.
  ///   - stop: gives up on the way from one call of `progress` to the next.
  ///   - progress: is told after each batch; answers whether to go on.
  /// - Returns: what serves now; nil when the caller stopped it, and then nothing has changed.
  /// - Throws: ``RollbackRefusal`` when there is nothing to go back to, or other code made it;
  ///   ``/EventLog/StorageFault`` when its file is gone or damaged, it is of another log or has not all
  ///   records of this one, or somebody else writes it; ``ProjectionFailure`` when it cannot follow the log.
  ///   Nothing has changed then either.
  public static func run(
    _ projection: Projection, log: any EventStore, store: any ReadModelStore,
    allowingStale allowsStale: Bool, keepingPreviousUntil keptUntil: Instant?,
    stop: StopRequest = .never, progress: (ProjectionRunner.Progress) -> Bool = { _ in true }
  ) throws -> RollbackResult? {
    let kept = try store.generations().first {
      $0.projection == projection.name && $0.state == .previous
    }
    guard let kept else { throw RollbackRefusal.nothingKept(projection: projection.name) }
    let isHeld = kept.codeVersion != projection.version
    guard !isHeld || allowsStale else {
      throw RollbackRefusal.otherCode(kept, current: projection.version)
    }
    let model = try store.open(kept, of: projection)
    try log.require(model)
    try log.requireComplete(model)
    var position = try model.checkpoint()
    if isHeld {
      try store.serve(kept, keepingPreviousUntil: keptUntil, held: true)
    } else {
      let lease = try store.acquire(kept, of: projection)
      defer { lease.release() }
      var runner = ProjectionRunner(log: log, model: lease.model, stop: stop)
      var stopped = false
      position = try runner.catchUp {
        stopped = !progress($0)
        return !stopped
      }
      guard !stopped else { return nil }
      try lease.model.prepareToServe()
      try store.serve(kept, keepingPreviousUntil: keptUntil, held: false)
      // What came meanwhile was known to the one that served.
      position = try runner.catchUp(progress: progress)
    }
    let now = try store.generations().filter { $0.projection == projection.name }
    return RollbackResult(
      generation: now.first { $0.number == kept.number } ?? kept,
      replaced: now.first { $0.state == .previous }, position: position, isHeld: isHeld)
  }
}

/// Why nothing is gone back to.
public enum RollbackRefusal: Error, Remediable, Hashable {
  /// No generation is kept.
  case nothingKept(projection: String)
  /// The one that is kept was made by other code than this.
  case otherCode(Generation, current: Int)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .nothingKept(let projection):
      Diagnosis(
        "of \(projection) no generation is kept that served before",
        "a build keeps it for a day, if nobody says otherwise; run \(.rebuild(projection))")
    case .otherCode(let generation, let current):
      Diagnosis(
        """
        generation \(generation.number) of \(generation.projection) was made by version \
        \(generation.codeVersion) of its code, and this program has version \(current)
        """,
        """
        go back with the program that made it; \(.rollBackStale(generation.projection)) lets it serve as it \
        stands, until somebody builds another one
        """)
    }
  }
}
