package import InteractionModel

/// What the transcript of a conversation knows to bear on a thing that was said: each delivery of it,
/// and whatever names one of these.
package struct Bearing: Sendable {
  /// The deliveries: the event id of each, and the record that brought it.
  package var deliveries: [(id: EventID, position: Position)] = []
  /// The edits, redactions and receipts of any of them.
  package var amendments: [Position] = []
  /// Whether all deliveries are known by what the source numbers; where they are not, an event is
  /// alone under its id.
  package var isByItem = false
}

extension ConversationArchive {
  /// What bears on the things of some event ids.
  ///
  /// Of a state in parts asks for no more than these things need: what it does not know it notes in
  /// ``PartedState/missingParts``, and the answer is of use once nothing is missing.
  /// - Parameters:
  ///   - ids: the event ids of what was said, or would have been said.
  ///   - state: of a conversation.
  /// - Returns: what is known under each id; nil when the state is not one of a conversation.
  package static func bearing(
    on ids: some Sequence<EventID>, in state: inout any FoldState
  ) -> [EventID: Bearing]? {
    guard var transcript = state as? Transcript else { return nil }
    if !transcript.isInParts { transcript.divide() }
    defer { state = transcript }
    return ids.reduce(into: [:]) { $0[$1] = transcript.bearing(on: $1) }
  }
}

extension Transcript {
  fileprivate mutating func bearing(on id: EventID) -> Bearing {
    let own = parts.thing(PartName(id))
    var bearing = Bearing()
    bearing.isByItem = own.elsewhere != nil
    for thing in [own] + (own.elsewhere.map { [parts.thing($0)] } ?? []) {
      bearing.deliveries += thing.entries.map { ($0.id, $0.moment.position) }
      bearing.amendments += thing.amendments.map(\.moment.position)
    }
    return bearing
  }
}
