public import Compliance
public import InteractionModel
public import Projections

/// How a promise or an SLA clock stands against the clock of whoever reads.
///
/// A fold knows no clock: it says what was said of a promise last, which may be "running" long after
/// it was due.
public enum Standing: Sendable, Hashable {
  /// Still owed, and not due yet; nil when nobody said by when.
  case owed(due: Instant?)
  /// Still owed, though it was due so many seconds ago.
  case late(seconds: Int64)
  /// Not counted for now.
  case paused
  /// Kept; so many seconds late when it was.
  case kept(lateSeconds: Int64?)
  /// Over, in a word that says how, so many seconds late when it was; of a breached clock so many
  /// seconds by now, or by when its case was settled.
  case failed(String, lateSeconds: Int64?)

  /// How a promise stands.
  /// - Parameters:
  ///   - promise: the promise or the clock.
  ///   - view: when and where it is looked at.
  public init(_ promise: Document<PromiseField>, at view: Viewpoint) {
    // A date means the whole day, in the zone of whoever reads.
    let due = promise[.due]?.string.flatMap { try? view.zone.end(of: $0) }
    func late(at instant: Instant?) -> Int64? {
      guard let due, let instant, due < instant else { return nil }
      return (instant.microseconds - due.microseconds) / 1_000_000
    }
    // Of a date its first moment: nobody is late for what was done on the day it was due.
    func moment(_ field: PromiseField) -> Instant? {
      promise[field]?.string.flatMap { try? view.zone.start(of: $0) }
    }
    switch promise[.state]?.string ?? "open" {
    case "open", "running", Standing.lateState:
      self = late(at: view.now).map { .late(seconds: $0) } ?? .owed(due: due)
    case "paused": self = .paused
    case "met", "kept": self = .kept(lateSeconds: late(at: moment(.since)))
    // Nothing is over by that: what the clock was for is owed until its case is settled.
    case "breached":
      self = .failed("breached", lateSeconds: late(at: moment(.settled) ?? view.now))
    case let state: self = .failed(state, lateSeconds: late(at: moment(.since) ?? view.now))
    }
  }

  /// The state of what is still owed and was due before somebody looks, which no record says.
  static let lateState = "late"

  /// The state of a clock that was met after it was due, which no record says.
  static let metLateState = "met_late"

  /// The state of a clock that ran until its case was settled, which no record says.
  static let endedState = "ended"

  /// Promises as somebody must look at them: those that are late first, then those that were not
  /// kept, then those still owed; of each in the order given.
  /// - Parameters:
  ///   - promises: the promises.
  ///   - view: when and where they are looked at.
  /// - Returns: all of them.
  public static func ordered(
    _ promises: [Document<PromiseField>], at view: Viewpoint
  ) -> [Document<PromiseField>] {
    promises.enumerated()
      .map { (rank: Standing($0.element, at: view).rank, place: $0.offset, promise: $0.element) }
      .sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }
      .map(\.promise)
  }

  private var rank: Int {
    switch self {
    case .late: 0
    case .failed: 1
    case .owed, .paused: 2
    case .kept: 3
    }
  }

  /// Whether somebody must do something about it.
  public var isOpen: Bool {
    switch self {
    case .owed, .late, .paused: true
    case .kept, .failed: false
    }
  }
}
