import InteractionModel

@testable import Projections

/// The search for conversations in which a party had to start over, as it is defined.
///
/// Each one is looked at together with all others: what ``ChainSearch`` is held against.
struct NaiveChainSearch {
  let conversations: [PlacedConversation]

  /// The findings, by the start of the conversation.
  var findings: [Finding] {
    zip(conversations.indices, lastLeftOpen()).compactMap { place, last in
      last.flatMap { finding(at: place, after: conversations[$0]) }
    }
  }

  private func finding(at place: Int, after last: PlacedConversation) -> Finding? {
    let next = conversations[place]
    let related = related(to: place)
    guard !related.contains(where: { isCarried(from: $0, into: next) }),
      let recent = last.conversation.activity.recent(before: next.start)
    else { return nil }
    let sameness = sameness(of: last, with: next)
    let kind: Finding.Kind
    if last.conversation.sharesChannel(with: next.conversation) {
      guard sameness != nil else { return nil }
      kind = .brokenChain
    } else {
      guard last.conversation.channel.value != nil, next.conversation.channel.value != nil else {
        return nil
      }
      kind = .channelRestart
    }
    var causes: Set<Position> = [last.start.position, recent.position, next.start.position]
    causes.formUnion(sameness ?? [])
    var detail: Document<FindingField> = [.earlier: .string(last.conversation.id)]
    detail[.fromChannel] = last.conversation.channel.value.map(JSONValue.string)
    detail[.toChannel] = next.conversation.channel.value.map(JSONValue.string)
    if sameness != nil {
      detail[.issue] = issue(of: next, at: next.start).value.map(JSONValue.string)
    }
    return Finding(
      kind: kind, position: next.start.position, moment: next.start,
      said: next.conversation.started.value ?? "", causes: causes.sorted(),
      conversation: next.conversation.id, detail: detail,
      withdrawnBy: withdrawal(of: next, related, last))
  }

  private func lastLeftOpen() -> [Int?] {
    conversations.enumerated().map { place, next in
      guard NaiveChainSearch.canStartOver(next) else { return nil }
      return (0..<place).last { isLeftOpen(conversations[$0], before: next) }
    }
  }

  /// The earlier conversations from which something may have been carried over.
  private func related(to place: Int) -> [PlacedConversation] {
    Array(conversations[..<place])
  }

  /// Whether the party begins the conversation, and not by taking up one that was interrupted.
  private static func canStartOver(_ next: PlacedConversation) -> Bool {
    guard !next.conversation.isByAgency else { return false }
    guard let resumed = next.conversation.resumed.moment else { return true }
    return next.start < resumed
  }

  /// Whether a conversation was left open: the party took part, it was active within
  /// ``ContinuityPolicy/chainDays`` before the next one starts, was not resolved by then, and is
  /// not known to be about something else.
  private func isLeftOpen(_ last: PlacedConversation, before next: PlacedConversation) -> Bool {
    guard last.conversation.isHeard,
      last.conversation.activity.recent(before: next.start) != nil,
      !isResolved(last, before: next.start), !differ(last, next)
    else { return false }
    if separation(of: last, from: next)?.isBefore == true { return false }
    // Different matters as it was known then, whatever links did later.
    let own = recordedCase(of: last.conversation, at: next.start)
    let theirs = recordedCase(of: next.conversation, at: next.start)
    return own == nil || theirs == nil || own == theirs || sameness(of: last, with: next) != nil
  }

  // MARK: What they are about

  /// The issue of a conversation: coded in it, else in another of the case that the records named
  /// by a moment.
  private func issue(of placed: PlacedConversation, at moment: Moment) -> Latest<String> {
    let own = placed.conversation.issue
    guard own.moment == nil, let id = recordedCase(of: placed.conversation, at: moment) else {
      return own
    }
    var found = Latest<String>()
    for other in conversations.map(\.conversation) {
      if recordedCase(of: other, at: moment) == id { found.take(other.issue) }
    }
    return found
  }

  /// Whether both are known to be about different things: by their issues, else by what assistants
  /// took them to be about.
  private func differ(_ last: PlacedConversation, _ next: PlacedConversation) -> Bool {
    if let own = issue(of: last, at: next.start).value,
      let theirs = issue(of: next, at: next.start).value
    {
      return own != theirs
    }
    guard let own = last.conversation.intent.value, let theirs = next.conversation.intent.value
    else { return false }
    return own != theirs
  }

