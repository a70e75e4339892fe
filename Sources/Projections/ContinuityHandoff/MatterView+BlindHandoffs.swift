internal import InteractionModel

// Hand-offs whose receiver acted without having looked.

extension MatterView {
  /// When somebody took a hand-off over.
  private struct Answer {
    let moment: Moment
    let agent: String
    let conversation: String?
    let contact: String?
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
    let handoff = handoffs[place]
    guard let begin = handoff.begin,
      let answer = answer(to: handoff, before: nextBegin(after: place)),
      let act = firstAct(after: answer, of: handoff)
    else { return nil }
    let receivers = [answer.agent, handoff.leg.to.agent.value].compactMap { $0 }
    if isViewed(handoff, by: receivers, before: act.moment) { return nil }
    return Finding(
      kind: .blindHandoff, position: act.position, moment: act.moment, said: act.said,
      causes: Set([begin.position, answer.moment.position, act.position]).sorted(),
      conversation: act.conversation, handoff: handoff.id,
      detail: ["agent": .string(answer.agent)])
  }

  /// Whether one of some agents, or somebody who is not named, looked at a hand-off; the giver's
  /// own look does not count.
  private func isViewed(_ handoff: Handoff, by agents: [String], before moment: Moment) -> Bool {
    handoff.steps.contains { step in
      guard step.kind == .viewed || step.kind == .acknowledged, step.moment < moment
      else { return false }
      guard let agent = step.agent else { return true }
      return agent != handoff.from.agent.value && agents.contains(agent)
    }
  }

  private func nextBegin(after place: Int) -> Moment? {
    place + 1 < handoffs.count ? handoffs[place + 1].begin : nil
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
    let taker = taken.first?.agent
    let answered: [Answer] = history.touches.compactMap { touch in
      guard touch.kind == .answered, let agent = touch.agent, agent != giver,
        begin < touch.moment, end.map({ touch.moment < $0 }) ?? true
      else { return nil }
      guard taker.map({ $0 == agent }) ?? isTarget(touch, of: handoff) else { return nil }
      return Answer(
        moment: touch.moment, agent: agent, conversation: touch.conversation,
        contact: touch.contact)
    }
    return (taken + answered).min { $0.moment < $1.moment }
  }

  /// Whether a contact was answered where a hand-off went.
  private func isTarget(_ touch: Touch, of handoff: Handoff) -> Bool {
    let to = handoff.leg.to
    if let agent = to.agent.value { return agent == touch.agent }
    if let queue = to.queue.value { return queue == touch.queue }
    return touch.conversation == handoff.conversation.value
  }

  /// The first act of the receiver, or of somebody else who wrote where the receiver was and had
  /// not viewed the hand-off.
  private func firstAct(after answer: Answer, of handoff: Handoff) -> Touch? {
    history.touches.first { touch in
      guard answer.moment < touch.moment else { return false }
      switch touch.kind {
      case .message, .question: break
      case .disconnected, .wrapup:
        guard touch.isSpoken, answer.contact == nil || touch.contact == answer.contact else {
          return false
        }
      default: return false
      }
      let agent = touch.kind == .disconnected ? agent(of: touch) : touch.agent
      guard let agent, agent != handoff.from.agent.value else { return false }
      if agent == answer.agent { return true }
      return touch.kind == .message && touch.conversation == answer.conversation
        && !isViewed(handoff, by: [agent], before: touch.moment)
    }
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
