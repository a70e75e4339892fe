internal import EventLog
internal import InteractionModel
internal import Merkle
internal import StoreConformance
internal import Testing

@testable import SQLiteStore

/// Logs that somebody changes behind the store's back.
enum TamperedLog {
  /// The tables whose rows are packed: each holds something of many records.
  static let packed: Set = [
    "recent", "key_new", "key_old", "posting", "tile", "checkpoint", "cosignature",
  ]

  /// A log that has a row in every table but those of tiles, checkpoints and cosignatures, closed: what is
  /// indexed is merged several times on the way, and something is recent at the end.
  /// - Parameters:
  ///   - recentLimit: how many records are recent at most before they are merged.
  ///   - more: how many events follow then, and are signed and cosigned; a tile takes 256 records.
  /// - Returns: its directory.
  /// - Throws: when it cannot be made.
  static func make(recentLimit: Int = 8, more: Int = 0) async throws -> TestDirectory {
    let directory = try await PlainLog.make(events: 0)
    let store = try PlainLog.open(directory.path, recentLimit: recentLimit)
    var maker = EventMaker(seed: 99)
    let amended = EventID(high: 0x5555_5555_5555_4555, low: 0x8555_5555_5555_5555)
    for place in 0..<29 {
      // Two of them amend the same message.
      let event =
        switch place {
        case 12, 17: maker.amendment(of: amended)
        case 9, 20: maker.reading()
        default: maker.event()
        }
      try await store.append(plain: [event])
    }
    let content = [UInt8]("ciphertext".utf8)
    let attachment = Hex.string(Hash.content(content).bytes)
    try store.putAttachment(attachment, content)
    let key = [UInt8](repeating: 0xA7, count: 16)
    let part = SealedPart(
      key: Hex.string(key), commitment: [UInt8](repeating: 1, count: 32),
      nonce: [UInt8](repeating: 2, count: 12), data: [UInt8](repeating: 3, count: 48),
      root: [UInt8](repeating: 4, count: 32), attachments: [attachment])
    let message = NewEvent(
      id: EventID(high: 0x2222_2222_2222_4222, low: 0x8222_2222_2222_2222),
      stream: StreamID(.conversation("attached")), type: .messageReceived)
    _ = try await store.append(
      AppendRequest(events: [try SealedEvent(message, sealed: [part])], isSame: { _, _ in true }))
    // One key that sealed something and one that was made and never used.
    let keys = [Hex.string(key), String(repeating: "b8", count: 16)]
    let request = NewEvent(
      id: EventID(high: 0x3333_3333_3333_4333, low: 0x8333_3333_3333_3333), stream: .erasures,
      type: .erasureRequested, body: ["erasure": "e-1", "subjects": 2])
    try await store.append(plain: [request], destroying: KeyDestruction(keys))
    let completion = NewEvent(
      id: EventID(high: 0x4444_4444_4444_4444, low: 0x8444_4444_4444_4444), stream: .erasures,
      type: .partyErased,
      body: [
        "erasure": "e-1", "subjects": 2, "keys": .string(KeyDestruction.digest(of: keys)),
      ])
    try await store.append(plain: [completion])
    if more > 0 {
      let witness = try PlainLog.witness.orThrow()
      try await store.append(plain: [PlainLog.naming(witness)] + maker.events(more))
      try PlainLog.cosignHead(of: store, by: witness, at: 1)
    }
    #expect(try store.problems() == [])
    try store.close()
    return directory
  }

  /// Changes a copy behind the store's back; answers what `verify` says of it.
  static func problems(
    _ base: TestDirectory, restoringTriggers: Bool = true,
    _ change: (RawConnection) throws -> Void
  ) throws -> [LogProblem] {
    let copy = try TestDirectory(copying: base.path)
    do {
      let raw = try RawConnection("\(copy.path)/log.db")
      if restoringTriggers { try raw.withoutTriggers(change) } else { try change(raw) }
    }
    return try SQLiteEventStore.verify(directory: copy.path, limit: 100) { _ in true }.problems
  }
}
