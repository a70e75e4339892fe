internal import InteractionModel

extension PartyContinuity {
  /// The rows of the party.
  /// - Parameter context: who it is, and where parties and conversations belong.
  /// - Returns: its own row, one for each fact and one for each finding; none when no record was
  ///   taken and it was not merged.
  public func rows(_ context: RowContext) -> [Row] {
    guard counts.events > 0 || context.mergedInto != nil else { return [] }
    return PartyView(self, context).rows
  }
}

/// A party as users see it.
private struct PartyView {
  let state: PartyContinuity
  let context: RowContext
  let facts: [KnownFact]
  let findings: [Finding]
  /// By their start.
  let conversations: [PlacedConversation]
  /// When it was last heard of: the only now that a fold knows.
  let now: Instant

  init(_ state: PartyContinuity, _ context: RowContext) {
    self.state = state
    self.context = context
    facts = state.facts.facts()
    conversations = state.placedConversations(context)
    findings = state.findings(conversations, context)
    now = state.lastTouch.moment?.time ?? Instant(microseconds: 0)
  }

  var rows: [Row] {
    var rows = [Row(table: PartyContinuity.parties.name, key: context.key, values: values)]
    rows += facts.map(row)
    rows += findings.map { $0.row(in: PartyContinuity.findings) }
    return rows
  }

  /// The values, in the order of the table's columns.
  private var values: [ColumnValue] {
    [
      ColumnValue(context.mergedInto),
      .integer(Int64(state.conversations.count)),
      .text(cases.json.canonicalText),
      .text(state.channels.json.canonicalText),
      ColumnValue(state.lastTouch.moment?.sortable),
      .integer(Int64(findings.count { $0.withdrawnBy == nil })),
      .text(document.json.canonicalText),
    ]
  }

  private func row(_ fact: KnownFact) -> Row {
    let staleAfter = Moment(time: fact.staleAfter, position: fact.given.moment.position)
    return Row(
      table: PartyContinuity.knownFacts.name, key: "\(context.key)/\(fact.key)",
      values: [
        .text(fact.key), .text(fact.last.kind.rawValue), .integer(fact.isVerified ? 1 : 0),
        ColumnValue(fact.given.source.by), .integer(fact.given.moment.position.rawValue),
        .integer(fact.given.moment.sortable), .integer(staleAfter.sortable),
        .integer(fact.isStale(at: now) ? 1 : 0),
        .text(fact.document(at: now).json.canonicalText),
      ])
  }

  // MARK: The document

  /// The case that records name, at the end of its chain of merges.
  private func root(of id: String) -> String { context.caseOf("", id)?.id ?? id }

  /// The cases it is part of, at the end of their chains of merges.
  private var cases: StringSet {
    var cases = StringSet(conversations.compactMap { $0.membership?.id })
    for entry in state.cases { cases.insert(root(of: entry.id)) }
    return cases
  }

  /// Whoever was merged into it.
  private var mergedParties: [String] {
    state.parties.elements.filter { $0 != context.key && context.partyRoot($0) == context.key }
  }

  /// Everything; what is not known is left out.
  private var document: Document<PartyField> {
    var object: Document<PartyField> = [
      .cases: .array(cases.elements.map(document)),
      .channels: state.channels.json,
      .consents: .array(state.consents.map(\.document.json)),
      .conversations: .array(conversations.map(document)),
      .counts: state.counts.document.json,
      .doNotAsk: state.facts.doNotAsk(at: now).json,
      .endpoints: .array(state.endpoints.map(\.document.json)),
      .facts: .array(facts.map(summary)),
      .identities: .array(state.identities.map(\.document.json)),
      .mergedParties: mergedParties.json,
      .openQuestions: state.facts.openQuestions().json,
      .preferences: state.preferences.json,
      .promises: .array(promises.map(\.document.json)),
    ]
    object[.lastTouch] = state.lastTouch.saidTime.map(JSONValue.string)
    object[.mergedInto] = context.mergedInto.map(JSONValue.string)
    return object
  }

  /// What it was promised and what became of that, by when it was.
  ///
  /// As far as its own records tell: its matters may have others that name nobody, and have the last word.
  private var promises: [PromiseCourse.Standing] {
    PromiseCourse(state.promised) { ownCase, conversation in
      let matter = context.caseOf(ownCase == nil ? conversation ?? "" : "", ownCase)
      return matter.map { "case-\($0.id)" } ?? conversation
    }.standings
  }

  /// A fact in brief; the rest is in its row.
  private func summary(_ fact: KnownFact) -> JSONValue {
    let object: Document<FactField> = [
      .key: .string(fact.key), .position: .int(fact.given.moment.position.rawValue),
      .stale: .bool(fact.isStale(at: now)), .state: .string(fact.last.kind.rawValue),
      .verified: .bool(fact.isVerified),
    ]
    return object.json
  }

  private func document(_ placed: PlacedConversation) -> JSONValue {
    let conversation = placed.conversation
    var object: Document<PartyConversationField> = [
      .conversation: .string(conversation.id),
      .position: .int(placed.start.position.rawValue),
      .resolved: .bool(placed.isResolved()),
      .started: .string(placed.start.text(conversation.started.value ?? "")),
    ]
    object[.case] = placed.membership.map { .string($0.id) }
    object[.channel] = conversation.channel.value.map(JSONValue.string)
    object[.issue] = conversation.issue.value.map(JSONValue.string)
    return object.json
  }

  private func document(_ id: String) -> JSONValue {
    var object: Document<PartyCaseField> = [.case: .string(id)]
    if let own = state.ownCase(id) {
      object[.opened] = own.opened.saidTime.map(JSONValue.string)
      object[.position] = own.opened.moment.map { .int($0.position.rawValue) }
      object[.service] = own.service.value.map(JSONValue.string)
      object[.status] = own.status.value.map(JSONValue.string)
    }
    return object.json
  }
}

extension PartyContinuity {
  /// What it prefers.
  var preferences: Document<PreferenceField> {
    var object = Document<PreferenceField>()
    object[.language] = language.value.map(JSONValue.string)
    object[.preferredChannel] = preferredChannel.value.map(JSONValue.string)
    return object
  }

  /// What the own records of a case say that name it; nil when there are none.
  func ownCase(_ id: String) -> PartyCase? {
    let place = cases.place { $0.id < id }
    return place < cases.count && cases[place].id == id ? cases[place] : nil
  }

  /// Its conversations with the cases they belong to, by their start.
  func placedConversations(_ context: RowContext) -> [PlacedConversation] {
    conversations.compactMap { PlacedConversation($0, of: self, context) }
      .sorted { $0.start < $1.start }
  }
}

extension PromiseCourse.Standing {
  /// The promise as its party has it; what is not known is left out.
  fileprivate var document: Document<PromiseField> {
    var object: Document<PromiseField> = [
      .id: .string(promise.id), .kind: .string(promise.kind.rawValue),
      .position: .int(promise.moment.position.rawValue), .state: .string(state),
      .time: .string(promise.moment.text(promise.said)),
    ]
    object.put(.code, promise.code)
    object.put(.conversation, promise.conversation)
    object.put(.due, promise.due)
    object[.records] = records
    object.put(.since, outcome.map { $0.moment.text($0.said) })
    object[.statedAt] = outcome.map { .int($0.moment.position.rawValue) }
    return object
  }
}
