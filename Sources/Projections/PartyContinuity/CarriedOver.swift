internal import InteractionModel

/// What the conversations of a party that started before another one may have carried over into it.
///
/// Each is taken once, by its start. Whether any of them is one that counts is then a look-up or
/// two, for all questions are whether there is one, or which is the first.
struct CarriedOver {
  /// Since when conversations have belonged to one case.
  private struct Members {
    /// The first record from which on one of them does.
    var first: Position
    /// The first link that brought one of them there.
    var linked: Position?
    /// When the source first said of one of them, which no link moved, that it does.
    var said: Moment?
    /// Whether one of them always did.
    var areAlways = false
  }

  /// By the case under the links in force.
  private var members: [String: Members] = [:]
  /// The ids of everything that was sent on.
  private var sent: Set<String> = []
  /// By the channel it was sent to, when; the oldest first.
  private var sentTo: [String: [Moment]] = [:]
  /// The call backs that were promised.
  private var promised: Set<String> = []

  /// Takes a conversation that starts no earlier than those before.
  mutating func take(_ placed: PlacedConversation) {
    if let membership = placed.membership, let since = placed.isMember(since: placed.start) {
      var all = members[membership.id] ?? Members(first: since.position)
      all.first = min(all.first, since.position)
      if let linked = membership.since {
        all.linked = min(all.linked ?? linked, linked)
      } else if let said = placed.conversation.firstMention(of: membership.id) {
        all.said = min(all.said ?? said, said)
      } else {
        all.areAlways = true
      }
      members[membership.id] = all
    }
    for sending in placed.conversation.sendings {
      sent.formUnion(sending.ids.elements)
      guard let channel = sending.channel else { continue }
      sentTo[channel, default: []].insertInOrder(sending.moment)
    }
    promised.formUnion(placed.conversation.callbacksPromised.elements)
  }

  /// Whether a conversation and an earlier one belonged to one case when it started.
  func isOneCase(with next: PlacedConversation) -> Bool {
    guard let membership = next.membership, let all = members[membership.id],
      next.isMember(since: next.start)?.isBefore == true
    else { return false }
    return all.areAlways || all.linked.map { !(next.start.position < $0) } ?? false
      || all.said.map { !(next.start < $0) } ?? false
  }

  /// From which record on a conversation and an earlier one belong to one case; nil when it and
  /// none of them do.
  func union(with next: PlacedConversation) -> Position? {
    guard let membership = next.membership, let all = members[membership.id] else { return nil }
    return next.isMember(since: next.start).map { max($0.position, all.first) }
  }

  /// Whether a transfer or hand-off of an earlier conversation arrived in another, or it is the call
  /// back that was promised in one.
  ///
  /// Records that name it decide. One that arrived without a name counts when the transfer was to
  /// that channel, not long ago, and the conversation had sent nothing on itself by then; a call
  /// back without a name when one was promised at all.
  func reaches(_ next: PartyConversation) -> Bool {
    if next.received.elements.contains(where: sent.contains) { return true }
    if next.callbacksCompleted.elements.contains(where: promised.contains) { return true }
    if next.callsBack > 0, !promised.isEmpty { return true }
    guard let arrived = next.arrived.moment,
      next.sendings.first.map({ arrived < $0.moment }) ?? true
    else { return false }
    // If the last one before it is too long ago, all are.
    return next.channels.elements.contains { channel in
      guard let sendings = sentTo[channel] else { return false }
      let place = sendings.place { $0 < arrived }
      return place > 0
        && arrived.time.microseconds - sendings[place - 1].time.microseconds
          <= ContinuityPolicy.chainDays * 86_400_000_000
    }
  }
}

extension [Moment] {
  /// Inserts a moment at its place, most often the last.
  fileprivate mutating func insertInOrder(_ moment: Moment) {
    guard let last, moment < last else { return append(moment) }
    insert(moment, at: place { $0 < moment })
  }
}
