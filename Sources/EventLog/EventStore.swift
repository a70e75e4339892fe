public import InteractionModel
public import Merkle

/// A record as it is stored: its place, the exact bytes that are hashed, and their stored hash.
public struct StoredRecord: Sendable, Hashable {
  /// The place in the log.
  public let position: Position
  /// The canonical line, without a line feed.
  public let line: [UInt8]
  /// The leaf hash the log stored when it took the record: SHA-256(0x00 ‖ line).
  public let leaf: [UInt8]

  /// A stored record.
  public init(position: Position, line: [UInt8], leaf: [UInt8]) {
    self.position = position
    self.line = line
    self.leaf = leaf
  }

  /// The decoded record.
  /// - Throws: ``StorageFault`` that names the position when the stored bytes are no record.
  public func decoded() throws(StorageFault) -> Record {
    do {
      return try Record(line: line)
    } catch {
      throw .unreadable(position, error)
    }
  }
}

/// Which records to read.
public enum Selector: Sendable, Hashable {
  /// All of them.
  case all
  /// The one with this id.
  case id(EventID)
  /// Those of a stream.
  case stream(StreamID)
  /// Those that name an entity in their envelope, or stand in its stream.
  case entity(EntityKey)
  /// Those that edit or redact any of some messages, in whichever stream they stand: see
  /// ``/InteractionModel/Record/amends``. The messages need not be in the log.
  case amending(Set<EventID>)
  /// Those that tell that somebody read, or was given something to read: see
  /// ``/InteractionModel/EventType/tellsOfReading``.
  case readings

  /// Those that edit or redact a message.
  public static func amending(_ message: EventID) -> Selector { .amending([message]) }
}

/// Where the log ends.
public struct Head: Sendable, Hashable {
  /// The last position; ``Position/start`` when the log is empty.
  public let position: Position
  /// When the last record was taken; nil when the log is empty.
  public let recorded: Instant?

  /// The end of a log.
  public init(position: Position, recorded: Instant?) {
    self.position = position
    self.recorded = recorded
  }
}

/// A range of positions to read, and the direction.
public struct ReadRange: Sendable, Hashable {
  /// Exclusive lower bound.
  public var after: Position
  /// Inclusive upper bound.
  public var through: Position
  /// From the last to the first.
  public var reverse: Bool

  /// A range; everything by default.
  /// - Parameters:
  ///   - after: exclusive lower bound.
  ///   - through: inclusive upper bound.
  ///   - reverse: from the last to the first.
  public init(
    after: Position = .start, through: Position = Position(.max), reverse: Bool = false
  ) {
    self.after = after
    self.through = through
    self.reverse = reverse
  }
}

/// A log: what a store implements.
///
/// Reads block their thread: call them off the cooperative pool when latency matters. Appends are
/// grouped by the store's committer and answered one by one.
public protocol EventStore: Sendable {
  /// The name of the log, fixed in its birth record.
  var origin: String { get }

  /// Appends events durably, all or none.
  ///
  /// Known ids are set aside first and answered with the position they have; expectations are
  /// checked on the rest, and events with a part that is sealed by a destroyed key are refused.
  /// When the call returns, the events have been synced to disk, and
  /// ``AppendRequest/destroying`` with them: both are there, or neither.
  /// - Parameter request: the events and what is believed about their streams.
  /// - Returns: a placement for each event, in order.
  /// - Throws: ``AppendError``; unless it is ``AppendError/outcomeUnknown``, nothing was appended.
  func append(_ request: AppendRequest) async throws(AppendError) -> [Placement]

  /// Takes its turn among the appends, and the right to write, and writes nothing: whether something
  /// could be appended now.
  /// - Throws: ``StorageFault`` that an append would have met with.
  func probeAppending() async throws(StorageFault)

  /// Where the log ends.
  func head() throws(StorageFault) -> Head

