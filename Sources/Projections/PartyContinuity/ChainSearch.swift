internal import InteractionModel

/// Finds the conversations in which a party had to start over.
///
/// A conversation that the party begins is looked at together with those it began before. Nothing
/// was lost when something was carried over from one of them: both were in one case when it started,
/// what was sent on from the earlier one arrived in it, or it is a call back that was promised
/// (see ``CarriedOver``). Otherwise the last one that was left open
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
///
/// The conversations are gone through once, by their start. What is to be known of all those before
/// is kept in indexes that grow on the way, so that n conversations take O(n log² n) steps, and as
/// many more as were left open about something else within ``ContinuityPolicy/chainDays``.
struct ChainSearch {
  private let conversations: [PlacedConversation]
  private var cases: RecordedCases
  private var earlier = CarriedOver()

  /// A search among some conversations.
  /// - Parameter conversations: those of one party, by their start.
  init(_ conversations: [PlacedConversation]) {
    self.conversations = conversations
    cases = RecordedCases(conversations)
  }

  /// The findings, by the start of the conversation.
  static func findings(_ conversations: [PlacedConversation]) -> [Finding] {
    guard conversations.count > 1 else { return [] }
    var search = ChainSearch(conversations)
    return search.findings()
  }

  private mutating func findings() -> [Finding] {
    var findings: [Finding] = []
    // One that is over for good is looked at once, however many come after it.
    var candidates: [Int] = []
    for place in conversations.indices {
      cases.advance(to: place)
      let next = conversations[place]
      if ChainSearch.canStartOver(next), let last = lastLeftOpen(among: &candidates, before: next) {
        if let finding = finding(of: next, after: last) { findings.append(finding) }
      }
      candidates.append(place)
      earlier.take(next)
    }
    return findings
  }

  private func finding(of next: PlacedConversation, after last: PlacedConversation) -> Finding? {
    guard !isCarried(into: next), let recent = last.conversation.activity.recent(before: next.start)
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
      detail[.issue] = issue(of: next, before: next).value.map(JSONValue.string)
    }
    return Finding(
      kind: kind, position: next.start.position, moment: next.start,
      said: next.conversation.started.value ?? "", causes: causes.sorted(),
      conversation: next.conversation.id, detail: detail,
      withdrawnBy: withdrawal(of: next, last))
  }

  /// The last of some conversations that was left open when another one starts.
  private func lastLeftOpen(
    among candidates: inout [Int], before next: PlacedConversation
  ) -> PlacedConversation? {
    for index in candidates.indices.reversed() {
      let earlier = conversations[candidates[index]]
      if earlier.isOver(by: next.start) {
        candidates.remove(at: index)
      } else if isLeftOpen(earlier, before: next) {
        return earlier
      }
    }
    return nil
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
  /// when the next one started, which is the one that is looked at.
  private func issue(
    of placed: PlacedConversation, before next: PlacedConversation
  ) -> Latest<String> {
    let own = placed.conversation.issue
    guard own.moment == nil, let id = placed.conversation.recordedCase(at: next.start) else {
      return own
    }
    return cases.issue(in: id)
  }

  /// Whether both are known to be about different things: by their issues, else by what assistants
  /// took them to be about.
  private func differ(_ last: PlacedConversation, _ next: PlacedConversation) -> Bool {
    if let own = issue(of: last, before: next).value,
      let theirs = issue(of: next, before: next).value
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
      let issue = issue(of: placed, before: next)
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

  /// Whether something was carried over from a conversation that started before.
  private func isCarried(into next: PlacedConversation) -> Bool {
    if let own = next.conversation.recordedCase(at: next.start), cases.hasEarlier(in: own) {
      return true
    }
    return earlier.isOneCase(with: next) || earlier.reaches(next.conversation)
  }

  // MARK: What links say

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
    of next: PlacedConversation, _ last: PlacedConversation
  ) -> Position? {
    earlier.union(with: next) ?? separation(of: last, from: next)?.position
  }
}
