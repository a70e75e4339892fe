internal import InteractionModel

/// A conversation of a party with the case it belongs to under the links in force.
struct PlacedConversation {
  let conversation: PartyConversation
  /// Where it starts.
  let start: Moment
  /// The case it belongs to; nil when to none.
  let membership: CaseMembership?
  /// That case and the one that the records name, which may have been merged into it, as far as
  /// their own records are the party's.
  let cases: [PartyCase]

  /// Places a conversation; nil when nothing shows when it starts.
  init?(_ conversation: PartyConversation, of party: PartyContinuity, _ context: RowContext) {
    guard let start = conversation.start else { return nil }
    self.conversation = conversation
    self.start = start
    membership = context.caseOf(conversation.id, conversation.saidCase.value)
    var ids = StringSet()
    ids.insert(membership?.id)
    if let link = conversation.links.last {
      ids.insert(link.target)
    } else {
      ids.insert(conversation.saidCase.value)
    }
    cases = ids.elements.compactMap(party.ownCase)
  }

  /// From which record on it belongs to its case; nil when it belongs to none.
  ///
  /// A link counts from its place in the log, what the source says from when it was said.
  /// - Parameter moment: the start of a conversation.
  /// - Returns: the record, and whether it was there by then.
  func isMember(since moment: Moment) -> Since? {
    guard let membership else { return nil }
    if let position = membership.since {
      return Since(position: position, isBefore: !(moment.position < position))
    }
    let said = conversation.firstMention(of: membership.id)
    return Since(
      position: said?.position ?? .start, isBefore: said.map { !(moment < $0) } ?? true)
  }

  /// From which record on something is so.
  struct Since {
    /// The record.
    let position: Position
    /// Whether it was so when a conversation started.
    let isBefore: Bool

    /// From when on both are so.
    func and(_ other: Since) -> Since {
      Since(
        position: max(position, other.position), isBefore: isBefore && other.isBefore)
    }
  }

  /// Whether the party has what it came for, as the records before a moment say.
  ///
  /// What happens to the case while the conversation is under way or after it goes before what the
  /// conversation itself came to; a reopening takes back what was said before it. A conversation of
  /// which nobody says what it came to is unresolved.
  /// - Parameter moment: what comes after it is left out; nil leaves nothing out.
  /// - Returns: true when the last word is a resolution.
  func isResolved(before moment: Moment? = nil) -> Bool {
    let own = conversation.outcomes.last(before: moment)
    let ofCase = cases.compactMap { $0.outcomes.last(before: moment) }
      .max { $0.moment < $1.moment }
    guard let ofCase, start < ofCase.moment else { return own?.isResolved ?? false }
    if ofCase.isResolved { return true }
    guard let own, ofCase.moment < own.moment else { return false }
    return own.isResolved
  }

  /// Whether no conversation that starts at a moment or later finds this one left open: nobody
  /// spoke in it, it has been quiet for too long, or the last word about it was a resolution.
  func isOver(by moment: Moment) -> Bool {
    guard conversation.isHeard, let last = conversation.activity.last,
      PartyActivity.areNear(last, moment.time)
    else { return true }
    let words = [conversation.outcomes] + cases.map(\.outcomes)
    return words.allSatisfy { $0.last.map { $0.moment < moment } ?? true } && isResolved()
  }

  /// The service that its case is about.
  var serviceOfCase: Latest<String> {
    var found = Latest<String>()
    for entry in cases { found.take(entry.service) }
    return found
  }

  /// The issue that was coded in its case itself.
  var issueOfCase: Latest<String> {
    var found = Latest<String>()
    for entry in cases { found.take(entry.issue) }
    return found
  }
}
