internal import InteractionModel

/// Finds the conversations in which a party had to start over.
///
/// A conversation that the party begins is looked at together with those it began before. Nothing
/// was lost when something was carried over from one of them: see
/// ``isCarried(from:into:)``. Otherwise the last one that was left open
/// (see ``isLeftOpen(_:before:)``) makes a finding:
///
/// - a **channel restart** when the conversation is in another channel. The telephone menu, a call
///   and a call back are one channel;
/// - a **broken chain** when it is in the same channel and both are known to be about the same.
///   Not knowing is not enough: people write twice a week about two things.
///
/// The finding completes with the start of the conversation. A link that comes after it and brings
/// the conversation together with an earlier one, or shows that the two are different matters,
/// withdraws it; when it was there before, there is no finding.
struct ChainSearch {
  private let conversations: [PlacedConversation]
  /// The places of the conversations that may be in a case, or were sent on or called back from:
  /// the few among which to look for what was carried over.
  private let byCase: [String: [Int]]
  private let senders: [Int]

  /// A search among some conversations.
  /// - Parameter conversations: those of one party, by their start.
  init(_ conversations: [PlacedConversation]) {
    self.conversations = conversations
    var byCase: [String: [Int]] = [:]
    var senders: [Int] = []
    for (place, placed) in conversations.enumerated() {
      for id in placed.possibleCases.elements { byCase[id, default: []].append(place) }
      let conversation = placed.conversation
      if !conversation.sendings.isEmpty || conversation.callbacksPromised.first != nil {
        senders.append(place)
      }
    }
    self.byCase = byCase
    self.senders = senders
  }

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
    var detail: JSONObject = ["earlier": .string(last.conversation.id)]
    detail["fromChannel"] = last.conversation.channel.value.map(JSONValue.string)
    detail["toChannel"] = next.conversation.channel.value.map(JSONValue.string)
    if sameness != nil {
      detail["issue"] = issue(of: next, at: next.start).value.map(JSONValue.string)
    }
    return Finding(
      kind: kind, position: next.start.position, moment: next.start,
      said: next.conversation.started.value ?? "", causes: causes.sorted(),
      conversation: next.conversation.id, detail: detail,
      withdrawnBy: withdrawal(of: next, related, last))
  }

  /// For each conversation that can start over, the place of the last one that was left open then.
  ///
  /// One that is over for good is looked at once, however many come after it.
  func lastLeftOpen() -> [Int?] {
    var candidates: [Int] = []
    return conversations.indices.map { place in
      defer { candidates.append(place) }
      let next = conversations[place]
      guard ChainSearch.canStartOver(next) else { return nil }
      for index in candidates.indices.reversed() {
        let earlier = conversations[candidates[index]]
        if earlier.isOver(by: next.start) {
          candidates.remove(at: index)
        } else if isLeftOpen(earlier, before: next) {
          return candidates[index]
        }
      }
      return nil
    }
  }

  /// The earlier conversations from which something may have been carried over.
  private func related(to place: Int) -> [PlacedConversation] {
    var places = Set(senders.filter { $0 < place })
    for id in conversations[place].possibleCases.elements {
      places.formUnion((byCase[id] ?? []).filter { $0 < place })
    }
    return places.sorted().map { conversations[$0] }
  }

  /// Whether the party begins the conversation, and not by taking up one that was interrupted.
  static func canStartOver(_ next: PlacedConversation) -> Bool {
    guard !next.conversation.isByAgency else { return false }
    guard let resumed = next.conversation.resumed.moment else { return true }
    return next.start < resumed
  }

  /// Whether a conversation was left open: the party took part, it was active within
  /// ``ContinuityPolicy/chainDays`` before the next one starts, was not resolved by then, and is
  /// not known to be about something else.
  func isLeftOpen(_ last: PlacedConversation, before next: PlacedConversation) -> Bool {
    guard last.conversation.isHeard,
      last.conversation.activity.recent(before: next.start) != nil,
      !last.isResolved(before: next.start), !differ(last, next)
    else { return false }
    if separation(of: last, from: next)?.isBefore == true { return false }
    // Different matters as it was known then, whatever links did later.
    let own = last.conversation.recordedCase(at: next.start)
    let theirs = next.conversation.recordedCase(at: next.start)
    return own == nil || theirs == nil || own == theirs || sameness(of: last, with: next) != nil
  }

  // MARK: What they are about

  /// The issue of a conversation: coded in it, else in another of the case that the records named
  /// by a moment.
  private func issue(of placed: PlacedConversation, at moment: Moment) -> Latest<String> {
    let own = placed.conversation.issue
    guard own.moment == nil, let id = placed.conversation.recordedCase(at: moment) else {
      return own
    }
    var found = Latest<String>()
    for place in byCase[id] ?? [] {
      let other = conversations[place].conversation
      if other.recordedCase(at: moment) == id { found.take(other.issue) }
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
    if let own = earlier.conversation.recordedCase(at: next.start),
      own == next.conversation.recordedCase(at: next.start)
    {
      return true
    }
    if union(of: earlier, with: next)?.isBefore == true { return true }
    return ChainSearch.reaches(earlier.conversation, next.conversation)
      || ChainSearch.callsBack(earlier.conversation, next.conversation)
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
}
