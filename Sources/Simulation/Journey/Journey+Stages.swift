internal import InteractionModel

extension Journey {
  /// Does what a stage says.
  mutating func perform(_ stage: Stage, _ world: inout World) {
    switch stage {
    case .wait(let minutes, let office): wait(minutes, office: office, &world)
    case .begin(let channel, let direction): begin(channel, direction, as: person.id, &world)
    case .beginAsStranger(let channel): beginAsStranger(channel, &world)
    case .selfService(let outcome): selfService(outcome, &world)
    case .kiosk(let helped): kiosk(helped: helped, &world)
    case .ivr(let abandoned): ivr(abandoned: abandoned, &world)
    case .assistant(let contained): assistant(contained: contained, &world)
    case .answer: answer(&world)
    case .queued: queued(&world)
    case .resume: resume(&world)
    case .exchange(let turns): exchange(turns, &world)
    case .helper: helper(&world)
    case .ask(let key): ask(key, &world)
    case .post: post(&world)
    case .updates(let count): updates(count, &world)
    case .transfer(let kind, let target, let channel):
      transfer(kind, to: target, channel: channel, &world)
    case .end: end(&world)
    case .survey: survey(&world)
    case .openCase: openCase(&world)
    case .assign: assign(&world)
    case .pend: pend(&world)
    case .escalate: escalate(&world)
    case .promiseCallback: promiseCallback(&world)
    case .waitForCallback: waitForCallback(&world)
    case .callback(let outcome): callback(outcome, &world)
    case .resolve: resolve(&world)
    case .close: close(&world)
    case .reopen: reopen(&world)
    case .link: link(&world)
    case .mergeCase: mergeCase(&world)
    case .splitCase: split(&world)
    case .closeSplit: closeSplit(&world)
    case .mergeParty: mergeParty(&world)
    case .unmergeParty: unmergeParty(&world)
    case .outreach(let campaign): outreach(campaign, &world)
    case .optOut: optOut(&world)
    case .offerChat(let taken, let declined): offerChat(taken, declined, &world)
    }
  }
}
