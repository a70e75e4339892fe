internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// How the cases of a party stand, and what became of what it was promised in them, whoever the records
/// name that say so.
///
/// What is folded of a party knows of its cases what the records say that name it, and most cases are
/// closed by records that name nobody. The case's own fold has the last word wherever somebody is
/// answered, so that no two answers differ.
struct PartyStanding {
  /// In how many of a party's cases, the last ones, clocks are looked for.
  private static let lookedAt = 50

  private let point: AsOf?
  /// nil when no read model of cases serves: then nobody says how one stands.
  private let cases: Entities?
  private let casesThen: EntityQuestions?
  /// The read model of what was promised, and the folds that say it.
  private let matters: any ReadModel
  private let mattersThen: [EntityKind: EntityQuestions]
  private let log: any EventStore
  private let elsewhere: OutcomesElsewhere

  /// The standing of parties.
  /// - Parameters:
  ///   - parties: the parties.
  ///   - point: as of when; nil for now.
  /// - Throws: ``/EventLog/StorageFault`` when the log or a read model cannot be read.
  init(of parties: Parties, at point: AsOf?) throws {
    let (entities, reader) = (parties.entities, parties.entities.reader)
    self.point = point
    log = entities.log
    matters = entities.model
    cases =
      reader.store.dispensable(CaseState.projection) == nil ? nil : try Cases(reader).entities
    guard point != nil else {
      (casesThen, mattersThen) = (nil, [:])
      elsewhere = try OutcomesElsewhere(in: matters, for: reader, knowing: nil)
      return
    }
    casesThen = try cases?.questions(point)
    let subset = try entities.subset(point)
    elsewhere = try OutcomesElsewhere(in: matters, for: reader, knowing: subset)
    mattersThen = try [EntityKind.case, .conversation].reduce(into: [:]) { questions, kind in
      questions[kind] = try EntityQuestions(
        log: entities.log, model: entities.model, over: kind, subset: subset, stop: reader.stop)
    }
  }

  /// How far the read model of cases is behind the log; nil when it is not.
  func lag() throws -> Lag? { try cases?.lag(point) }

  /// A party with what it is owed and how its cases stand.
  func joined(_ party: Document<PartyField>) throws -> Document<PartyField> {
    try withCases(withPromises(party))
  }

  // MARK: Cases

  /// A party with its cases as these have it themselves, and with what their ends were the end of.
  func withCases(_ party: Document<PartyField>) throws -> Document<PartyField> {
    var (party, known) = (party, [String: Document<CaseField>]())
    func standing(_ id: String) throws -> Document<CaseField>? {
      if known[id] == nil { known[id] = try fields(of: id) }
      return known[id]
    }
    party[.cases] = .array(
      try party.parts(.cases, of: PartyCaseField.self).map { entry in
        var entry = entry
        let own = try entry[.case]?.string.flatMap(standing)
        entry[.status] = own?[.status]
        entry[.resolution] = own?.ending
        entry[.service] = own?[.service] ?? entry[.service]
        entry[.opened] = own?[.opened] ?? entry[.opened]
        return entry.json
      })
    let conversations = party.parts(.conversations, of: PartyConversationField.self)
    party[.conversations] = .array(
      try conversations.map { entry in
        var entry = entry
        guard entry[.resolved] == false, let matter = try entry[.case]?.string.flatMap(standing)
        else { return entry.json }
        entry[.resolved] = .bool(matter.settles(whatBegan: entry[.started]))
        return entry.json
      })
    return party
  }

  /// The case as it has it itself.
  private func fields(of id: String) throws -> Document<CaseField>? {
    guard let cases else { return nil }
    guard let casesThen else {
      return try cases.model.row(cases.table, key: id).map { cases.table.document($0.values) }
    }
    return try casesThen.fields(of: id).map { Document($0) }
  }

  // MARK: Promises

  /// A party with what it is still owed; to be asked before any of its conversations is left out.
  func withPromises(_ party: Document<PartyField>) throws -> Document<PartyField> {
    var party = party
    party[.promises] = .array(try promises(of: party).map(\.json))
    return party
  }

  /// What a party is still owed: what it was promised itself, and by the clocks of its cases that nobody
  /// settled yet, each as its matter has it.
  func promises(of party: Document<PartyField>) throws -> [Document<PromiseField>] {
    try made(party).filter { $0[.state] != "kept" && $0[.state] != "broken" } + clocks(party)
  }

  /// What a party was promised itself, and what became of it: of one in a matter that has the last word.
  func made(_ party: Document<PartyField>) throws -> [Document<PromiseField>] {
    let all = party.parts(.promises, of: PromiseField.self)
    guard !all.isEmpty else { return [] }
    let places = Dictionary(
      party.parts(.conversations, of: PartyConversationField.self).compactMap { conversation in
        conversation[.conversation]?.string.map { ($0, conversation[.case]?.string) }
      }
    ) { first, _ in first }
    var known: [EntityKey: [Document<PromiseField>]] = [:]
    return try all.map { promise in
      let owner: EntityKey
      if let conversation = promise[.conversation]?.string {
        owner = places[conversation]?.map(EntityKey.case) ?? .conversation(conversation)
      } else {
        guard let matter = try record(of: promise)?.ownCase else {
          return try elsewhere.joined([promise]).first ?? promise
        }
        owner = .case(matter)
      }
      let own = try known[owner] ?? promises(in: owner)
      known[owner] = own
      guard let same = own.first(where: { $0[.position] == promise[.position] }) else {
        return promise
      }
      var promise = promise
      // What was missed is as late as it was then.
      for field in [PromiseField.since, .state, .statedAt] { promise[field] = same[field] }
      return promise
    }
  }

  private func record(of promise: Document<PromiseField>) throws -> Record? {
    try promise[.position]?.int.flatMap { try log.record(at: Position($0))?.decoded() }
  }

  /// The clocks of the last cases of a party that nobody settled yet, but for those that were met; each is
  /// called by its case and its name.
  private func clocks(_ party: Document<PartyField>) throws -> [Document<PromiseField>] {
    let named = party.parts(.cases, of: PartyCaseField.self).suffix(PartyStanding.lookedAt)
    return try named.compactMap { $0[.case]?.string }.flatMap { id in
      guard let matter = try fields(of: id), matter.settled == nil,
        matter[.status] == "open" || matter[.status] == "pended"
      else { return [Document<PromiseField>]() }
      return try promises(in: .case(id)).filter { $0[.kind] == "sla" && $0[.state] != "met" }
        .map { clock in
          var clock = clock
          clock[.id] = .string("\(id)/\(clock[.clock]?.string ?? "")")
          return clock
        }
    }
  }

  /// What was promised in a matter, with what became of it.
  private func promises(in owner: EntityKey) throws -> [Document<PromiseField>] {
    let table = owner.kind == .case ? ContinuityHandoff.cases : ContinuityHandoff.conversations
    let fields: Document<MatterField>? =
      point == nil
      ? try matters.row(table, key: owner.id).map { table.document($0.values) }
      : try mattersThen[owner.kind]?.fields(of: owner.id).map { Document($0) }
    return try elsewhere.joined(fields?.parts(.promises) ?? [])
  }
}
