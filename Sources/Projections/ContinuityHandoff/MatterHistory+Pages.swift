internal import InteractionModel

// Going on without the pages.

extension MatterHistory {
  /// Whether some touches are in full pages.
  var isLong: Bool { acts.count > 0 || details.count > 0 }

  /// Whether all pages are known.
  var isComplete: Bool { acts.isComplete && details.isComplete }

  /// Takes the last of all pages.
  mutating func complete() {
    acts.complete()
    details.complete()
    if isComplete { firstActs = [:] }
  }

  /// The first acts after the answers to all hand-offs, from pages that are all known.
  var actsByHandoff: [String: Touch] {
    MatterView(handoffsOf: self).sequels.compactMapValues { sequel in
      sequel.answer.flatMap { answer in
        acts.earliest { sequel.handoff.isFollowed(by: $0, after: answer) }
      }
    }
  }

  /// Sees to it that the first acts are known after a record was taken.
  ///
  /// A message or a question can be the first one itself. A step or a contact can say who took a
  /// hand-off over, and then the pages since that moment are looked through.
  /// - Parameters:
  ///   - former: the history before the record.
  ///   - event: what the record is.
  mutating func findActs(since former: MatterHistory, _ event: CatalogueType) {
    switch event {
    case .messageSent, .factRequested:
      guard former.acts != acts else { return }
      let act = acts.newest
      for (id, sequel) in MatterView(handoffsOf: self).sequels {
        guard let act, let answer = sequel.answer, sequel.handoff.isFollowed(by: act, after: answer)
        else { continue }
        if firstActs[id].map({ act.moment < $0.moment }) ?? true { firstActs[id] = act }
      }
    case .contactInitiated, .contactEnqueued, .contactAnswered, .contactAbandoned,
      .contactDisconnected:
      findActs(where: MatterView(handoffsOf: former).sequels)
    default:
      if event.step != nil { findActs(where: MatterView(handoffsOf: former).sequels) }
    }
  }

  private mutating func findActs(where former: [String: MatterView.Sequel]) {
    var found: [String: Touch] = [:]
    for (id, sequel) in MatterView(handoffsOf: self).sequels {
      guard let answer = sequel.answer else { continue }
      if let known = former[id], known.handoff == sequel.handoff, known.answer == answer {
        found[id] = firstActs[id]
      } else {
        found[id] = acts.after(answer.moment)
          .filter { sequel.handoff.isFollowed(by: $0, after: answer) }
          .min { $0.moment < $1.moment }
      }
    }
    firstActs = found
  }
}
