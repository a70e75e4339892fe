public import EventLog
public import InteractionModel

/// Who may keep what a store has made from its log up to date: one process at a time.
///
/// The right is a lease, not a lock alone: whoever has it says again and again that it lives, and each
/// commit of a read model checks its epoch. Being denied is an answer and not an error that somebody
/// swallows: whoever waits can say for whom, since when, and whether that one still moves.
public protocol StoreLeases: Sendable {
  /// Takes the right.
  /// - Parameter claim: who asks.
  /// - Returns: the right.
  /// - Throws: ``/EventLog/StorageFault`` `busy` when somebody has it, with what is known of them;
  ///   any other when it cannot be told.
  func acquire(_ claim: LeaseClaim) throws(StorageFault) -> any StoreLease

  /// Who has the right now; takes nothing and writes nothing.
  /// - Returns: who has it; nil when nobody has.
  /// - Throws: ``/EventLog/StorageFault`` when that cannot be told.
  func holder() throws(StorageFault) -> LeaseHolder?
}

/// The right to keep what a store has made from its log up to date, until it is released or the process
/// ends.
public protocol StoreLease: Sendable {
  /// The number of the lease, greater than that of every one before.
  var epoch: Int64 { get }

  /// Says that whoever has the right lives; to be called every second.
  /// - Parameter report: what it says of itself, for whoever looks from outside.
  /// - Throws: ``/EventLog/StorageFault`` `superseded` when the right is gone, because somebody has
  ///   removed what it hangs on; any other when it cannot be said.
  func renew(_ report: JSONObject) throws(StorageFault)

  /// Gives the right back.
  func release()
}

/// Who asks for the right.
public struct LeaseClaim: Sendable, Hashable {
  /// The name of the machine.
  public let host: String
  /// The process there.
  public let process: Int32
  /// What it does, in a word: `daemon`, `project`.
  public let role: String
  /// When it asks.
  public let time: Instant

  /// A claim.
  /// - Parameters:
  ///   - host: the name of the machine.
  ///   - process: the process there.
  ///   - role: what it does, in a word.
  ///   - time: when it asks.
  public init(host: String, process: Int32, role: String, time: Instant) {
    self.host = host
    self.process = process
    self.role = role
    self.time = time
  }
}

/// Who has the right, as far as that can be told from outside.
public struct LeaseHolder: Sendable, Hashable {
  /// Who, and since when; nil in the moment between taking the right and saying so.
  public let claim: LeaseClaim?
  /// The number of the lease; nil as long as nothing was said.
  public let epoch: Int64?
  /// How long ago it last said that it lives; nil where that cannot be told.
  public let silence: Duration?
  /// What it said of itself then.
  public let report: JSONObject

  /// How long a holder may be silent before it is called so: it speaks every second.
  public static let patience = Duration.seconds(4)
  /// A holder.
  /// - Parameters:
  ///   - claim: who, and since when.
  ///   - epoch: the number of the lease.
  ///   - silence: how long ago it last said that it lives.
  ///   - report: what it said of itself then.
  public init(claim: LeaseClaim?, epoch: Int64?, silence: Duration?, report: JSONObject = [:]) {
    self.claim = claim
    self.epoch = epoch
    self.silence = silence
    self.report = report
  }

  /// Under which name its report has what it keeps as far as the log.
  public static let keepsName = "keeps"

  /// Under which name its report has whether it builds anew what others ask for.
  public static let rebuildsName = "rebuilds"

  /// Whether it builds anew what others ask for.
  public var takesRebuilds: Bool { report[LeaseHolder.rebuildsName] == true }

  /// The names of what it keeps as far as the log; nil as long as it has not said so.
  public var keeps: Set<String>? {
    report[LeaseHolder.keepsName]?.array.map { Set($0.compactMap(\.string)) }
  }

  /// Whether it has the right and does not move, as a process that was stopped, or hangs.
  public var isSilent: Bool { silence.map { $0 > LeaseHolder.patience } ?? false }

  /// Who it is, for people: “HOST, process 17, since …”.
  public var words: String {
    guard let claim else { return "a process that has not said who it is" }
    return "\(claim.role) on \(claim.host), process \(claim.process), since \(claim.time)"
  }

  /// The holder as answers have it, without what it says of itself.
  public var json: JSONObject {
    [
      "host": claim.map { .string($0.host) } ?? .null,
      "process": claim.map { .int(Int64($0.process)) } ?? .null,
      "role": claim.map { .string($0.role) } ?? .null,
      "since": claim.map { .string($0.time.description) } ?? .null,
      "epoch": epoch.map(JSONValue.int) ?? .null,
      "silentMilliseconds": silence.map { .int($0.wholeMilliseconds) } ?? .null,
      "silent": .bool(isSilent),
    ]
  }
}

extension StorageFault {
  /// That somebody else has the right.
  public static func leased(to holder: LeaseHolder?) -> StorageFault {
    guard let holder else {
      return StorageFault(
        code: .busy, reason: "another process keeps the projections of this store",
        remedy: "wait for it or stop it")
    }
    return StorageFault(
      code: .busy, reason: "the projections of this store are kept by \(holder.words)",
      remedy: holder.isSilent
        ? "it has the right and does not move: let it go on, or end it" : "wait for it or stop it")
  }
}
