internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// How a matter stands, whatever the packets say that were made on its way.
struct MatterNow {
  /// Its fields; empty when nothing is known of it.
  let fields: Document<MatterField>
  /// The keys of facts that were erased or redacted.
  let forgotten: ForgottenKeys
}

extension Handoffs {
  /// How a matter stands as of a point.
  /// - Parameters:
  ///   - owner: the case or the conversation.
  ///   - point: as of when; nil for now.
  ///   - end: when its case was settled; nil while somebody works on it.
  /// - Returns: the matter, without what was forgotten.
  /// - Throws: ``/EventLog/StorageFault`` when the log or the read model cannot be read.
  func matter(_ owner: EntityKey, _ point: AsOf?, settled end: String?) throws -> MatterNow {
    let table =
      owner.kind == .case ? ContinuityHandoff.cases : ContinuityHandoff.conversations
    var fields = Document<MatterField>()
    var subset: LogSubset?
    if point == nil {
      fields = try model.row(table, key: owner.id).map { table.document($0.values) } ?? fields
    } else {
      let questions = try questions(over: owner.kind, point)
      fields = Document(try questions.fields(of: owner.id) ?? JSONObject())
      subset = questions.subset
    }
    fields = try fields.joined(with: OutcomesElsewhere(in: model, for: reader, knowing: subset))
    if let end { fields = fields.settled(end) }
    let forgotten = try ForgottenFacts(for: reader, through: subset?.through)
    let gone = try forgotten.keys(of: fields.parts(.facts, of: FactField.self))
    let unfounded = try forgotten.unfounded(
      among: repeatAsks(fields.texts(.findings), point))
    fields[.findings] = .array(
      fields.texts(.findings).filter { !unfounded.contains($0) }.map(JSONValue.string))
    return MatterNow(fields: fields.without(gone, in: .facts, .doNotAsk), forgotten: gone)
  }

  /// When the case that a matter is was settled as of a point; nil while somebody works on it.
  func settlement(of owner: EntityKey, _ point: AsOf?) throws -> String? {
    guard owner.kind == .case, try reader.store.dispensable(CaseState.projection) != nil else {
      return nil
    }
    do {
      return try Cases(reader).state(of: owner.id, at: point).fields.settled
    } catch is QueryError {
      // The read model of cases has not come to it.
      return nil
    }
  }

  private func repeatAsks(_ ids: [String], _ point: AsOf?) throws -> [Document<FindingField>] {
    try ids.filter { $0.hasPrefix(FindingKind.repeatAsk.rawValue) }
      .map { try finding($0, point).fields }
  }

  /// Who a party is as of a point, and by what they are known besides.
  func caller(_ party: String, _ point: AsOf?) async throws -> Caller {
    var through: Position?
    var subset: LogSubset?
    let rows: PartyRows
    if point == nil {
      rows = try model.withSnapshot { try PartyRows(of: party, in: $0) }
    } else {
      let questions = try questions(over: .party, point)
      rows = try PartyRows(of: try questions.root(of: party), by: questions)
      (subset, through) = (questions.subset, questions.subset.through)
    }
    let known = try rows.known(ForgottenFacts(for: reader, through: through)).rows
    let noted = try await NotedContacts(
      of: party, known.party, by: reader.gate().identifiers()
    ) { [log] place in
      guard let subset else { return true }
      return try log.record(at: place).map { try subset.contains($0.decoded()) } ?? false
    }
    return Caller(party, known, noted)
  }
}
