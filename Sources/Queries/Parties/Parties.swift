public import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
public import Projections

/// The parties of a store.
public struct Parties: Sendable {
  let entities: Entities

  /// The parties that a reader asks about.
  /// - Parameter reader: who asks.
  /// - Throws: ``/Compliance/ServingError`` when no read model answers.
  public init(_ reader: Reader) throws {
    entities = try Entities(
      reader, ContinuityHandoff.projection, over: .party, table: PartyContinuity.parties)
  }

  /// What is known of a party, what it came with and what it is owed.
  /// - Parameters:
  ///   - id: the party.
  ///   - point: as of when; nil for now.
  ///   - limit: how many of each list at most, the last ones.
  /// - Returns: the party, opened as far as the reader's purpose permits.
  /// - Throws: ``QueryError`` when there is no such party; what opening throws.
  public func show(
    _ id: String, at point: AsOf? = nil, limit: Int = 50
  ) async throws -> PartyAnswer {
    let (found, position) = try rows(of: id, point)
    var (known, forgotten) = try found.known(
      ForgottenFacts(for: entities.reader, through: point == nil ? nil : position))
    let standing = try PartyStanding(of: self, at: point)
    known.party = try known.party.map(standing.withPromises)
    let rows = known.keeping(last: limit)
    guard var fields = try rows.party.map(standing.withCases) else {
      throw try entities.absent(id, point)
    }
    fields[.cases] = .array(
      try fields.parts(.cases, of: PartyCaseField.self).map { try named($0).json })
    let times = RecordedTimes(in: entities.log)
    let ended = try Endings(for: entities.reader, at: point).joined(fields.parts(.conversations))
      .map { try times.flagging($0, at: .position, in: .flags) }
    fields[.conversations] = .array(ended.map(\.json))
    // Before anything is opened, for the account of that is a record too.
    let lag = try [entities.lag(point), standing.lag()].compactMap(\.self)
      .max { $0.records < $1.records }
    let subset = try entities.subset(point)
    let noted = try await NotedContacts(
      of: id, known.party, by: entities.reader.gate().identifiers()
    ) { [entities] place in
      try entities.log.record(at: place).map { try subset.contains($0.decoded()) } ?? false
    }
    let caller = Caller(id, known, noted)
    let view = try entities.reader.viewpoint(point)
    let promises = fields.seeing(.promises, at: view).parts(.promises, of: PromiseField.self)
    let conversations = ended.reversed().compactMap { $0[.conversation]?.string }
    let last = try LastRecords(of: [.party(id)], in: entities.log, within: subset)
    let needs = (caller.needs + last.needs).unique
    let preference = last.steps.first { $0[.what] == "preference_set" }
    let words = try await OpenedReferences(
      in: rows.facts.map(\.plain.json) + [caller.json] + needs,
      supposing: (promises.map(\.saidWithIt) + [preference?.saidWithIt]).compactMap(\.self),
      or: rows.facts.flatMap(\.others), besides: caller.records,
      by: entities.reader,
      scope: AccessGate.Scope(command: "party.show", entity: .party(id)))
    let settled = rows.facts.map(words.settled)
    var state = fields.without(staleOf: settled, in: .doNotAsk)
    state[.promises] = .array(words.adding(to: promises).map(\.json))
    return PartyAnswer(
      party: id, point: AnswerPoint(position, point), state: state,
      facts: try settled.map(times.flagging),
      forgotten: forgotten, findings: rows.findings, left: rows.left, caller: caller,
      needs: needs.compactMap(words.leading).unique,
      preference: words.said(at: preference?.saidWithIt),
      language: try entities.reader.language(of: conversations),
      ways: try ChannelWays(for: entities.reader, within: subset)(of: conversations),
      words: words, view: view, lag: lag)
  }

  /// A case with the heading of its service.
  private func named(_ matter: Document<PartyCaseField>) throws -> Document<PartyCaseField> {
    let opening = try matter[.position]?.int.flatMap {
      try entities.log.record(at: Position($0))?.decoded()
    }
    var matter = matter
    matter[.serviceHeading] = ServiceHeading(of: opening).heading
    return matter
  }

  /// The rows of the party: from the read model as it stands, or folded again as of a point.
  private func rows(of id: String, _ point: AsOf?) throws -> (PartyRows, Position) {
    guard point != nil else {
      return try entities.model.withSnapshot { snapshot in
        (try PartyRows(of: id, in: snapshot), try snapshot.checkpoint())
      }
    }
    let questions = try entities.questions(point)
    return (try PartyRows(of: id, by: questions), questions.subset.through)
  }

  /// Everything that names a party, across all it came with.
  ///
  /// What a merged party did belongs to whom it was merged into.
  /// - Parameters:
  ///   - id: the party.
  ///   - point: as of when; nil for now.
  ///   - page: which entries.
  /// - Returns: the entries of whom it was merged into, opened as far as the reader's purpose
  ///   permits.
  /// - Throws: ``QueryError`` when there is no such party or entry; what opening throws.
  public func timeline(
    of id: String, at point: AsOf? = nil, _ page: EntryPage = EntryPage()
  ) async throws -> Timeline {
    let questions = try entities.questions(point)
    let root = try questions.root(of: id)
    let timeline = try await Timeline.page(
      page, of: .party(root), by: questions, for: entities.reader)
    guard let timeline else { throw try entities.absent(id, point) }
    return timeline.at(point, questions)
  }
}

/// What is known of a party as of a point.
public struct PartyAnswer: Sendable {
  /// The party.
  public let party: String
  /// As of when.
  public let point: AnswerPoint
  /// Its fields.
  public let state: Document<PartyField>
  /// What it told the agency, each fact with its source.
  public let facts: [Document<FactField>]
  /// The keys of facts that are known no more.
  public let forgotten: ForgottenKeys
  /// Where continuity was lost between what it came with.
  public let findings: [Document<FindingField>]
  /// How many of each list came before those that are shown.
  public let left: [(list: String, count: Int)]
  /// Who they are, and how they are reached.
  public let caller: Caller
  /// Where they say what they need.
  public let needs: [JSONValue]
  /// Where it is said why they prefer what they do; nil when nobody says or it is not open.
  public let preference: JSONValue?
  /// The language of their last conversation whose language is known; nil when that of none is.
  public let language: JSONValue?
  /// The channels of those of their conversations that changed theirs.
  public let ways: [String: [String]]
  /// What people said of it.
  public let words: OpenedReferences
  /// When and where they are looked at.
  public let view: Viewpoint
  /// How far what answered is behind the log; nil when it is not, or a point was asked for.
  public let lag: Lag?

  /// What not to ask again, and what may be asked.
  public var asking: Asking {
    Asking(facts, forgotten, questions: state.texts(.openQuestions))
  }

  /// The party as answers have it.
  public var json: JSONObject {
    var object: JSONObject = [
      "party": .string(party), "asOf": point.json,
      "state": state.asking(asking.open, in: .openQuestions).json,
      "facts": .array(facts.map(\.json)), "findings": .array(findings.map(\.json)),
      "contacts": caller.json,
      "reachedBy": .array(caller.contacts(in: words).map(\.json)),
      "opened": .object(words.opened), "withheld": .array(words.withheld),
      "left": .object(JSONObject(left.map { ($0.list, .int(Int64($0.count))) })),
    ]
    forgotten.put(in: &object)
    object.put(askedAgain: asking.repeated)
    object.put(ways: ways)
    object["needs"] = .array(needs)
    object["preference"] = preference ?? .null
    object["language"] = caller.language ?? language ?? .null
    return object
  }
}
