internal import InteractionModel

/// A matter as it stands: what its history comes to when all of it is looked at together.
struct MatterView {
  let history: MatterHistory
  /// The hand-offs, each with all its steps, by when they began.
  let handoffs: [Handoff]
  /// The steps that no hand-off of the matter is known for, by time: of one whose request is not
  /// in the log or is of another matter, or a look at the matter that nobody asked for.
  let unmatched: [HandoffStep]
  /// Those of them that name a hand-off, each with the id that they name, by time.
  let foreign: [(handoff: String, step: HandoffStep)]
  /// The chain, by when the legs began.
  let legs: [ContactLeg]
  /// What says last how a conversation ended, by conversation.
  let outcomes: [String?: Touch]
  /// What was promised, and what became of it; nothing where only the hand-offs are looked at.
  let course: PromiseCourse
  /// Whether nothing but the hand-offs is looked at: no legs, and nothing that needs them.
  let isOfHandoffs: Bool

  init(_ history: MatterHistory) {
    let outcomes = MatterView.outcomes(of: history)
    self.init(
      history, legs: MatterView.legs(of: history, outcomes), outcomes, isOfHandoffs: false)
  }

  /// No more than the hand-offs and who took them over.
  init(handoffsOf history: MatterHistory) {
    self.init(history, legs: [], [:], isOfHandoffs: true)
  }

  private init(
    _ history: MatterHistory, legs: [ContactLeg], _ outcomes: [String?: Touch],
    isOfHandoffs: Bool
  ) {
    self.history = history
    self.legs = legs
    self.outcomes = outcomes
    self.isOfHandoffs = isOfHandoffs
    course = PromiseCourse(isOfHandoffs ? PromiseHistory() : history.promised) { _, _ in nil }
    (handoffs, unmatched) = MatterView.handoffs(of: history)
    foreign = history.handoffs.filter { $0.id == nil }.flatMap { handoff in
      let id = handoff.leg.references.first ?? handoff.leg.handoffs.first
      return id.map { id in handoff.steps.map { (id, $0) } } ?? []
    }.sorted { $0.1.moment < $1.1.moment }
  }

  // MARK: Hand-offs

  /// Gives the steps that name no hand-off to the hand-offs that they belong to, in order of time.
  ///
  /// The outcome of a transfer that names none stays alone: sources that write such outcomes write
  /// them of transfers that they never recorded.
  private static func handoffs(
    of history: MatterHistory
  ) -> (handoffs: [Handoff], unmatched: [HandoffStep]) {
    var handoffs = history.handoffs.filter { $0.id != nil }.sorted { left, right in
      guard let first = left.begin, let second = right.begin else { return false }
      return first < second
    }
    let rest = history.handoffs.filter { $0.id == nil }
    var unmatched = rest.filter(\.isNamed).flatMap(\.steps)
    let loose = rest.filter { !$0.isNamed }.flatMap(\.steps)
    for step in loose.sorted(by: { $0.moment < $1.moment }) {
      if !step.isOfTransfer, let place = place(of: step, in: handoffs, history) {
        handoffs[place].add(step)
      } else {
        unmatched.append(step)
      }
    }
    return (handoffs, unmatched.sorted { $0.moment < $1.moment })
  }

  /// The hand-off that a step belongs to, which says only where and by whom it was done.
  ///
  /// A viewing or an acknowledgement goes to a hand-off that is open; to one that is not only when
  /// its receiver looks again. Among several, the one whose receiver, conversation or queue fits
  /// best; of equal ones the last.
  private static func place(
    of step: HandoffStep, in handoffs: [Handoff], _ history: MatterHistory
  ) -> Int? {
    var best: (rank: Int, place: Int)?
    for (place, handoff) in handoffs.enumerated() {
      guard let begin = handoff.begin, begin < step.moment else { continue }
      let fit = fit(of: step, to: handoff, history)
      let status = handoff.status(before: step.moment)
      let rank: Int
      switch step.kind {
      case .viewed, .acknowledged:
        if step.agent != nil, step.agent == handoff.from.agent.value { continue }
        guard status.isOpen || fit == 2 else { continue }
        rank = (status.isOpen ? 3 : 0) + fit
      default:
        guard !status.isUndone else { continue }
        rank = fit
      }
      if rank >= best?.rank ?? 0 { best = (rank, place) }
    }
    return best?.place
  }

  /// 2 when the agent of a step is the receiver, 1 when the step is where the receiver is, else 0.
  private static func fit(
    of step: HandoffStep, to handoff: Handoff, _ history: MatterHistory
  ) -> Int {
    let taken = handoff.steps.filter { $0.kind == .accepted || $0.kind == .completed }
    if let agent = step.agent,
      agent == handoff.leg.to.agent.value || taken.contains(where: { $0.agent == agent })
    {
      return 2
    }
    guard let conversation = step.conversation else { return 0 }
    if conversation == handoff.conversation.value
      || taken.contains(where: { $0.conversation == conversation })
    {
      return 1
    }
    guard let queue = handoff.leg.to.queue.value else { return 0 }
    return history.touches.contains { touch in
      touch.conversation == conversation && touch.queue == queue && touch.startsLeg
    } ? 1 : 0
  }

  // MARK: Legs

  private static func legs(of history: MatterHistory, _ outcomes: [String?: Touch]) -> [ContactLeg]
  {
    var legs: [ContactLeg] = []
    var places: [ContactKey: Int] = [:]
    // Of the leg that began last in a conversation; a touch that names no contact is of that one.
    var lastPlaces: [String?: Int] = [:]
    let passages = Dictionary(history.passages.map { ($0.id, $0) }) { first, _ in first }
    for touch in history.touches {
      switch touch.kind {
      case .initiated, .enqueued, .answered, .abandoned, .disconnected, .wrapup, .disposition:
        break
      default: continue
      }
      let key = ContactKey(conversation: touch.conversation, contact: touch.contact)
      let place = touch.contact == nil ? lastPlaces[touch.conversation] : places[key]
      if let place {
        legs[place].take(touch)
      } else if touch.startsLeg {
        let passage = touch.conversation.flatMap { passages[$0] }
        places[key] = legs.count
        lastPlaces[touch.conversation] = legs.count
        legs.append(ContactLeg(touch, channel: passage?.channel.value))
      }
    }
    for passage in history.passages where !passage.isInternal && lastPlaces[passage.id] == nil {
      if let leg = ContactLeg(passage, outcome: outcome(of: passage, outcomes)) {
        legs.append(leg)
      }
    }
    return legs.sorted { $0.begin < $1.begin }
  }

  /// The last touch of each conversation that says how it ended: an attempt, a contact that was
  /// given up, or a disposition.
  private static func outcomes(of history: MatterHistory) -> [String?: Touch] {
    var outcomes: [String?: Touch] = [:]
    for touch in history.touches {
      switch touch.kind {
      case .selfService, .assistant, .disposition:
        if touch.code != nil { outcomes[touch.conversation] = touch }
      case .abandoned: outcomes[touch.conversation] = touch
      default: break
      }
    }
    return outcomes
  }

  /// How a conversation ended: as its closing says, else as its last attempt, contact or
  /// disposition did; nil while it goes on.
  static func outcome(of passage: Passage, _ outcomes: [String?: Touch]) -> String? {
    passage.outcome.value ?? outcomes[passage.id].map { $0.code ?? "abandoned" }
  }
}

/// A contact in a conversation.
private struct ContactKey: Hashable {
  let conversation: String?
  let contact: String?
}
