public import EventLog
public import InteractionModel
internal import Vault

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

  /// How far the register of erasures went; what has come since is not in the list.
  public private(set) var through: Position
  /// The erasures, in the order in which they were requested.
  public private(set) var entries: [Entry]
  /// The lines of their records, by their ids.
  private var lines: [String: [UInt8]]

  /// The erasures of a log that were requested and not refused, those included that are not complete.
  /// - Parameter events: the log.
  /// - Throws: ``/EventLog/StorageFault`` when it cannot be read.
  public init(of events: any EventStore) throws {
    through = try ErasureList.registered(in: events)
    entries = []
    lines = [:]
    for erasure in try ErasureRegister.erasures(in: events) where erasure.hold == nil {
      let position = erasure.request.position
      guard
        let stored = try events.records(
          .all, in: ReadRange(after: position.previous, through: position), limit: 1
        ).first,
        let entry = Entry(
          record: try stored.decoded(), keys: try events.keys(destroyedBy: position))
      else { continue }
      entries.append(entry)
      lines[entry.erasure] = stored.line
    }
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
    var bytes = JSONValue.object(["through": .int(through.rawValue)]).canonicalBytes + [0x0A]
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
    guard let first = rows.first, let head = first?.object?["through"]?.int else { return nil }
    through = Position(head)
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

extension Eraser {
  /// Carries out again what was erased once, in a log that was brought back from before.
  ///
  /// The request is recorded as it was, under its id, but for its reason, whose words are lost with the
  /// records that held them. No hold stands in its way: what is erased stays so.
  /// - Parameter entry: the erasure.
  /// - Returns: the certificate; nil when the log knows the erasure.
  /// - Throws: ``/EventLog/AppendError``, ``/EventLog/StorageFault`` or what a purge throws; what
  ///   ``resume(onRevival:)`` finishes then.
  public func carryOutAgain(_ entry: ErasureList.Entry) async throws -> ErasureCertificate? {
    guard try ErasureRegister.erasure(entry.erasure, in: log.store) == nil else { return nil }
    var event = NewEvent(id: entry.record.id, stream: .erasures, type: .erasureRequested)
    event.actor = entry.record.actor
    event.source = entry.record.source
    event.occurred = entry.record.occurred ?? Timestamp(entry.record.recorded)
    event.body = entry.record.body
    // Keys that were made since the copy are nowhere: nothing in this log is sealed by them.
    let here = Set(try log.vault.keys(withIDs: entry.keys).map(\.keyID))
    _ = try await log.append(
      [event], destroying: KeyDestruction(entry.keys.filter(here.contains)))
    return try await finish(registered(entry.erasure))
  }
}
