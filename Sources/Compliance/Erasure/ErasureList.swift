public import EventLog
public import InteractionModel

/// The erasures of a log and the keys that they destroyed, to be kept where the log is not.
///
/// A log that is brought back from a copy has forgotten the erasures since, and a vault with it has
/// their keys again: with this list they are carried out once more (``Eraser/carryOutAgain(_:)``).
/// It names ids of parties, conversations and keys, and opens nothing.
public struct ErasureList: Sendable, Hashable {
  /// One erasure.
  public struct Entry: Sendable, Hashable {
    /// Its id.
    public let erasure: String
    /// The record that requested it, as it stood in the log.
    public let record: Record
    /// The ids of the keys that it destroyed, in byte order.
    public let keys: [String]

    /// An erasure.
    /// - Parameters:
    ///   - record: the record that requested it.
    ///   - keys: the ids of the keys that it destroyed.
    public init?(record: Record, keys: [String]) {
      guard record.type == .erasureRequested, let erasure = record.body["erasure"]?.string,
        EntityKey(record.body) != nil
      else { return nil }
      self.erasure = erasure
      self.record = record
      self.keys = keys
    }
  }

  /// The last record of the register of erasures; what has come since is not in the list.
  ///
  /// By its leaf it is told from the one that stands there in a log which went on from an older copy.
  public private(set) var through: LogCheckpoint
  /// The erasures, in the order in which they were requested.
  public private(set) var entries: [Entry]
  /// The lines of their records, by their ids.
  private var lines: [String: [UInt8]]

  /// The erasures of a log that were requested and not refused, those included that are not complete.
  /// - Parameter events: the log.
  /// - Throws: ``/EventLog/StorageFault`` when it cannot be read.
  public init(of events: any EventStore) throws {
    through = try ErasureList.end(in: events)
    entries = []
    lines = [:]
    for erasure in try ErasureRegister.erasures(in: events) where erasure.hold == nil {
      let position = erasure.request.position
      guard let stored = try events.record(at: position),
        let entry = Entry(
          record: try stored.decoded(), keys: try events.keys(destroyedBy: position))
      else { continue }
      entries.append(entry)
      lines[entry.erasure] = stored.line
    }
  }

  /// The last record of a log's register of erasures, or none of an empty one.
  /// - Parameter events: the log.
  /// - Returns: the record.
  /// - Throws: ``/EventLog/StorageFault``.
  public static func end(in events: any EventStore) throws(StorageFault) -> LogCheckpoint {
    try events.checkpoint(at: registered(in: events)) ?? .start
  }

  /// How far a log's register of erasures goes.
  /// - Parameter events: the log.
  /// - Returns: the position of its last record; the start when it has none.
  /// - Throws: ``/EventLog/StorageFault``.
  public static func registered(in events: any EventStore) throws(StorageFault) -> Position {
    try events.positions(.stream(.erasures), in: ReadRange(reverse: true), limit: 1).first ?? .start
  }

  /// Adds what another list has and this one has not: of a log that was brought back, what it forgot.
  /// - Parameter other: the other list.
  public mutating func add(_ other: ErasureList) {
    for entry in other.entries where lines[entry.erasure] == nil {
      entries.append(entry)
      lines[entry.erasure] = other.lines[entry.erasure]
    }
  }

  // MARK: Bytes

  /// The list as lines of JSON: how far it goes, then an erasure each.
  public var bytes: [UInt8] {
    let head: JSONObject = [
      "through": .int(through.position.rawValue), "leaf": .string(Hex.string(through.leaf)),
    ]
    var bytes = head.canonicalBytes + [0x0A]
    for entry in entries {
      let line: JSONObject = [
        "keys": .array(entry.keys.map(JSONValue.string)),
        "record": .string(String(decoding: lines[entry.erasure] ?? [], as: UTF8.self)),
      ]
      bytes += JSONValue.object(line).canonicalBytes + [0x0A]
    }
    return bytes
  }

  /// Reads a list; nil when a line is not of that form, for a list of which something is missing must
  /// not pass for one that is whole.
  /// - Parameter bytes: what ``bytes`` gave.
  public init?(_ bytes: [UInt8]) {
    let rows = bytes.split(separator: 0x0A).map { try? JSONValue(parsing: Array($0)) }
    guard let head = rows.first??.object, let position = head["through"]?.int,
      let leaf = head["leaf"]?.string.flatMap(Hex.bytes)
    else { return nil }
    through = LogCheckpoint(position: Position(position), leaf: leaf)
    entries = []
    lines = [:]
    for row in rows.dropFirst() {
      guard let object = row?.object, let text = object["record"]?.string,
        let record = try? Record(line: Array(text.utf8)), let named = object["keys"]?.array,
        case let keys = named.compactMap(\.string), keys.count == named.count,
        KeyDestruction(keys).malformed == nil, let entry = Entry(record: record, keys: keys)
      else { return nil }
      entries.append(entry)
      lines[entry.erasure] = Array(text.utf8)
    }
  }
}
