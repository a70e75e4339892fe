internal import InteractionModel

/// Which fields of a hand-off's row a record of its matter can have changed.
///
/// What its own records say changes all of them. Other records change how it went on: whether it was
/// taken over by somebody who had not looked, what was asked again, to which queue the matter came
/// back; once the receiver has acted, later ones do not even that. A step that names no hand-off goes
/// to the one that fits best, so that with such steps in the matter any step counts.
struct HandoffTrace<Home: MatterHome>: FieldTrace {
  /// What steps make of it that name no hand-off.
  private static var course: [HandoffField] {
    [.findings, .outcome, .returnedBy, .status, .steps]
  }

  private let key: String
  private var party: String?
  /// With whom conversations are: whose facts are asked for in them.
  private var parties: [String: String] = [:]
  /// What came after it as far as that is known; nil while there is no such hand-off.
  private var sequel: MatterView.Sequel?
  /// The conversations of steps that name no hand-off.
  private var looseSteps: Set<String?> = []
  /// The last moment of a record about a contact.
  private var lastContact: Moment?
  /// When people first stopped speaking, by conversation.
  private var ended: [String?: Moment] = [:]
  /// The last moment at which a fact was asked for.
  private var lastQuestion: Moment?
  /// The messages that facts were taken from.
  private var factSources: Set<String> = []

  init(key: String) {
    self.key = key
  }

  mutating func fields(
    changedBy record: Record, in state: MatterContinuity<Home>
  ) -> [HandoffField] {
    guard let event = record.type.catalogued, !event.isGovernance else { return [] }
    var fields: [HandoffField] = []
    let owners = party != state.history.party.value
    if owners {
      party = state.history.party.value
      fields.append(.party)
    }
    if isWithAnother(record, state.history) || owners {
      look(at: state.history)
      fields.append(.findings)
    }
    if event.step != nil {
      let changed = take(stepOf: record, state.history)
      return changed.contains(.party) ? changed : fields + changed
    }
    if isMeant(by: event, record, state.history) {
      look(at: state.history)
      fields.append(.findings)
      if isLoose(event, record) { fields += Self.course.filter { $0 != .findings } }
    }
    if event == .recordingAdded || event == .transcriptAdded,
      sequel?.handoff.packet?.pending.isEmpty == false
    {
      fields.append(.completedBy)
    }
    return fields
  }

  /// Whether a record shows that its conversation is with somebody else.
  private mutating func isWithAnother(_ record: Record, _ history: MatterHistory) -> Bool {
    guard let id = record.conversation else { return false }
    let party = history.passages.last { $0.id == id }?.party.value
    guard parties[id] != party else { return false }
    parties[id] = party
    return true
  }

  /// Looks at how it went on.
  private mutating func look(at history: MatterHistory) {
    let view = MatterView(history)
    sequel = view.handoffs.firstIndex { $0.id == key }.map(view.sequel(of:))
  }

  // MARK: Steps

  private mutating func take(stepOf record: Record, _ history: MatterHistory) -> [HandoffField] {
    // The hand-off that a record is of is put behind the others.
    guard let changed = history.handoffs.last else { return [] }
    if changed.leg.keys.elements.contains(key) {
      look(at: history)
      return HandoffField.allCases
    }
    if changed.id == nil, !changed.isNamed { looseSteps.insert(record.conversation) }
    guard let sequel else { return [] }
    if !looseSteps.isEmpty {
      look(at: history)
      return Self.course
    }
    // Also of one whose request is not known: where it was then is where the matter was.
    guard let start = changed.steps.first?.moment,
      let begin = sequel.handoff.begin
    else { return [] }
    let end = history.handoffs.compactMap { handoff in
      handoff.begin.flatMap { handoff.id != nil && begin < $0 ? $0 : nil }
    }.min()
    let comesBefore = [sequel.act?.moment, sequel.handoff.steps.last?.moment].contains { moment in
      moment.map { start < $0 } ?? false
    }
    guard end != sequel.end || comesBefore else { return [] }
    look(at: history)
    return [.findings]
  }

