internal import Compliance
internal import EventLog
public import InteractionModel
public import ProjectionEngine
internal import Projections

/// What differs in something between two points of its history, and which records made it so.
public struct StateDifference: Sendable {
  /// A field that differs.
  public struct Field: Sendable {
    /// What it was at the one point and is at the other.
    public let change: FieldChange
    /// The records between the two that changed it; none where a link alone did.
    public let causes: Causes
  }

  /// What it is about.
  public let entity: EntityKey
  /// The one point.
  public let from: AnswerPoint
  /// The other.
  public let to: AnswerPoint
  /// The fields that differ, by name.
  public let fields: [Field]
  /// How many records count at the one point and not at the other.
  public let events: Int

  /// The difference as answers have it.
  public var json: JSONObject {
    let changes = fields.map { field -> JSONValue in
      [
        "field": .string(field.change.field), "before": field.change.before ?? .null,
        "after": field.change.after ?? .null, "causes": field.causes.json,
      ]
    }
    return [
      entity.kind.rawValue: .string(entity.id), "from": from.json, "to": to.json,
      "events": .int(Int64(events)), "changes": .array(changes),
    ]
  }
}

extension Entities {
  /// What differs between two points.
  /// - Parameters:
  ///   - id: the entity.
  ///   - from: the one point; nil for now.
  ///   - to: the other; nil for now.
  ///   - joined: the fields with what others have of them as of a point.
  ///   - elsewhere: the records of others that made a field differ, given both points' fields.
  /// - Returns: the fields that differ, each with the records that changed it.
  /// - Throws: ``QueryError`` when there is none at either point.
  func difference(
    of id: String, from: AsOf?, to: AsOf?,
    joined: (JSONObject, AsOf?) throws -> JSONObject = { fields, _ in fields },
    elsewhere: (JSONObject?, JSONObject?) throws -> [String: [Record]] = { _, _ in [:] }
  ) throws -> StateDifference {
    let (one, other) = (try questions(from), try questions(to))
    let before = try one.fields(of: id).map { try joined($0, from) }
    let after = try other.fields(of: id).map { try joined($0, to) }
    guard before != nil || after != nil else {
      throw try absent(id, other.subset.through < one.subset.through ? from : to)
    }
    let counted = Set(try one.moments(of: id).map(\.position))
    let countedLater = Set(try other.moments(of: id).map(\.position))
    let between = counted.symmetricDifference(countedLater)
    // Whichever has more tells how the fields came to what they are.
    let steps = try (countedLater.count < counted.count ? one : other).steps(of: id)
    var causes: [String: [Record]] = [:]
    for step in steps where between.contains(step.record.position) {
      for change in step.changes { causes[change.field, default: []].append(step.record) }
    }
    for (field, others) in try elsewhere(before, after) {
      let all = Dictionary((causes[field] ?? []).map { ($0.position, $0) }) { first, _ in first }
        .merging(others.map { ($0.position, $0) }) { own, _ in own }
      causes[field] = all.values.sorted { $0.position < $1.position }
    }
    let changes = EntityQuestions.changes(before ?? JSONObject(), after ?? JSONObject())
    return StateDifference(
      entity: EntityKey(kind, id), from: AnswerPoint(one.subset.through, from),
      to: AnswerPoint(other.subset.through, to),
      fields: changes.map { .init(change: $0, causes: Causes(causes[$0.field] ?? [])) },
      events: between.count)
  }
}

extension Cases {
  /// What differs in a case between two points.
  /// - Parameters:
  ///   - id: the case.
  ///   - from: the one point; nil for now.
  ///   - to: the other; nil for now.
  /// - Returns: the fields that differ, each with the records that changed it.
  /// - Throws: ``QueryError`` when there is none at either point.
  public func difference(of id: String, from: AsOf?, to: AsOf?) throws -> StateDifference {
    try entities.difference(of: id, from: from, to: to)
  }
}

extension Conversations {
  /// What differs in a conversation between two points.
  /// - Parameters:
  ///   - id: the conversation.
  ///   - from: the one point; nil for now.
  ///   - to: the other; nil for now.
  /// - Returns: the fields that differ, each with the records that changed it.
  /// - Throws: ``QueryError`` when there is none at either point.
  public func difference(of id: String, from: AsOf?, to: AsOf?) throws -> StateDifference {
    try entities.difference(of: id, from: from, to: to)
  }
}

extension Parties {
  /// What differs in what is known of a party between two points.
  /// - Parameters:
  ///   - id: the party.
  ///   - from: the one point; nil for now.
  ///   - to: the other; nil for now.
  /// - Returns: the fields that differ, each with the records that changed it.
  /// - Throws: ``QueryError`` when there is none at either point.
  public func difference(of id: String, from: AsOf?, to: AsOf?) throws -> StateDifference {
    try entities.difference(of: id, from: from, to: to) { fields, point in
      try PartyStanding(of: self, at: point).joined(Document(fields)).object
    } elsewhere: { before, after in
      try causes(inCasesThatDiffer: (before, after), from, to)
    }
  }

  /// The records of cases that made the cases of a party stand otherwise.
  private func causes(
    inCasesThatDiffer fields: (JSONObject?, JSONObject?), _ from: AsOf?, _ to: AsOf?
  ) throws -> [String: [Record]] {
    guard entities.reader.store.dispensable(CaseState.projection) != nil else { return [:] }
    let cases = try Cases(entities.reader)
    func parts(_ fields: JSONObject?) -> [Document<PartyCaseField>] {
      Document<PartyField>(fields ?? JSONObject()).parts(.cases)
    }
    let before = Set(parts(fields.0))
    let differing = parts(fields.1).filter { !before.contains($0) }.compactMap { $0[.case]?.string }
    let told: Set<String> = [PartyCaseField.status.rawValue, PartyCaseField.service.rawValue]
    let records = try differing.flatMap { id in
      try cases.difference(of: id, from: from, to: to).fields
        .filter { told.contains($0.change.field) }.flatMap(\.causes.records)
    }
    guard !records.isEmpty else { return [:] }
    // What ends a case settles its conversations too.
    return [PartyField.cases.rawValue: records, PartyField.conversations.rawValue: records]
  }
}
