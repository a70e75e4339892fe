internal import EventLog
internal import InteractionModel
internal import Merkle
internal import StoreConformance
internal import Vault

@testable import SQLiteStore

/// A log without a vault: its events are sealed without secrecy.
enum PlainLog {
  static let origin = "city-hall"

  static var birth: NewEvent {
    NewEvent(
      id: EventID(high: 0x1111_1111_1111_4111, low: 0x8111_1111_1111_1111), stream: .log,
      type: .logCreated,
      body: [
        "format": .int(Int64(RecordLine.formatVersion)), "origin": .string(origin),
        "publicKey": "none",
        "signingKey": signingKey.map { .string($0.verifier.description) } ?? .null,
      ])
  }

  /// The key that the birth record names.
  static let signingKey = try? SigningKey(name: origin, seed: [UInt8](repeating: 5, count: 32))

  /// Signs where a log stands, and keeps that in it.
  @discardableResult
  static func signHead(of store: SQLiteEventStore) throws -> SignedCheckpoint {
    let size = UInt64(try store.head().position.rawValue)
    let tree = try Checkpoint(origin: origin, size: size, root: store.root(atSize: size))
    return try store.keep(tree.signed(by: signingKey.orThrow()))
  }

  /// The key of a witness.
  static let witness = try? SigningKey(
    name: "witness.example/w1", algorithm: .cosignature, seed: [UInt8](repeating: 9, count: 32))

  /// The event that names a witness in a log.
  static func naming(_ witness: SigningKey) -> NewEvent {
    NewEvent(
      id: EventID(high: 0x6666_6666_6666_4666, low: 0x8666_6666_6666_6666), stream: .log,
      type: .witnessAdded,
      body: [
        "witness": .string(witness.verifier.description), "url": "http://w.example", "quorum": 1,
      ])
  }

  /// Signs where a log stands, has that cosigned, and keeps both in it.
  @discardableResult
  static func cosignHead(
    of store: SQLiteEventStore, by witness: SigningKey, at time: UInt64
  ) throws -> SignedCheckpoint {
    var signed = try signHead(of: store)
    var note = signed.note
    try signed.add(note.cosign(with: witness, at: time), of: witness.verifier)
    return try store.keep(signed)
  }

  /// Opens the log of a directory, or makes it, without a birth record.
  /// - Parameters:
  ///   - path: the directory.
  ///   - recentLimit: how many records are recent at most before they are merged.
  ///   - walFrames: how many pages the WAL has when it is written back.
  ///   - filterThreshold: from how many events on the merged keys are filtered.
  /// - Returns: the log.
  /// - Throws: when it cannot be opened.
  static func open(
    _ path: String, recentLimit: Int = LogTuning().recentLimit,
    walFrames: Int = LogTuning().walFrames,
    filterThreshold: Int = LogTuning().filterThreshold
  ) throws -> SQLiteEventStore {
    try SQLiteEventStore(
      directory: path, origin: origin, clock: TestClock().logClock,
      tuning: LogTuning(
        recentLimit: recentLimit, filterThreshold: filterThreshold, walFrames: walFrames))
  }

  /// A new log with its birth record and some events, closed.
  static func make(events: Int = 5, seed: UInt64 = 99) async throws -> TestDirectory {
    let directory = try TestDirectory()
    let store = try open(directory.path)
    try await store.append(plain: [birth])
    var maker = EventMaker(seed: seed)
    if events > 0 { try await store.append(plain: maker.events(events)) }
    try store.close()
    return directory
  }
}

extension SQLiteEventStore {
  /// What is wrong, in words.
  func problems() throws -> [String] {
    try verify(limit: 20) { _ in true }.problems.map { problem in
      """
      \(problem.position.map { "\($0)" } ?? "-"): \(problem.what): \
      expected \(problem.expected), found \(problem.found)
      """
    }
  }
}

/// A log with its vault, both in SQLite.
struct SealedLog {
  static let master = MasterKey([UInt8](repeating: 7, count: 32))

  let events: SQLiteEventStore
  let keys: SQLiteVaultStore
  let log: InteractionLog

  /// Opens the log of a directory, or makes it.
  /// - Parameters:
  ///   - path: the directory.
  ///   - walFrames: how many pages the WALs have when they are written back.
  /// - Throws: when it cannot be opened.
  init(_ path: String, walFrames: Int = WALCheckpointer.frameLimit) async throws {
    let master = try Self.master.orThrow()
    events = try PlainLog.open(path, walFrames: walFrames)
    keys = try SQLiteVaultStore(directory: path, walFrames: walFrames)
    let vault = try Vault.create(keys, master: master)
    log = try await InteractionLog.create(store: events, vault: vault)
  }

  func close() throws {
    try events.close()
    try keys.close()
  }

  /// A message with text of one participant in one conversation.
  static func message(
    _ number: Int, _ content: JSONObject = ["text": "My bin was not emptied."]
  ) -> NewEvent {
    let conversation = "c-\(number)"
    var event = NewEvent(
      id: EventID(high: UInt64(number) << 16 | 0x4000, low: 0x8000_0000_0000_0000),
      stream: StreamID(.conversation(conversation)), type: .messageReceived,
      body: ["mediaType": "text/plain"])
    event.personal = [
      PersonalPart(
        subject: Subject(
          scope: .conversation(conversation), participant: "party:p-\(number)",
          party: "p-\(number)"),
        content: content)
    ]
    return event
  }
}

extension Optional {
  struct Missing: Error {}

  func orThrow() throws -> Wrapped {
    guard let self else { throw Missing() }
    return self
  }
}