  /// Whether a record can say which hand-off a step belongs to that names none.
  private func isLoose(_ event: CatalogueType, _ record: Record) -> Bool {
    switch event {
    case .contactInitiated, .contactEnqueued, .contactAnswered, .contactAbandoned,
      .contactDisconnected:
      looseSteps.contains(record.conversation) && record.body["queue"] != nil
    default: false
    }
  }

  // MARK: What happens beside it

  /// Whether a record can have changed its findings.
  private mutating func isMeant(
    by event: CatalogueType, _ record: Record, _ history: MatterHistory
  ) -> Bool {
    let moment = Moment(record)
    switch event {
    case .contactInitiated, .contactEnqueued, .contactAnswered, .contactAbandoned,
      .contactDisconnected, .wrapupStarted, .wrapupCompleted, .dispositionSet:
      return isMeant(byContact: event, record, moment)
    case .messageSent:
      return Visibility(record) != .internal
        && isAct(record, moment, isMessage: true)
    case .factRequested:
      takeFact(record)
      lastQuestion = max(lastQuestion ?? moment, moment)
      return isAct(record, moment, isMessage: false) || isAskedAgain(record, moment, history)
    case .factProvided, .factConfirmed, .factCorrected, .factMarkedStale:
      takeFact(record)
      // What is said after all questions says nothing about them.
      return sequel != nil && lastQuestion.map { moment < $0 } ?? false
    case .messageRedacted:
      let message = record.body["message"]?.string ?? ""
      return sequel != nil && factSources.contains(EventID(message)?.description ?? message)
    default: return false
    }
  }

  private mutating func takeFact(_ record: Record) {
    if let message = record.causation { factSources.insert(message.description) }
  }

  private func isAskedAgain(
    _ record: Record, _ moment: Moment, _ history: MatterHistory
  ) -> Bool {
    guard let sequel, let begin = sequel.handoff.begin, let key = record.body["key"]?.string,
      begin < moment, sequel.end.map({ moment < $0 }) ?? true
    else { return false }
    return history.facts.isSaid(key, before: begin)
  }

  /// Whether nobody is known to have acted before a moment.
  private func isOpen(_ sequel: MatterView.Sequel, at moment: Moment) -> Bool {
    sequel.act.map { moment < $0.moment } ?? true
  }

  /// Whether an agent did what the receiver may have been the first to do.
  private func isAct(_ record: Record, _ moment: Moment, isMessage: Bool) -> Bool {
    guard let sequel, let answer = sequel.answer, let agent = record.agent,
      isOpen(sequel, at: moment), answer.moment < moment,
      agent != sequel.handoff.from.agent.value
    else { return false }
    return agent == answer.agent
      || isMessage && record.conversation == answer.conversation
        && !sequel.handoff.isViewed(by: [agent], before: moment)
  }

  private mutating func isMeant(
    byContact event: CatalogueType, _ record: Record, _ moment: Moment
  ) -> Bool {
    let isLate = lastContact.map { moment < $0 } ?? false
    lastContact = max(lastContact ?? moment, moment)
    let conversation = record.conversation
    let end = ended[conversation]
    let ends = event == .contactDisconnected || event == .wrapupStarted || event == .wrapupCompleted
    if ends { ended[conversation] = min(end ?? moment, moment) }
    guard let sequel else { return false }
    if isLoose(event, record) { return true }
    let queue = record.body["queue"]?.string
    // The queues that the matter was in before it came to those of the hand-off.
    if queue != nil, let last = sequel.handoff.steps.last, moment < last.moment { return true }
    // Whose leg it was that ended, if that was the first act.
    if let end, isLate || event == .contactAnswered || ends, sequel.answer != nil,
      sequel.act.map({ !($0.moment < end) }) ?? true
    {
      return true
    }
    if ends { return sequel.answer != nil && isOpen(sequel, at: moment) }
    guard event == .contactAnswered, isOpen(sequel, at: moment),
      let begin = sequel.handoff.begin, begin < moment, sequel.end.map({ moment < $0 }) ?? true,
      let agent = record.body["agent"]?.string ?? record.agent
    else { return false }
    return sequel.handoff.isTaken(by: agent, in: queue, of: conversation)
  }
}
