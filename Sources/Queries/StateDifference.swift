public import Compliance
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

    /// The field, of facts with the values that were said last as far as they are open; nil when it
    /// differs no more.
    fileprivate func settled(in words: OpenedReferences) -> Field? {
      guard change.field == MatterField.facts.rawValue else { return self }
      func settled(_ facts: JSONValue?) -> JSONValue? {
        (facts?.array).map { facts in
          .array(facts.compactMap { Document($0).map(words.settled)?.json })
        }
      }
      let settledChange = FieldChange(
        field: change.field, before: settled(change.before), after: settled(change.after))
      guard settledChange.before != settledChange.after else { return nil }
      return Field(change: settledChange, causes: causes)
    }
  }

  /// What it is about.
  public let entity: EntityKey
  /// The one point.
  public let from: AnswerPoint
  /// The other.
  public let to: AnswerPoint
  /// The fields that differ, by name.
  public private(set) var fields: [Field]
  /// How many records count at the one point and not at the other.
  public let events: Int
  /// What people said of it; nil while that was not asked for.
  public private(set) var words: OpenedReferences?
  /// What people said with the records between the two points and with those that changed a field, in
  /// the order of the log, as far as no value of a field has it.
  public private(set) var said: [TimelineEntry] = []
  /// The records between the two points.
  fileprivate let records: [Record]

  /// The difference as answers have it.
  public var json: JSONObject {
    let changes = fields.map { field -> JSONValue in
      [
        "field": .string(field.change.field), "before": field.change.before ?? .null,
        "after": field.change.after ?? .null, "causes": field.causes.json,
      ]
    }
    var object: JSONObject = [
      entity.kind.rawValue: .string(entity.id), "from": from.json, "to": to.json,
      "events": .int(Int64(events)), "changes": .array(changes),
    ]
    if words != nil { object["said"] = .array(said.map { .object($0.json) }) }
    object["opened"] = (words?.opened).map(JSONValue.object)
    object["withheld"] = (words?.withheld).map(JSONValue.array)
    return object
  }

  /// The difference with what people said of it, opened as far as a reader's purpose permits.
  fileprivate func opened(by reader: Reader) async throws -> StateDifference {
    var opened = self
    let records = (self.records + fields.flatMap(\.causes.records)).filter { $0.sealedCount > 0 }
    let places = Set(records.map(\.position)).sorted()
    let words = try await OpenedReferences(
      in: fields.flatMap { StateDifference.values(of: $0.change) }, besides: places, by: reader,
      scope: AccessGate.Scope(command: "\(entity.kind.rawValue).diff", entity: entity))
    let wordless = words.isOpen ? [] : reader.wordless(among: records)
    let quoted = words.places
    opened.words = words
    opened.fields = fields.compactMap { $0.settled(in: words) }
    opened.said = places.filter { !quoted.contains($0) }.compactMap { place in
      words.record(at: place).map { TimelineEntry($0, isWordless: wordless.contains(place)) }
    }.filter { $0.text != nil }
    return opened
  }

  /// What was and what is, of lists only what the other one has not.
  private static func values(of change: FieldChange) -> [JSONValue] {
    let (old, new) = (change.before?.array, change.after?.array)
    guard old != nil || new != nil else {
      return [change.before, change.after].compactMap { $0 }
    }
    let (before, after) = (old ?? [], new ?? [])
    return before.filter { !after.contains($0) } + after.filter { !before.contains($0) }
  }
}

