internal import InteractionModel

// Where continuity was lost within the matter.

extension MatterView {
  /// The findings, by position and kind; of one kind there is one at a position.
  /// - Parameter root: whom a party belongs to.
  /// - Returns: the findings.
  func findings(root: (String) -> String) -> [Finding] {
    var findings: [Finding] = []
    var places: [String: Int] = [:]
    let all =
      repeatAsks(root) + blindHandoffs + missingContext + returnsToQueues
      + [tooLongChain].compactMap { $0 }
    for finding in all {
      if let place = places[finding.id] {
        findings[place].causes = Set(findings[place].causes + finding.causes).sorted()
        findings[place].handoff = finding.handoff ?? findings[place].handoff
      } else {
        places[finding.id] = findings.count
        findings.append(finding)
      }
    }
    return findings.sorted { ($0.position, $0.kind.rawValue) < ($1.position, $1.kind.rawValue) }
  }

  /// Questions for what the matter's records say already of the same party, whoever said it.
  ///
  /// A question asked after a hand-off for what was known before it is a finding of that hand-off.
  private func repeatAsks(_ root: (String) -> String) -> [Finding] {
    history.apart(history.facts, root: root).asks.compactMap { ask in
      guard let last = ask.known.last else { return nil }
      let handoff = handoffs.last { handoff in
        guard let begin = handoff.begin else { return false }
        return last.moment < begin && begin < ask.moment
      }
      var detail: Document<FindingField> = [.key: .string(ask.key)]
      detail.put(.by, ask.question.source.by)
      return Finding(
        kind: .repeatAsk, position: ask.position, moment: ask.moment, said: ask.said,
        causes: ask.causes, conversation: ask.conversation, handoff: handoff?.id,
        detail: detail)
    }
  }

  /// Reports that something was missing from a packet.
  private var missingContext: [Finding] {
    handoffs.flatMap { handoff in
      handoff.steps.filter { $0.kind == .contextMissing }.map { step in
        let given = handoff.preparation.moment ?? handoff.request.moment
        var detail = Document<FindingField>()
        detail.put(.key, step.code)
        detail.put(.by, step.agent.map { "agent:\($0)" })
        return Finding(
          kind: .contextMissing, position: step.moment.position, moment: step.moment,
          said: step.said,
          causes: Set([given?.position, step.moment.position].compactMap { $0 }).sorted(),
          conversation: step.conversation, handoff: handoff.id, detail: detail)
      }
    }
  }

  /// More legs than a matter should need; the leg with which it became too many completes it.
  private var tooLongChain: Finding? {
    guard legs.count >= ContinuityPolicy.longChain else { return nil }
    let chain = legs.prefix(ContinuityPolicy.longChain)
    guard let last = chain.last else { return nil }
    return Finding(
      kind: .chainLength, position: last.begin.position, moment: last.begin, said: last.said,
      causes: chain.map(\.begin.position).sorted(), conversation: last.conversation,
      detail: [.legs: .int(Int64(legs.count))])
  }

  /// Visits of queues that were left for another one before.
  ///
  /// A hand-off visits a queue once, however many of its records name it.
  private var returnsToQueues: [Finding] {
    var visits: [Touch] = []
    var lastPlaces: [String: Int] = [:]
    var findings: [Finding] = []
    let byKey = handoffsByKey
    let repeated = repeatedVisits(byKey)
    for touch in history.touches {
      guard let queue = touch.queue else { continue }
      switch touch.kind {
      case .initiated, .enqueued, .answered: break
      case .visit: if repeated.contains(touch.position) { continue }
      // Where a transfer came from is news only when nothing else said that it was there.
      case .origin: if lastPlaces[queue] != nil { continue }
      default: continue
      }
      guard visits.last?.queue != queue else { continue }
      let before = lastPlaces.updateValue(visits.count, forKey: queue)
      visits.append(touch)
      guard let before else { continue }
      let handoff = touch.id.flatMap { byKey[$0] }
      findings.append(
        Finding(
          kind: .pingPong, position: touch.position, moment: touch.moment, said: touch.said,
          causes: Set(visits[before...].map(\.position)).sorted(),
          conversation: touch.conversation, handoff: handoff?.id,
          detail: [.queue: .string(queue)]))
    }
    return findings
  }

  /// The records whose queue another record of the same hand-off names already: the request's own
  /// word goes first, then the preparation's, then that of the first outcome.
  private func repeatedVisits(_ byKey: [String: Handoff]) -> Set<Position> {
    struct Place: Hashable {
      let handoff: String
      let queue: String
    }
    var kept: [Place: (rank: Int, position: Position)] = [:]
    var repeated: Set<Position> = []
    for touch in history.touches where touch.kind == .visit {
      guard let queue = touch.queue, let handoff = touch.id.flatMap({ byKey[$0] }),
        let id = handoff.id
      else { continue }
      let place = Place(handoff: id, queue: queue)
      let rank =
        touch.id == handoff.request.value ? 0 : touch.id == handoff.preparation.value ? 1 : 2
      if let other = kept[place] {
        repeated.insert(rank < other.rank ? other.position : touch.position)
        guard rank < other.rank else { continue }
      }
      kept[place] = (rank, touch.position)
    }
    return repeated
  }

  /// The hand-offs by what their records are found by, such as the record of a visit.
  private var handoffsByKey: [String: Handoff] {
    Dictionary(handoffs.flatMap { handoff in handoff.leg.keys.elements.map { ($0, handoff) } }) {
      first, _ in first
    }
  }
}
