internal import InteractionModel

// Hand-offs whose receiver acted without having looked.

extension MatterView {
  /// When somebody took a hand-off over.
  struct Answer: Sendable, Hashable {
    let moment: Moment
    let agent: String
    let conversation: String?
    let contact: String?
  }

  /// What came after a hand-off: who took it over, and what they did first.
  struct Sequel: Sendable {
    let handoff: Handoff
    /// When the next hand-off began; nil when there is none.
    let end: Moment?
    let answer: Answer?
    /// What they did first; nil when the view is one of hand-offs only.
    let act: Touch?
  }

  /// What came after a hand-off.
  /// - Parameter place: its place among ``handoffs``.
  /// - Returns: what is known of it.
  func sequel(of place: Int) -> Sequel {
    let handoff = handoffs[place]
    let end = place + 1 < handoffs.count ? handoffs[place + 1].begin : nil
    let answer = answer(to: handoff, before: end)
    let act = isOfHandoffs ? nil : answer.flatMap { firstAct(after: $0, of: handoff) }
    return Sequel(handoff: handoff, end: end, answer: answer, act: act)
  }

  /// What came after each hand-off, by its id.
  var sequels: [String: Sequel] {
    var sequels: [String: Sequel] = [:]
    for place in handoffs.indices {
      if let id = handoffs[place].id { sequels[id] = sequel(of: place) }
    }
    return sequels
  }

  /// The hand-offs whose receiver spoke before having viewed them.
  ///
  /// The receiver is who accepted or completed the transfer, else who next answered where it went.
  /// Speaking is a message, a question for a fact, or the end of a leg in which people speak. The
  /// viewing is the receiver's own, the named agent's, or one that does not say whose it is. A
  /// viewing that is delivered late takes the finding back.
  var blindHandoffs: [Finding] {
    handoffs.indices.compactMap { blindness(of: $0) }
  }

  private func blindness(of place: Int) -> Finding? {
    let sequel = sequel(of: place)
    let handoff = sequel.handoff
    guard let begin = handoff.begin, let answer = sequel.answer, let act = sequel.act
    else { return nil }
    let receivers = [answer.agent, handoff.leg.to.agent.value].compactMap { $0 }
    if handoff.isViewed(by: receivers, before: act.moment) { return nil }
    return Finding(
      kind: .blindHandoff, position: act.position, moment: act.moment, said: act.said,
      causes: Set([begin.position, answer.moment.position, act.position]).sorted(),
      conversation: act.conversation, handoff: handoff.id,
      detail: [.agent: .string(answer.agent)])
  }

  private func answer(to handoff: Handoff, before end: Moment?) -> Answer? {
    guard let begin = handoff.begin else { return nil }
    let giver = handoff.from.agent.value
    let taken: [Answer] = handoff.steps.compactMap { step in
      guard step.kind == .accepted || step.kind == .completed, let agent = step.agent,
        agent != giver
      else { return nil }
      return Answer(
        moment: step.moment, agent: agent, conversation: step.conversation, contact: nil)
    }
    let answered: [Answer] = history.touches.compactMap { touch in
      guard touch.kind == .answered, let agent = touch.agent,
        begin < touch.moment, end.map({ touch.moment < $0 }) ?? true,
        handoff.isTaken(by: agent, in: touch.queue, of: touch.conversation)
      else { return nil }
      return Answer(
        moment: touch.moment, agent: agent, conversation: touch.conversation,
        contact: touch.contact)
    }
    return (taken + answered).min { $0.moment < $1.moment }
  }

  /// The first act of the receiver, or of somebody else who wrote where the receiver was and had
  /// not viewed the hand-off.
  private func firstAct(after answer: Answer, of handoff: Handoff) -> Touch? {
    let written =
      history.isComplete
      ? history.acts.earliest { handoff.isFollowed(by: $0, after: answer) }
      : handoff.id.flatMap { history.firstActs[$0] }
    let spoken = history.touches.first { touch in
      guard answer.moment < touch.moment, touch.kind == .disconnected || touch.kind == .wrapup,
        touch.isSpoken, answer.contact == nil || touch.contact == answer.contact,
        let agent = touch.kind == .disconnected ? agent(of: touch) : touch.agent
      else { return false }
      return agent != handoff.from.agent.value && agent == answer.agent
    }
    return [written, spoken].compactMap { $0 }.min { $0.moment < $1.moment }
  }

  /// Whose leg a contact was that ended, whoever hung up.
  private func agent(of touch: Touch) -> String? {
    let leg = legs.last { leg in
      leg.conversation == touch.conversation && leg.begin <= touch.moment
        && (touch.contact == nil || leg.contact == touch.contact)
    }
    return leg?.agent ?? touch.agent
  }
}

extension Handoff {
  /// Whether a message or a question is an act of whoever took it over, or of somebody else who
  /// wrote where they were and had not viewed it.
  func isFollowed(by touch: Touch, after answer: MatterView.Answer) -> Bool {
    guard answer.moment < touch.moment, let agent = touch.agent, agent != from.agent.value
    else { return false }
    if agent == answer.agent { return true }
    return touch.kind == .message && touch.conversation == answer.conversation
      && !isViewed(by: [agent], before: touch.moment)
  }

  /// Whether one of some agents, or somebody who is not named, looked at it; the giver's own look
  /// does not count.
  func isViewed(by agents: [String], before moment: Moment) -> Bool {
    steps.contains { step in
      guard step.kind == .viewed || step.kind == .acknowledged, step.moment < moment
      else { return false }
      guard let agent = step.agent else { return true }
      return agent != from.agent.value && agents.contains(agent)
    }
  }

  /// Whether an agent who answers somewhere takes it over: who accepted or completed the transfer,
  /// else whoever answers where it went.
  func isTaken(by agent: String, in queue: String?, of conversation: String?) -> Bool {
    let giver = from.agent.value
    guard agent != giver else { return false }
    let taker = steps.first { step in
      (step.kind == .accepted || step.kind == .completed) && step.agent != nil
        && step.agent != giver
    }
    if let taker { return taker.agent == agent }
    if let target = leg.to.agent.value { return target == agent }
    if let target = leg.to.queue.value { return target == queue }
    return conversation == self.conversation.value
  }
}
