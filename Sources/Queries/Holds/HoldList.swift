public import Compliance
public import InteractionModel

/// Every hold that was ever placed.
public struct HoldList: Sendable {
  /// Those in force first, each kind in the order in which they were placed.
  public let holds: [Hold]

  static let columns = [
    "hold", "inForce", "entityKind", "entity", "authority", "custodian", "position", "recorded",
    "actorType", "actor", "released", "releasedPosition",
  ]
  /// What tables call them otherwise.
  static let names = [
    "state": "inForce", "on": "entityKind", "id": "entity", "placed": "recorded", "by": "actor",
  ]

  /// The holds of a store.
  /// - Parameter reader: whoever asks.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public init(_ reader: Reader) throws {
    let all = try Hold.all(in: reader.store.events)
    holds = all.filter(\.isInForce) + all.filter { !$0.isInForce }
  }

  /// The list as answers have it.
  public var json: JSONObject { ["holds": .array(holds.map { .object($0.json) })] }

  /// Its lines, for tables of other programs and for counts.
  public var lines: ListLines {
    ListLines(HoldList.columns, called: HoldList.names, holds.map(\.json.withActorApart))
  }
}
