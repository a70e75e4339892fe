public import InteractionModel
internal import Projections
internal import Queries

/// Something that once was of whom a bundle is of, and of which the records are elsewhere.
public struct DepartedEntity: Sendable, Hashable {
  /// A conversation, or a case or a party that was merged.
  public let entity: EntityKey
  /// The last record in the bundle that moved it there; nil when it said so itself, or a split did.
  public let from: Position?
  /// The record whose link leads elsewhere.
  public let until: Position
  /// How many of its records are in the bundle nevertheless, beside those that moved it: they stand in
  /// the stream of the case itself.
  public let records: Int

  /// What it is, as answers have it.
  public var json: JSONObject {
    var object: JSONObject = [
      "records": .int(Int64(records)), "until": .int(until.rawValue),
    ]
    object[entity.kind.rawValue] = .string(entity.id)
    object["from"] = from.map { .int($0.rawValue) }
    return object
  }

  /// What happened to it, in words for people.
  public var words: String {
    let start = from.map { "was moved here by @\($0)" } ?? "was here"
    let left =
      switch records {
      case 0: "its records are not here"
      case 1: "1 of its records is here, the others are not"
      default: "\(records) of its records are here, the others are not"
      }
    return "\(entity.kind.rawValue) \(entity.id) \(start) and is elsewhere by @\(until): \(left)"
  }
}

/// Follows through the records of a bundle what became of what is elsewhere now.
struct DepartedEntities {
  private let records: EntityRecords
  private var from: [EntityKey: Position] = [:]
  private var left: [EntityKey: Int] = [:]
  private let until: [EntityKey: Position]

  init(of records: EntityRecords) {
    self.records = records
    until = Dictionary(uniqueKeysWithValues: records.departed.map { ($0.entity, $0.by) })
  }

  /// Takes a record in; records come in the order of the log.
  mutating func take(_ record: Record) {
    guard !until.isEmpty else { return }
    guard let links = Link.moves(of: record) else {
      let named = [
        record.conversation.map(EntityKey.conversation), record.case.map(EntityKey.case),
        record.party.map(EntityKey.party),
      ].compactMap(\.self)
      for entity in named where until[entity] != nil { left[entity, default: 0] += 1 }
      return
    }
    for link in links {
      guard let target = link.target, records.members.contains(target) else { continue }
      let entity = EntityKey(link.kind.subjects, link.subject)
      if let until = until[entity], record.position < until { from[entity] = record.position }
    }
  }

  /// What is elsewhere, by names.
  var found: [DepartedEntity] {
    records.departed.map { departed in
      DepartedEntity(
        entity: departed.entity, from: from[departed.entity], until: departed.by,
        records: left[departed.entity] ?? 0)
    }
  }
}
