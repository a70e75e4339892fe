public import EventLog
public import InteractionModel

/// The erasures that a log has requested behind a point, as an index has to carry them out.
public struct SearchErasures: Sendable, Hashable {
  /// The ids of the keys that they destroyed.
  public let keys: Set<String>
  /// The requests that the log calls complete.
  public let completed: [Position]
  /// The last request; the point itself when there is none behind it.
  public let last: LogCheckpoint

  /// Erasures.
  /// - Parameters:
  ///   - keys: the ids of the keys that they destroyed.
  ///   - completed: the requests that the log calls complete.
  ///   - last: the last request.
  public init(keys: Set<String>, completed: [Position] = [], last: LogCheckpoint = .start) {
    self.keys = keys
    self.completed = completed
    self.last = last
  }

  /// The erasures that a log requested behind a point; all of them when the point is none of this
  /// log.
  /// - Parameters:
  ///   - log: the log.
  ///   - point: the last request that was carried out.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  public init(of log: any EventStore, after point: LogCheckpoint) throws {
    let known = try log.checkpoint(at: point.position) == point ? point : .start
    var keys: Set<String> = []
    var last = known
    var requests: [String: Position] = [:]
    var completed: [Position] = []
    try log.forEachRecord(.stream(.erasures), in: ReadRange(after: known.position)) { stored in
      let record = try stored.decoded()
      guard let erasure = record.body["erasure"]?.string else { return true }
      if record.type == .erasureRequested {
        requests[erasure] = record.position
        last = LogCheckpoint(position: stored.position, leaf: stored.leaf)
        keys.formUnion(try log.keys(destroyedBy: record.position))
      } else if record.type == .partyErased, let request = requests[erasure] {
        completed.append(request)
      }
      return true
    }
    self.init(keys: keys, completed: completed, last: last)
  }

  /// The last request of a log, which whoever opens text from now on has nothing to do with: its
  /// keys open nothing any more.
  /// - Parameter log: the log.
  /// - Returns: the request; ``/EventLog/LogCheckpoint/start`` when there never was one.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  static func last(of log: any EventStore) throws -> LogCheckpoint {
    var last = LogCheckpoint.start
    try log.forEachRecord(.stream(.erasures), in: ReadRange(reverse: true)) { stored in
      guard try stored.decoded().type == .erasureRequested else { return true }
      last = LogCheckpoint(position: stored.position, leaf: stored.leaf)
      return false
    }
    return last
  }
}