  /// The records that show that two conversations are about the same; nil when none do.
  ///
  /// Issues decide; where one has none, services; where one has none either, what assistants took
  /// them to be about. That both are in one case by now shows nothing: what brought them together
  /// withdraws a finding and must not make it.
  private func sameness(
    of last: PlacedConversation, with next: PlacedConversation
  ) -> [Position]? {
    let isOneCase = last.membership != nil && last.membership?.id == next.membership?.id
    func coded(_ placed: PlacedConversation) -> Latest<String> {
      let issue = issue(of: placed, at: next.start)
      return issue.moment == nil && !isOneCase ? placed.issueOfCase : issue
    }
    func service(_ placed: PlacedConversation) -> Latest<String> {
      let service = placed.conversation.service
      return service.moment == nil && !isOneCase ? placed.serviceOfCase : service
    }
    for (own, theirs) in [
      (coded(last), coded(next)), (service(last), service(next)),
      (last.conversation.intent, next.conversation.intent),
    ] {
      guard let value = own.value, let other = theirs.value else { continue }
      return value == other ? [own, theirs].compactMap(\.moment?.position) : nil
    }
    return nil
  }

  // MARK: What was carried over

  /// Whether something was carried over: both were in one case when the later one started; what
  /// was sent on from the earlier one arrived in the later one; or the later one is the call back
  /// that was promised in the earlier one.
  private func isCarried(
    from earlier: PlacedConversation, into next: PlacedConversation
  ) -> Bool {
    if let own = recordedCase(of: earlier.conversation, at: next.start),
      own == recordedCase(of: next.conversation, at: next.start)
    {
      return true
    }
    if union(of: earlier, with: next)?.isBefore == true { return true }
    return NaiveChainSearch.reaches(earlier.conversation, next.conversation)
      || NaiveChainSearch.callsBack(earlier.conversation, next.conversation)
  }

  /// Whether a transfer or hand-off of one conversation arrived in another.
  ///
  /// Records that name it decide. One that arrived without a name counts when the transfer was to
  /// that channel, not long ago, and the conversation had sent nothing on itself by then.
  private static func reaches(_ earlier: PartyConversation, _ next: PartyConversation) -> Bool {
    earlier.sendings.contains { sending in
      if sending.ids.intersects(next.received) { return true }
      guard let channel = sending.channel, next.channels.elements.contains(channel),
        let arrived = next.arrived.moment, sending.moment < arrived,
        arrived.time.microseconds - sending.moment.time.microseconds
          <= ContinuityPolicy.chainDays * 86_400_000_000
      else { return false }
      return next.sendings.first.map { arrived < $0.moment } ?? true
    }
  }

  private static func callsBack(_ earlier: PartyConversation, _ next: PartyConversation) -> Bool {
    earlier.callbacksPromised.intersects(next.callbacksCompleted)
      || (next.callsBack > 0 && earlier.callbacksPromised.first != nil)
  }

  // MARK: What links say

  /// From which record on two conversations belong to one case; nil when they do not.
  private func union(
    of earlier: PlacedConversation, with next: PlacedConversation
  ) -> PlacedConversation.Since? {
    guard let own = earlier.membership?.id, own == next.membership?.id,
      let since = earlier.isMember(since: next.start)
    else { return nil }
    return next.isMember(since: next.start).map(since.and)
  }

  /// From which record on two conversations belong to different cases, so that they are different
  /// matters; nil when they do not, or are known to be about the same nevertheless.
  private func separation(
    of earlier: PlacedConversation, from next: PlacedConversation
  ) -> PlacedConversation.Since? {
    guard let own = earlier.membership?.id, let theirs = next.membership?.id, own != theirs,
      sameness(of: earlier, with: next) == nil, let since = earlier.isMember(since: next.start)
    else { return nil }
    return next.isMember(since: next.start).map(since.and)
  }

  /// The first record after the start of a conversation that shows that nothing was lost.
  private func withdrawal(
    of next: PlacedConversation, _ related: [PlacedConversation], _ last: PlacedConversation
  ) -> Position? {
    related.compactMap { union(of: $0, with: next)?.position }.min()
      ?? separation(of: last, from: next)?.position
  }

  /// The case of the last link by then, else the one the source had said last.
  private func recordedCase(of conversation: PartyConversation, at moment: Moment) -> String? {
    if let link = conversation.links.last(where: { $0.position <= moment.position }) {
      return link.target
    }
    return conversation.saidCases.filter { $0.moment.map { $0 <= moment } ?? false }
      .max { ($0.moment ?? moment) < ($1.moment ?? moment) }?.value
  }

  /// Whether the party had what it came for, looking at every word there is.
  private func isResolved(_ placed: PlacedConversation, before moment: Moment) -> Bool {
    let own = placed.conversation.outcomes.last { $0.moment < moment }
    let ofCase = placed.cases.flatMap(\.outcomes)
      .filter { placed.start < $0.moment && $0.moment < moment }.max { $0.moment < $1.moment }
    guard let ofCase else { return own?.isResolved ?? false }
    if ofCase.isResolved { return true }
    guard let own, ofCase.moment < own.moment else { return false }
    return own.isResolved
  }
}