  /// Reads a page of records in position order (or its reverse).
  /// - Parameters:
  ///   - selector: which records.
  ///   - range: between which positions, in which direction.
  ///   - limit: how many at most.
  /// - Returns: the page; fewer than `limit` records only at the end of the range.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  func records(
    _ selector: Selector, in range: ReadRange, limit: Int
  ) throws(StorageFault) -> [StoredRecord]

  /// Walks over the bytes of records in position order without copying them where it can be helped.
  /// - Parameters:
  ///   - range: between which positions; the direction is always forward.
  ///   - body: borrows the line and the stored leaf; answers whether to go on. It must not ask the
  ///     store.
  /// - Throws: what the store throws, or what `body` throws.
  func scan(
    in range: ReadRange,
    _ body: (_ position: Position, _ line: UnsafeRawBufferPointer, _ leaf: UnsafeRawBufferPointer)
      throws -> Bool
  ) throws

  /// Walks over the bytes of some records, as ``scan(in:_:)`` does over those of a range.
  /// - Parameters:
  ///   - positions: which, in the order in which they are wanted; those that the log does not have are
  ///     passed over.
  ///   - body: borrows the line and the stored leaf; answers whether to go on. It must not ask the
  ///     store.
  /// - Throws: what the store throws, or what `body` throws.
  func scan(
    at positions: [Position],
    _ body: (_ position: Position, _ line: UnsafeRawBufferPointer, _ leaf: UnsafeRawBufferPointer)
      throws -> Bool
  ) throws

  /// The positions of the records a selector names, without reading the records.
  /// - Parameters:
  ///   - selector: which records.
  ///   - range: between which positions, in which direction.
  ///   - limit: how many at most.
  /// - Returns: the page; fewer than `limit` positions only at the end of the range.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  func positions(
    _ selector: Selector, in range: ReadRange, limit: Int
  ) throws(StorageFault) -> [Position]

  /// The version of a stream's last event; 0 when it has none.
  /// - Parameter stream: the stream.
  /// - Returns: the version of its last event; 0 when it has none.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  func version(of stream: StreamID) throws(StorageFault) -> Int64

  /// The last position that was recorded at or before an instant.
  /// - Parameter instant: the time of recording.
  /// - Returns: the position; ``Position/start`` when everything came later.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  func lastPosition(recordedThrough instant: Instant) throws(StorageFault) -> Position

  /// Which of some keys an erasure has destroyed; asked before every opening, so it must be cheap.
  ///
  /// Answers from the commit of the ``KeyDestruction`` on, in every process.
  /// - Parameter keys: the ids of the keys.
  /// - Returns: for each destroyed one the record that destroyed it.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  func destroyed(among keys: [String]) throws(StorageFault) -> [String: Position]

  /// The keys that a record destroyed.
  ///
  /// Reads the list of all destroyed keys.
  /// - Parameter record: the position of the record.
  /// - Returns: the ids of the keys in byte order.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  func keys(destroyedBy record: Position) throws(StorageFault) -> [String]

  /// How many keys erasures have destroyed.
  /// - Returns: their number.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  func destroyedCount() throws(StorageFault) -> Int

  /// Every key that an erasure has destroyed.
  /// - Returns: the ids of the keys in byte order.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  func destroyedKeys() throws(StorageFault) -> [String]

  /// The hashes of a tile of the tree over the log's records (RFC 6962; C2SP tlog-tiles).
  ///
  /// A store that keeps the full tiles answers from these, the last roots and the last records, in
  /// O(1) reads; one that keeps none answers from the records. See ``tree(atSize:)``.
  /// - Parameter tile: which, and how much of it.
  /// - Returns: its first hashes, as many as its width says.
  /// - Throws: ``StorageFault`` when the log ends before, or cannot be read.
  func hashes(in tile: TileID) throws(StorageFault) -> [Hash]

  /// Keeps a checkpoint of this log for ever, durably, and the cosignatures that it carries; of a
  /// witness and size the first.
  /// - Parameter checkpoint: what was signed; see ``Merkle/Checkpoint``. Whoever made its signatures was
  ///   found out before.
  /// - Returns: what is kept of that size: what was kept before, if there was, with all cosignatures.
  /// - Throws: ``StorageFault`` when it cannot be written.
  @discardableResult
  func keep(_ checkpoint: SignedCheckpoint) throws(StorageFault) -> SignedCheckpoint

  /// The largest checkpoint that is kept and of which something is so, with its cosignatures.
  /// - Parameters:
  ///   - size: of how many records it is at least.
  ///   - isMeant: is asked of one after the other, from the largest on; may not ask the store.
  /// - Returns: the checkpoint; nil when none was kept.
  /// - Throws: ``StorageFault`` when it cannot be read.
  func lastCheckpoint(
    reaching size: UInt64, where isMeant: (SignedCheckpoint) -> Bool
  ) throws(StorageFault) -> SignedCheckpoint?

  /// How many records the largest checkpoint has that a witness cosigned.
  /// - Parameter witness: its key.
  /// - Returns: their number; 0 when it cosigned none.
  /// - Throws: ``StorageFault`` when it cannot be read.
  func lastCosigned(by witness: VerifierKey) throws(StorageFault) -> UInt64

  /// Waits until the log has records after a position, and answers its head.
  ///
  /// Wakes at once for appends of this process and within 20 ms for those of others.
  /// - Parameter position: the last position the caller has seen.
  /// - Throws: `CancellationError` when the task is cancelled, ``StorageFault`` when the log
  ///   cannot be read.
  /// - Returns: the last position of the log, after the one the caller has seen.
  func waitForRecords(after position: Position) async throws -> Position

  /// Stores a sealed attachment durably under the SHA-256 of its ciphertext.
  /// - Parameters:
  ///   - name: the SHA-256 in hexadecimal.
  ///   - ciphertext: the bytes.
  /// - Throws: ``StorageFault`` when it cannot be written.
  func putAttachment(_ name: String, _ ciphertext: [UInt8]) throws(StorageFault)

  /// The ciphertext of an attachment; nil when the store does not have it.
  /// - Parameter name: the SHA-256 in hexadecimal.
  /// - Returns: the bytes; nil when the store does not have it.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  func attachment(_ name: String) throws(StorageFault) -> [UInt8]?
}

extension EventStore {
  /// Looks whether the log can be read, which is all there is to say where nothing else stands between an
  /// append and the log.
  /// - Throws: ``StorageFault`` when it cannot.
  public func probeAppending() async throws(StorageFault) { _ = try head() }

  /// Walks through records page by page, in bounded memory.
  /// - Parameters:
  ///   - selector: which records.
  ///   - range: between which positions, in which direction.
  ///   - pageSize: how many records are held at once.
  ///   - body: is given each record in turn; answers whether to go on.
  /// - Throws: ``StorageFault``, or what `body` throws.
  public func forEachRecord(
    _ selector: Selector = .all, in range: ReadRange = ReadRange(), pageSize: Int = 1_000,
    _ body: (StoredRecord) throws -> Bool
  ) throws {
    var range = range
    while true {
      let page = try records(selector, in: range, limit: pageSize)
      for record in page {
        guard try body(record) else { return }
      }
      guard let last = page.last, page.count == pageSize else { return }
      if range.reverse {
        range.through = last.position.previous
      } else {
        range.after = last.position
      }
    }
  }

  /// The record at a position; nil when the log does not reach it.
  /// - Parameter position: the place.
  /// - Returns: the record; nil when the log does not reach the position.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  public func record(at position: Position) throws(StorageFault) -> StoredRecord? {
    try records(.all, in: ReadRange(after: position.previous, through: position), limit: 1).first
  }
}