extension Entities {
  /// What differs between two points.
  /// - Parameters:
  ///   - id: the entity.
  ///   - from: the one point; nil for now.
  ///   - to: the other; nil for now.
  ///   - told: the fields of which the records between the points do not tell why they differ.
  ///   - joined: the fields with what others have of them as of a point.
  ///   - elsewhere: the records that made those differ, and fields that are none of its own, given both
  ///     points' fields and the records between.
  /// - Returns: the fields that differ, each with the records that changed it.
  /// - Throws: ``QueryError`` when there is none at either point.
  func difference(
    of id: String, from: AsOf?, to: AsOf?,
    besides told: Set<String> = [],
    joined: (JSONObject, AsOf?) throws -> JSONObject = { fields, _ in fields },
    elsewhere: (JSONObject?, JSONObject?, [Record]) throws -> [String: [Record]]
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
    let teller = countedLater.count < counted.count ? one : other
    let steps =
      kind == .case
      ? try ConversationPlaces(questions: teller, id: id, log: log).steps()
      : try teller.steps(of: id)
    var causes: [String: [Record]] = [:]
    let meant = steps.filter { between.contains($0.record.position) }
    for step in meant {
      for change in step.changes where change.tells && !told.contains(change.field) {
        causes[change.field, default: []].append(step.record)
      }
    }
    let records = meant.map(\.record)
    for (field, others) in try elsewhere(before, after, records) {
      let all = Dictionary((causes[field] ?? []).map { ($0.position, $0) }) { first, _ in first }
        .merging(others.map { ($0.position, $0) }) { own, _ in own }
      causes[field] = all.values.sorted { $0.position < $1.position }
    }
    var changes = EntityQuestions.changes(before ?? JSONObject(), after ?? JSONObject())
    for (list, written) in Dictionary(grouping: records, by: \.listOfWritten) {
      guard let list else { continue }
      causes[list] = written
      func elements(_ counted: Set<Position>) -> JSONValue {
        .array(written.filter { counted.contains($0.position) }.map(\.written))
      }
      changes += EntityQuestions.changes(
        [list: elements(counted)], [list: elements(countedLater)])
    }
    return StateDifference(
      entity: EntityKey(kind, id), from: AnswerPoint(one.subset.through, from),
      to: AnswerPoint(other.subset.through, to),
      fields: changes.sorted { $0.field < $1.field }.map {
        .init(change: $0, causes: Causes(causes[$0.field] ?? []))
      },
      events: between.count, records: records)
  }
}

extension Entities {
  /// The records that made the promises of two points differ.
  fileprivate func causesOfPromises(_ before: JSONObject?, _ after: JSONObject?) throws -> [Record]
  {
    func promises(_ fields: JSONObject?) -> [Document<PromiseField>] {
      Document<MatterField>(fields ?? JSONObject()).parts(.promises)
    }
    return try MatterThen.causes(ofPromises: promises(before), promises(after), in: log)
  }

  /// What differs in a case, or in a conversation, and in what a card shows of it; what people said of
  /// it is opened as far as the reader's purpose permits.
  fileprivate func differenceOfMatter(
    of id: String, from: AsOf?, to: AsOf?
  ) async throws -> StateDifference {
    let matter = try MatterThen(of: kind, for: reader)
    let conversations = CaseField.conversations.rawValue
    let newer = try [questions(from), questions(to)].max { $0.subset.through < $1.subset.through }
    return try await difference(
      of: id, from: from, to: to, besides: kind == .case ? [conversations] : []
    ) { fields, point in
      try matter.joined(fields, of: id, at: point)
    } elsewhere: { before, after, records in
      var causes = matter.causes(
        of: EntityQuestions.changes(before ?? JSONObject(), after ?? JSONObject()), among: records)
      causes["facts", default: []] += try matter.forgetting(before, after)
      causes["promises"] = try causesOfPromises(before, after)
      if kind == .case, let newer {
        func present(_ fields: JSONObject?) -> [String] {
          (fields?[conversations]?.array ?? []).compactMap(\.string)
        }
        let (one, other) = (Set(present(before)), Set(present(after)))
        let places = ConversationPlaces(questions: newer, id: id, log: log)
        let now = try Set(present(newer.fields(of: id)))
        causes[conversations] = try places.causes(
          of: one.symmetricDifference(other).intersection(now).sorted(),
          one.symmetricDifference(other).subtracting(now).sorted(), among: records)
      }
      return causes
    }.opened(by: reader)
  }
}

extension Cases {
  /// What differs in a case between two points.
  /// - Parameters:
  ///   - id: the case.
  ///   - from: the one point; nil for now.
  ///   - to: the other; nil for now.
  /// - Returns: the fields that differ, each with the records that changed it.
  /// - Throws: ``QueryError`` when there is none at either point; what opening throws.
  public func difference(
    of id: String, from: AsOf?, to: AsOf?
  ) async throws -> StateDifference {
    try await entities.differenceOfMatter(of: id, from: from, to: to)
  }

