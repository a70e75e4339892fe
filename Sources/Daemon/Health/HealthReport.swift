public import InteractionModel
public import ProjectionEngine

/// How a daemon is, from three numbers that are read apart: where the log ends, by the log's own table; how
/// far a read model is, by its own file; and when a worker last came round, by its own loop.
///
/// One that stands still cannot say for the others that they go on: lag is never measured against what a
/// worker believes.
public struct HealthReport: Sendable {
  /// Something that is kept as far as the log.
  public struct Kept: Sendable {
    /// Its name.
    public let name: String
    /// How far it is; nil when it cannot be read, or is not there.
    public let position: Position?
    /// How many records the log has beyond it; nil when either cannot be read.
    public let lag: Int64?
    /// How long it has been behind; zero when it is not.
    public let lagging: Duration
  }

  /// A generation that is built beside the one that serves, by whichever process.
  public struct Build: Sendable {
    /// The projection's name.
    public let name: String
    /// Its number.
    public let generation: Int64
    /// How far it is; nil when it cannot be read.
    public let position: Position?
  }

  /// Something that is not as it should be.
  public struct Problem: Sendable, Hashable {
    /// What it is about: a worker's name, `log`, `history`, `lease`, `disk`, `health`.
    public let subject: String
    /// That the log is not the one that others were shown.
    static let history = "history"
    /// What is wrong.
    public let what: Remedy
  }

  /// Whether it works, or waits for whoever does.
  public enum Role: Sendable, Hashable {
    /// It has just begun.
    case starting
    /// It has the lease.
    case leader(epoch: Int64)
    /// Another process has it; nil when nobody has and it cannot be got.
    case standby(LeaseHolder?)

    /// What it is called.
    public var name: String {
      switch self {
      case .starting: "starting"
      case .leader: "leader"
      case .standby: "standby"
      }
    }
  }

  /// Whether it works, or waits for whoever does.
  public let role: Role
  /// Where the log ends; nil when it cannot be read.
  public let head: Position?
  /// What is kept as far as the log.
  public let kept: [Kept]
  /// What is being built beside what serves.
  public let builds: [Build]
  /// How many records the largest checkpoint has that was signed; nil when it cannot be read.
  public let signed: UInt64?
  /// How many bytes the store's files take, and are left for them, by what they are.
  public let sizes: [String: Int64]
  /// When the log was last told of a backup; nil when it never was, or cannot be read.
  public let lastBackup: Instant?
  /// Those who work here; none on standby.
  public let workers: [WorkerStatus.Report]
  /// What is not as it should be.
  public let problems: [Problem]

  /// Whether everything is as it should be.
  public var isReady: Bool { problems.isEmpty }

  /// Whether nothing here hangs, so that beginning the process anew would not help: for whoever ends
  /// processes that do.
  public var isAlive: Bool { !workers.contains { $0.silence > .seconds(60) } }

  /// The report as answers have it.
  /// - Parameter said: how the face says what to do.
  /// - Returns: the report.
  public func json(_ said: (Remedy) -> String) -> JSONObject {
    var object: JSONObject = [
      "ready": .bool(isReady), "role": .string(role.name),
      "head": head.map { .int($0.rawValue) } ?? .null,
      "problems": .array(
        problems.map { .object(["subject": .string($0.subject), "what": .string(said($0.what))]) }),
      "kept": .array(kept.map { .object($0.json) }),
      "builds": .array(
        builds.map {
          [
            "name": .string($0.name), "generation": .int($0.generation),
            "position": $0.position.map { .int($0.rawValue) } ?? .null,
          ]
        }),
      "lastBackup": lastBackup.map { .string($0.description) } ?? .null,
      "workers": .array(workers.map { .object($0.json(said)) }),
    ]
    switch role {
    case .starting: break
    case .leader(let epoch): object["epoch"] = .int(epoch)
    case .standby(let holder): object["holder"] = holder.map { .object($0.json) } ?? .null
    }
    return object
  }
}

extension HealthReport.Kept {
  var json: JSONObject {
    [
      "name": .string(name), "position": position.map { .int($0.rawValue) } ?? .null,
      "behind": lag.map(JSONValue.int) ?? .null,
      "behindMilliseconds": .int(lagging.wholeMilliseconds),
    ]
  }
}

extension WorkerStatus.Report {
  func json(_ said: (Remedy) -> String) -> JSONObject {
    var object: JSONObject = [
      "name": .string(name), "state": .string(state.name),
      "position": position.map { .int($0.rawValue) } ?? .null,
      "forMilliseconds": .int(lasting.wholeMilliseconds),
      "silentMilliseconds": .int(silence.wholeMilliseconds), "restarts": .int(Int64(restarts)),
      "reason": state.reason.map { .string(said($0)) } ?? .null,
    ]
    if case .stopped(let position?, _) = state { object["stoppedAt"] = .int(position.rawValue) }
    return object
  }
}
