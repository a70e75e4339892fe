import EventLog
import InteractionModel
import Merkle
import Synchronization

/// A log that stands between the engine and another one: it counts what is asked and can be made to
/// lie about it.
final class WrappedLog: EventStore {
  typealias Answer = @Sendable (Selector, [StoredRecord]) -> [StoredRecord]

  let base: any EventStore
  private let end: Mutex<Position>
  private let answer: Answer
  private let asked = Mutex<[Selector]>([])
  private let scanned = Mutex<[Int]>([])

  /// - Parameters:
  ///   - base: where the records are.
  ///   - last: where the log is cut off.
  ///   - answer: makes of the records of a page what is given out.
  init(
    _ base: any EventStore, cutAfter last: Position = Position(.max),
    answer: @escaping Answer = { $1 }
  ) {
    self.base = base
    end = Mutex(last)
    self.answer = answer
  }

  /// Where the log is cut off.
  var last: Position {
    get { end.withLock { $0 } }
    set { end.withLock { $0 = newValue } }
  }

  /// What records were asked for, in order.
  var selectors: [Selector] { asked.withLock { $0 } }

  var origin: String { base.origin }

  func append(_ request: AppendRequest) async throws(AppendError) -> [Placement] {
    try await base.append(request)
  }

  func head() throws(StorageFault) -> Head {
    let head = try base.head()
    return Head(position: min(head.position, last), recorded: head.recorded)
  }

  func records(
    _ selector: Selector, in range: ReadRange, limit: Int
  ) throws(StorageFault) -> [StoredRecord] {
    // One record of a known place, looked at for its leaf, is no reading of the log.
    if selector != .all || limit > 1 { asked.withLock { $0.append(selector) } }
    var range = range
    range.through = min(range.through, last)
    return answer(selector, try base.records(selector, in: range, limit: limit))
  }

  /// How many records were asked for at once by their places, in order.
  var pages: [Int] { scanned.withLock { $0 } }

  func scan(
    at positions: [Position],
    _ body: (_ position: Position, _ line: UnsafeRawBufferPointer, _ leaf: UnsafeRawBufferPointer)
      throws -> Bool
  ) throws {
    scanned.withLock { $0.append(positions.count) }
    for position in positions where position <= last {
      // No selector names places; any but that of the whole log stands for them.
      let there = try base.record(at: position).map { [$0] } ?? []
      guard let stored = answer(.stream(.log), there).first else { continue }
      let goesOn = try stored.line.withUnsafeBytes { line in
        try stored.leaf.withUnsafeBytes { leaf in try body(position, line, leaf) }
      }
      guard goesOn else { return }
    }
  }

  func positions(
    _ selector: Selector, in range: ReadRange, limit: Int
  ) throws(StorageFault) -> [Position] {
    try records(selector, in: range, limit: limit).map(\.position)
  }

  func version(of stream: StreamID) throws(StorageFault) -> Int64 { try base.version(of: stream) }

  func lastPosition(recordedThrough instant: Instant) throws(StorageFault) -> Position {
    min(try base.lastPosition(recordedThrough: instant), last)
  }

  func destroyed(among keys: [String]) throws(StorageFault) -> [String: Position] {
    try base.destroyed(among: keys)
  }

  func keys(destroyedBy record: Position) throws(StorageFault) -> [String] {
    try base.keys(destroyedBy: record)
  }
  func hashes(in tile: TileID) throws(StorageFault) -> [Hash] { try base.hashes(in: tile) }
  func keep(_ checkpoint: SignedCheckpoint) throws(StorageFault) -> SignedCheckpoint {
    try base.keep(checkpoint)
  }
  func lastCheckpoint(
    reaching size: UInt64, where isMeant: (SignedCheckpoint) -> Bool
  ) throws(StorageFault) -> SignedCheckpoint? {
    try base.lastCheckpoint(reaching: size, where: isMeant)
  }
  func lastCosigned(by witness: VerifierKey) throws(StorageFault) -> UInt64 {
    try base.lastCosigned(by: witness)
  }
  func destroyedCount() throws(StorageFault) -> Int { try base.destroyedCount() }
  func destroyedKeys() throws(StorageFault) -> [String] { try base.destroyedKeys() }

  func waitForRecords(after position: Position) async throws -> Position {
    try await base.waitForRecords(after: position)
  }

  func putAttachment(_ name: String, _ ciphertext: [UInt8]) throws(StorageFault) {
    try base.putAttachment(name, ciphertext)
  }

  func attachment(_ name: String) throws(StorageFault) -> [UInt8]? { try base.attachment(name) }
}
