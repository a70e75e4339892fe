import Compliance
public import EventLog
public import InteractionModel
internal import Projections

/// The records that make something so.
public struct Causes: Sendable {
  /// The records, as far as the log has them.
  public let records: [Record]

  /// Some records.
  init(_ records: [Record]) { self.records = records }

  /// The records at some positions; those that the log does not reach are left out.
  init(_ positions: [Int64], in log: any EventStore) throws {
    records = try positions.compactMap { try log.record(at: Position($0))?.decoded() }
  }

  /// The causes of a finding; empty for a value that is none.
  init(of finding: Document<FindingField>, in log: any EventStore) throws {
    try self.init((finding[.causes]?.array ?? []).compactMap(\.int), in: log)
  }

  /// The causes as answers have them.
  public var json: JSONValue { .array(records.map { .object(Causes.json($0)) }) }

  /// A record as a cause.
  static func json(_ record: Record) -> JSONObject {
    var object: JSONObject = [
      "position": .int(record.position.rawValue), "event": .string(record.id.description),
      "type": .string(record.type.rawValue),
    ]
    object["occurred"] = record.occurred.map { .string($0.text) } ?? .null
    object["channel"] = record.channel.map { .string($0.rawValue) } ?? .null
    object["conversation"] = record.conversation.map(JSONValue.string) ?? .null
    object["actor"] = record.actor.map { .object($0.json) } ?? .null
    return object
  }
}
