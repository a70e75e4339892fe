import InteractionModel
import Projections

/// A projection for tests: which records belong to an entity and whom they name.
///
/// Shows every mistake of membership: the rows list the positions one by one, and a second table
/// has a row for each record, which moves with it from entity to entity.
struct Tally: FoldState {
  var positions: [Int64] = []
  var parties: Set<String> = []
  /// The (effective time, position) of the last touch.
  var latest: [Int64] = []

  init() {}

  init(decoding bytes: [UInt8]) throws {
    let json = try JSONValue(parsing: bytes)
    func integers(_ key: String) -> [Int64] { json[key]?.array?.compactMap(\.int) ?? [] }
    positions = integers("positions")
    latest = integers("latest")
    parties = Set(json["parties"]?.array?.compactMap(\.string) ?? [])
  }

  func encoded() -> [UInt8] { document.canonicalBytes }

  var document: JSONObject {
    [
      "positions": .array(positions.map(JSONValue.int)),
      "latest": .array(latest.map(JSONValue.int)),
      "parties": .array(parties.sorted().map(JSONValue.string)),
    ]
  }

  mutating func apply(_ record: Record) throws(FoldError) {
    // Half of the change before the error: whoever goes on with the state would show it.
    positions.append(record.position.rawValue)
    guard record.type != "test.refused" else {
      throw FoldError(position: record.position, reason: "refused for the test")
    }
    if let party = record.party { parties.insert(party) }
    if let party = record.body["party"]?.string { parties.insert(party) }
    if let actor = record.actor, Actor.partyTypes.contains(actor.type), let id = actor.id {
      parties.insert(id)
    }
    let moment = [record.effectiveTime.microseconds, record.position.rawValue]
    if latest.lexicographicallyPrecedes(moment) { latest = moment }
  }

  func rows(_ context: RowContext) -> [Row] {
    guard !positions.isEmpty || context.mergedInto != nil else { return [] }
    var document: JSONObject = [
      "latest": .array(latest.map(JSONValue.int)),
      "parties": .array(Set(parties.map(context.partyRoot)).sorted().map(JSONValue.string)),
      "positions": .array(positions.map(JSONValue.int)),
    ]
    if let root = context.mergedInto { document["mergedInto"] = .string(root) }
    let main = Row(
      table: "tally", key: context.key,
      values: [.integer(Int64(positions.count)), .text(JSONValue.object(document).canonicalText)])
    return [main]
      + positions.map { position in
        Row(table: "touch", key: "touch-\(position)", values: [.text(context.key)])
      }
  }

  static func projection(_ kind: EntityKind, version: Int = 1) -> Projection {
    Projection(
      name: "Tally", version: version,
      folds: [Fold(over: kind, tables: [table("tally"), touches("touch")], state: Tally.self)])
  }

  static func table(_ name: String) -> Table {
    Table(name, columns: [Column("count", .integer), Column("document", .json)])
  }

  static func touches(_ name: String) -> Table { Table(name, columns: [Column("owner", .text)]) }
}

extension EventType {
  static func == (left: EventType, right: String) -> Bool { left.rawValue == right }
  static func != (left: EventType, right: String) -> Bool { left.rawValue != right }
}
