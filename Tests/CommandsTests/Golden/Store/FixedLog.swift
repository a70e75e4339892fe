import Compliance
import EventLog
import Foundation
import InteractionModel
import Merkle
import SQLiteStore
import StoreConformance
import Synchronization

@testable import Vault

/// A log in which nothing is left to chance: its times are told, its ids and keys are counted.
///
/// The one thing that still differs from run to run are the nonces of sealed parts, and with them
/// the ciphertext: nobody may choose those. See ``GoldenText``.
final class FixedLog {
  private let log: InteractionLog
  private let vaultStore: SQLiteVaultStore
  private let master: MasterKey
  private let time: Hand
  private var keys: UInt64 = 0

  /// What the clock of the log shows.
  private final class Hand: Sendable {
    let now = Mutex(Instant(microseconds: 0))
  }

  /// Creates a store in a directory that is not there yet, with its master key beside it as the tool
  /// makes one; its birth record is of a time.
  init(directory: String, born time: Instant) async throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    master = try FixedLog.key(1)
    let digits = Hex.string(FixedLog.bytes(1))
    let isWritten = files.createFile(
      atPath: "\(directory)/master.key", contents: Data("\(digits)\n".utf8),
      attributes: [.posixPermissions: 0o600])
    guard isWritten else { throw UnexpectedEnd("no master key in \(directory)") }
    vaultStore = try SQLiteVaultStore(directory: directory)
    _ = try vaultStore.create(
      fingerprint: master.fingerprint,
      secrets: [
        "id-key": try master.wrap(try FixedLog.key(2).key),
        "signing-key": try master.wrap(try FixedLog.key(3).key),
      ])
    let hand = Hand()
    hand.now.withLock { $0 = time }
    self.time = hand
    let store = try SQLiteEventStore(
      directory: directory, origin: "golden.example/log",
      clock: LogClock { hand.now.withLock { $0 } })
    log = try await InteractionLog.create(
      store: store, vault: try Vault.open(vaultStore, master: master),
      signingKey: try SigningKey(name: store.origin, seed: FixedLog.bytes(4)).verifier)
  }

  /// When the last record was written.
  var now: Instant { time.now.withLock { $0 } }

  /// Moves the clock on to a time, or by a second where it is there already.
  func advance(to instant: Instant) {
    time.now.withLock { $0 = max(instant, $0.advanced(bySeconds: 1)) }
  }

  /// Appends an event; whoever it is about has a counted key.
  @discardableResult
  func append(_ event: NewEvent, destroying: KeyDestruction? = nil) async throws -> Position {
    var subjects: [HiddenSubject] = []
    for part in event.personal {
      let subject = log.vault.hidden(part.subject)
      if !subjects.contains(subject) { subjects.append(subject) }
    }
    let milliseconds = UInt64(clamping: now.microseconds / 1_000)
    _ = try vaultStore.keys(for: subjects, wrappedBy: master.fingerprint) {
      _ throws(StorageFault) in
      keys += 1
      let id = FixedLog.hex(milliseconds, digits: 12) + FixedLog.hex(keys, digits: 20)
      guard let key = MasterKey(FixedLog.bytes(1_000 + keys)) else {
        throw StorageFault(code: .io, reason: "no key of 32 bytes")
      }
      return KeyCandidate(keyID: id, wrapped: try master.wrap(key.key))
    }
    let placements = try await log.append([event], destroying: destroying)
    return placements.first?.position ?? .start
  }

  /// An eraser that has nothing opened to remove.
  func eraser(_ actor: Actor) -> Eraser {
    let store = log.store
    return Eraser(log: log, actor: actor, links: { try KnownLinks(of: store) }, copies: [])
  }

  private static func bytes(_ seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return (0..<MasterKey.byteCount / 8).flatMap { _ in
      let word = generator.next()
      return (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
  }

  private static func key(_ seed: UInt64) throws -> MasterKey {
    guard let key = MasterKey(bytes(seed)) else { throw UnexpectedEnd("no key of 32 bytes") }
    return key
  }

  private static func hex(_ number: UInt64, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