  /// What differs in the fields of a case's own.
  fileprivate func ownDifference(of id: String, from: AsOf?, to: AsOf?) throws -> StateDifference {
    try entities.difference(of: id, from: from, to: to) { _, _, _ in [:] }
  }
}

extension Conversations {
  /// What differs in a conversation between two points.
  /// - Parameters:
  ///   - id: the conversation.
  ///   - from: the one point; nil for now.
  ///   - to: the other; nil for now.
  /// - Returns: the fields that differ, each with the records that changed it.
  /// - Throws: ``QueryError`` when there is none at either point; what opening throws.
  public func difference(
    of id: String, from: AsOf?, to: AsOf?
  ) async throws -> StateDifference {
    try await entities.differenceOfMatter(of: id, from: from, to: to)
  }
}

extension Parties {
  /// What differs in what is known of a party between two points.
  /// - Parameters:
  ///   - id: the party.
  ///   - from: the one point; nil for now.
  ///   - to: the other; nil for now.
  /// - Returns: the fields that differ, each with the records that changed it.
  /// - Throws: ``QueryError`` when there is none at either point; what opening throws.
  public func difference(
    of id: String, from: AsOf?, to: AsOf?
  ) async throws -> StateDifference {
    // What is over is no more among what is owed, but says because of what.
    var made: [[Document<PromiseField>]] = []
    return try await entities.difference(
      of: id, from: from, to: to, besides: [PartyField.promises.rawValue]
    ) { fields, point in
      let standing = try PartyStanding(of: self, at: point)
      made.append(try standing.made(Document(fields)))
      let party = try standing.joined(Document(fields))
      return try withValues(party).object
    } elsewhere: { before, after, _ in
      var causes = try causes(inCasesThatDiffer: (before, after), from, to)
      causes[PartyField.promises.rawValue, default: []] += try MatterThen.causes(
        ofPromises: before.flatMap { _ in made.first } ?? [],
        after.flatMap { _ in made.last } ?? [], in: entities.log)
      return causes
    }.opened(by: entities.reader)
  }

  /// A party with where the values of its facts stand, which its own row has not.
  private func withValues(_ party: Document<PartyField>) throws -> Document<PartyField> {
    var party = party
    party[.facts] = .array(
      try party.parts(.facts, of: FactField.self).map { fact in
        guard let place = fact[.position]?.int,
          try entities.log.record(at: Position(place))?.decoded().sealedCount ?? 0 > 0
        else { return fact.json }
        var fact = fact
        fact[.value] = ["position": .int(place), "pointer": "/value"]
        return fact.json
      })
    return party
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
    func records(of ids: some Sequence<String>, changing told: Set<String>) throws -> [Record] {
      try ids.flatMap { id in
        try cases.ownDifference(of: id, from: from, to: to).fields
          .filter { told.contains($0.change.field) }.flatMap(\.causes.records)
      }
    }
    let ends = try records(of: differing, changing: told)
    let clocks = try records(
      of: casesOfClocks(thatDiffer: fields),
      changing: [CaseField.sla.rawValue, CaseField.status.rawValue])
    // What ends a case settles its conversations too.
    return [
      PartyField.cases.rawValue: ends, PartyField.conversations.rawValue: ends,
      PartyField.promises.rawValue: clocks,
    ].filter { !$0.value.isEmpty }
  }

  /// The cases of the clocks that are promised at one of two points and not, or otherwise, at the other.
  private func casesOfClocks(thatDiffer fields: (JSONObject?, JSONObject?)) -> Set<String> {
    func clocks(_ fields: JSONObject?) -> Set<Document<PromiseField>> {
      let promises: [Document<PromiseField>] = Document<PartyField>(fields ?? JSONObject())
        .parts(.promises)
      return Set(promises.filter { $0[.kind] == "sla" })
    }
    let differing = clocks(fields.0).symmetricDifference(clocks(fields.1))
    return Set(
      differing.compactMap { clock in
        clock[.id]?.string.flatMap { id in
          id.lastIndex(of: "/").map { String(id[..<$0]) }
        }
      })
  }
}
