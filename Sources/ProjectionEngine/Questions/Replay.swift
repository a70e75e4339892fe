public import EventLog
public import InteractionModel
public import Merkle
internal import Projections

/// What replaying a projection found.
public struct ReplayResult: Sendable {
  /// The projection's name.
  public let projection: String
  /// The version of its code.
  public let codeVersion: Int
  /// What it passed over, in order.
  public let quarantined: [Position]
  /// The position that was replayed up to.
  public let position: Position
  /// The state digest of what was folded again.
  public let digest: Hash
  /// The state digest of the live read model at the same position; nil when it was not there.
  public let liveDigest: Hash?
  /// What differs; nil when there was nothing to compare with.
  public let differences: [Difference]?

  /// Whether live and replayed are equal; true when there was nothing to compare with.
  public var isEqual: Bool {
    (differences?.isEmpty ?? true) && (liveDigest.map { $0 == digest } ?? true)
  }
}

/// Folds the log from zero into scratch space and compares with what is live.
public enum Replay {
  /// Replays one projection.
  /// - Parameters:
  ///   - log: where the records are; every leaf is recomputed from their bytes.
  ///   - scratch: an empty read model.
  ///   - live: a snapshot of the live read model; nil when there is none.
  ///   - until: where to stop; nil for the live read model's checkpoint, or the head.
  ///   - stop: gives up between any two rows or records.
  ///   - progress: is told after each batch; answers whether to go on.
  /// - Returns: nil when the caller stopped it.
  /// - Throws: ``CompletenessAlarm``, ``ProjectionFailure`` or ``StorageFault``;
  ///   `CancellationError` when it is to stop on the way.
  public static func run(
    log: any EventStore, scratch: any ReadModel, live: (any ReadModel)?, until: Position?,
    stop: StopRequest = .never, progress: (ProjectionRunner.Progress) -> Bool
  ) throws -> ReplayResult? {
    let head = try log.head().position
    // A checkpoint that the log does not have cannot be right: compared at the log's end, it differs.
    let livePosition = try live.map { live throws(StorageFault) in
      max(.start, min(try live.checkpoint(), head))
    }
    let target = min(until ?? livePosition ?? head, head)
    var runner = ProjectionRunner(log: log, model: scratch, stop: stop)
    var stopped = false
    func note(_ state: ProjectionRunner.Progress) -> Bool {
      stopped = !progress(state)
      return !stopped
    }
    try runner.preloadLinks(through: target, progress: note)
    guard !stopped else { return nil }
    try runner.catchUp(through: target, progress: note)
    guard !stopped else { return nil }
    let digest = try StateDigest.compute(scratch, stop: stop)
    let name = scratch.projection.name
    let quarantined = try Quarantines.read(name, from: log).positions(at: target)
    func result(_ liveDigest: Hash?, _ differences: [Difference]?) -> ReplayResult {
      ReplayResult(
        projection: name, codeVersion: scratch.projection.version, quarantined: quarantined,
        position: target, digest: digest, liveDigest: liveDigest, differences: differences)
    }
    guard let live, let livePosition else { return result(nil, nil) }
    guard livePosition == target else {
      // As-of answers follow the live links, which say nothing of another log.
      try log.require(live)
      return result(
        nil,
        try AsOfComparison(
          log: log, live: live, replayed: scratch, subset: LogSubset(through: target), stop: stop
        ).differences())
    }
    let liveDigest = try StateDigest.compute(live, stop: stop)
    let differences = try Comparison.differences(live: live, replayed: scratch, stop: stop)
    var failure = NotedFailure(log: log, live: live, runner: runner, head: head)
    guard let unfounded = try failure.differences(progress: progress) else { return nil }
    return result(liveDigest, differences + unfounded)
  }
}
