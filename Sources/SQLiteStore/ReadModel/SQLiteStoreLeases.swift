public import EventLog
internal import Foundation
internal import GRDB
internal import InteractionModel
internal import Migrations
public import ProjectionEngine
internal import Synchronization

/// The lease of a store's directory: a lock of the operating system on `projecting.lock`, which ends with
/// the process that has it, and what the holder says of itself in `projecting.json`, once a second.
///
/// A process that was stopped keeps the lock, and is not replaced: it would go on, and believe that it
/// has the right. That it is silent is what tells.
public struct SQLiteStoreLeases: StoreLeases {
  private let directory: String

  /// The lease of a directory.
  /// - Parameter directory: the store's directory; must exist.
  public init(directory: String) {
    self.directory = directory
  }

  private var lock: String { "\(directory)/projecting.lock" }
  private var word: String { "\(directory)/projecting.json" }

  /// Takes the right.
  public func acquire(_ claim: LeaseClaim) throws(StorageFault) -> any StoreLease {
    guard let file = try OwnedLock(lock) else { throw .leased(to: try holder()) }
    do {
      let epoch = try nextEpoch()
      let lease = SQLiteStoreLease(file, claim: claim, epoch: epoch, word: word)
      try lease.renew([:])
      return lease
    } catch {
      file.unlock()
      throw error
    }
  }

  /// Who has the right now.
  public func holder() throws(StorageFault) -> LeaseHolder? {
    guard try OwnedLock.isHeld(lock) else { return nil }
    guard let bytes = try StoreFile.content(word),
      let said = (try? JSONValue(parsing: bytes)).flatMap(LeaseWord.init)
    else { return LeaseHolder(claim: nil, epoch: nil, silence: nil) }
    return LeaseHolder(
      claim: said.claim, epoch: said.epoch, silence: said.silence, report: said.report)
  }

  private func nextEpoch() throws(StorageFault) -> Int64 {
    let path = "\(directory)/catalogue.db"
    return try faulting("take the lease of \(directory)") {
      let catalogue = try SQLiteFile.open(
        path, migrations: Migration.sqliteCatalogue, durability: .full, readers: 1)
      defer { try? SQLiteFile.close(catalogue) }
      return try catalogue.write { database in
        try database.execute(sql: "UPDATE lease SET epoch = epoch + 1")
        return try Int64.fetchOne(database, sql: "SELECT epoch FROM lease") ?? 0
      }
    }
  }
}

/// A lease that a process has.
private final class SQLiteStoreLease: StoreLease {
  let epoch: Int64
  private let lock: OwnedLock
  private let claim: LeaseClaim
  private let word: String

  init(_ lock: OwnedLock, claim: LeaseClaim, epoch: Int64, word: String) {
    self.lock = lock
    self.claim = claim
    self.epoch = epoch
    self.word = word
  }

  func renew(_ report: JSONObject) throws(StorageFault) {
    guard lock.isInPlace else {
      throw StorageFault(
        code: .superseded, reason: "\(lock.path) was removed, and the lease of the store with it",
        remedy: "leave the files of a store to its programs")
    }
    let said = LeaseWord(claim: claim, epoch: epoch, report: report)
    // Not synced: after a power cut nobody has the right, whatever the file says.
    try StoreFile.write(word, said.json.canonicalBytes, isDurable: false)
  }

  func release() { lock.unlock() }
}

/// What a holder says of itself, and when, by the time since the machine was started: a clock that is
/// set makes nobody silent.
private struct LeaseWord {
  let claim: LeaseClaim
  let epoch: Int64
  let report: JSONObject
  private let machine: String
  private let spoken: Int64

  init(claim: LeaseClaim, epoch: Int64, report: JSONObject) {
    self.claim = claim
    self.epoch = epoch
    self.report = report
    machine = LeaseWord.machine
    spoken = LeaseWord.now
  }

  init?(_ json: JSONValue) {
    guard let host = json["host"]?.string, let process = json["process"]?.int,
      let role = json["role"]?.string, let since = json["since"]?.int,
      let epoch = json["epoch"]?.int, let machine = json["machine"]?.string,
      let spoken = json["spoken"]?.int
    else { return nil }
    claim = LeaseClaim(
      host: host, process: Int32(truncatingIfNeeded: process), role: role,
      time: Instant(microseconds: since))
    self.epoch = epoch
    self.machine = machine
    self.spoken = spoken
    report = json["report"]?.object ?? [:]
  }

  var json: JSONValue {
    .object([
      "host": .string(claim.host), "process": .int(Int64(claim.process)),
      "role": .string(claim.role), "since": .int(claim.time.microseconds), "epoch": .int(epoch),
      "machine": .string(machine), "spoken": .int(spoken), "report": .object(report),
    ])
  }

  /// How long ago it was said; nil when it was said on another machine, or before this one was started.
  var silence: Duration? {
    machine == LeaseWord.machine ? .milliseconds(max(0, LeaseWord.now - spoken)) : nil
  }

  /// Milliseconds since the machine was started.
  private static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// This start of this machine.
  private static let machine: String = {
    let path = "/proc/sys/kernel/random/boot_id"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.filter { !$0.isWhitespace }
  }()
}
