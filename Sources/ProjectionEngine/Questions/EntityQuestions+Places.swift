public import InteractionModel
internal import Projections

// Since when a conversation is in a case, and since when it is not any more.
//
// A case is folded under the links in force, from all records of the conversations that these links lead
// to it: the first of them does not tell when it was led there.

extension EntityQuestions {
  /// The record by which a conversation came into a case where it is: that moved it there, or its case
  /// into this one, or says in which case it is.
  /// - Parameters:
  ///   - conversation: the conversation.
  ///   - id: the case.
  /// - Returns: the place of the record; nil when no link leads it there, but each record for itself.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  package func arrival(of conversation: String, in id: String) throws -> Position? {
    var arrival: Position?
    while let place = try place(of: conversation, before: arrival), place.case == id {
      arrival = place.since
    }
    return arrival
  }

  /// The record by which a conversation left a case where it was.
  /// - Parameters:
  ///   - conversation: the conversation.
  ///   - id: the case.
  /// - Returns: the place of the record; nil when it is still there or never was.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  package func departure(of conversation: String, from id: String) throws -> Position? {
    var departure: Position?
    while let place = try place(of: conversation, before: departure) {
      if place.case == id { return departure }
      departure = place.since
    }
    return nil
  }

  /// Where the links led a conversation, and since when; nil when none did.
  private func place(
    of conversation: String, before position: Position?
  ) throws -> (case: String?, since: Position)? {
    let membership = Membership(links(before: position))
    guard let link = try membership.link(ofConversation: conversation) else { return nil }
    guard let target = link.target else { return (nil, link.position) }
    let end = try membership.end(.caseIntoCase, of: target)
    return (end.id, max(link.position, end.since ?? link.position))
  }
}
