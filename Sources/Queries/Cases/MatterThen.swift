internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// What a card shows of a case, or of a conversation that is in none, beside its own fields: what was
/// told, asked, promised and passed on, and its legs, as of any point.
struct MatterThen {
  private let handoffs: Handoffs?
  private let kind: EntityKind

  /// - Parameters:
  ///   - kind: a case or a conversation.
  ///   - reader: who asks.
  /// - Throws: ``/EventLog/StorageFault`` when the read model cannot be read.
  init(of kind: EntityKind, for reader: Reader) throws {
    self.kind = kind
    handoffs =
      try reader.store.dispensable(ContinuityHandoff.projection) == nil ? nil : Handoffs(reader)
  }

  /// The fields of something with what a card shows beside them.
  func joined(_ fields: JSONObject, of id: String, at point: AsOf?) throws -> JSONObject {
    guard let handoffs else { return fields }
    let questions = try handoffs.questions(over: kind, point)
    let rows = try questions.rows(of: id)
    func documents<Field>(_ table: Table) -> [Document<Field>] {
      rows.filter { $0.table == table.name }.map { table.document($0.values) }
    }
    let own: [Document<MatterField>] = documents(
      kind == .case ? ContinuityHandoff.cases : ContinuityHandoff.conversations)
    guard let matter = own.first else { return fields }
    let facts = matter.parts(.facts, of: FactField.self)
    let forgotten = try ForgottenFacts(
      for: handoffs.reader, through: point == nil ? nil : questions.subset.through
    ).keys(of: facts).all
    var joined = fields
    joined["facts"] = .array(
      facts.filter { !forgotten.contains($0.name) }.map(\.json))
    let elsewhere = try OutcomesElsewhere(
      in: handoffs.model, for: handoffs.reader, knowing: questions.subset)
    joined["promises"] = .array(
      try elsewhere.joined(matter.parts(.promises)).map { promise in
        var promise = promise
        promise[.words] = try words(promise.saidWithIt, at: promise[.position], handoffs.log)
        return promise.json
      })
    joined["handoffs"] = .array(
      try documents(ContinuityHandoff.handoffs).map { try request($0, handoffs.log) })
    joined["legs"] = matter[.legs]
    joined["openQuestions"] = matter[.openQuestions]
    return joined
  }

  /// What a hand-off asks for, how it stands, and why it last came to nothing; the packet is its own.
  private func request(
    _ handoff: Document<HandoffField>, _ log: any EventStore
  ) throws -> JSONValue {
    var request = handoff
    let reason = handoff.part(.packet, of: PacketField.self)?
      .part(.reason, of: PacketReasonField.self)
    for field in [HandoffField.packet, .steps, .findings, .matter, .completedBy, .position] {
      request[field] = nil
    }
    var object = request.json.object ?? JSONObject()
    object["words"] = reason?[.words]
    object["expected"] = reason?[.expected]
    object["setback"] = try handoff.parts(.steps, of: StepField.self)
      .last(where: \.isSetback)
      .map { step in
        var step = step
        step[.words] = try words(step.saidWithIt, at: step[.position], log)
        step[.position] = nil
        return step.json
      }
    return .object(object)
  }

  /// Where the words of a record may stand; nil where nothing of it is sealed.
  private func words(
    _ reference: JSONValue?, at position: JSONValue?, _ log: any EventStore
  ) throws -> JSONValue? {
    guard let place = position?.int, let reference,
      try log.record(at: Position(place))?.decoded().sealedCount ?? 0 > 0
    else { return nil }
    return reference
  }

  // MARK: Because of what

  /// The events that say something of each field.
  private static let groups: [String: Set<String>] = [
    "facts": ["fact"], "openQuestions": ["fact"],
    "handoffs": ["transfer", "handoff"], "legs": ["contact", "conversation", "disposition"],
  ]

  /// The erasures and redactions that took what one of two points has of facts and the other has not.
  func forgetting(_ before: JSONObject?, _ after: JSONObject?) throws -> [Record] {
    guard let handoffs else { return [] }
    func facts(_ fields: JSONObject?) -> [Document<FactField>] {
      Document<MatterField>(fields ?? JSONObject()).parts(.facts)
    }
    let (old, new) = (facts(before), facts(after))
    func gone(_ facts: [Document<FactField>], _ others: [Document<FactField>]) -> [Document<
      FactField
    >] {
      let names = Set(others.map(\.name))
      return facts.filter { !names.contains($0.name) }
    }
    return try ForgottenFacts(for: handoffs.reader).causes(of: gone(old, new) + gone(new, old))
  }

  /// The records that made the promises of one of two points differ from those of the other: that made
  /// one which differs, or say what became of it.
  static func causes(
    ofPromises before: [Document<PromiseField>], _ after: [Document<PromiseField>],
    in log: any EventStore
  ) throws -> [Record] {
    func places(_ promises: [Document<PromiseField>], besides others: [Document<PromiseField>])
      -> Set<Int64>
    {
      Set(
        promises.filter { !others.contains($0) }
          .flatMap { [$0[.position], $0[.statedAt]].compactMap { $0?.int } })
    }
    let (old, new) = (places(before, besides: after), places(after, besides: before))
    return try old.symmetricDifference(new).sorted().compactMap {
      try log.record(at: Position($0))?.decoded()
    }
  }

  /// The records that made the fields differ, of those between two points.
  func causes(
    of changes: [FieldChange], among records: [Record]
  ) -> [String: [Record]] {
    changes.reduce(into: [:]) { causes, change in
      guard let groups = MatterThen.groups[change.field] else { return }
      let names = change.parts.map(\.field)
      causes[change.field] = records.filter { record in
        guard groups.contains(String(record.type.group)) else { return false }
        // Of facts those alone whose names differ.
        guard let key = record.body["key"]?.string, change.field == "facts" else { return true }
        return names.contains { $0.hasPrefix("facts[\(key)]") }
      }
    }
  }
}

extension Record {
  /// The list in which differences have what somebody wrote with it; nil of all but messages and notes.
  var listOfWritten: String? {
    switch type {
    case .messageReceived, .messageSent, .messageEdited, .messageRedacted: "messages"
    case .noteAdded: "notes"
    default: nil
    }
  }

  /// What somebody wrote with it, as differences have it.
  var written: JSONValue {
    var written: JSONObject = [
      "position": .int(position.rawValue),
      "time": .string(occurred?.text ?? recorded.description),
    ]
    if type != .noteAdded { written["type"] = .string(type.rawValue) }
    written["kind"] = body["kind"]
    written["by"] = actor?.id.map(JSONValue.string)
    if sealedCount > 0 {
      written["text"] = [
        "position": .int(position.rawValue), "pointers": .array(TimelineEntry.written),
      ]
    }
    return .object(written)
  }
}
