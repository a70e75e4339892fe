internal import EventLog
internal import InteractionModel

/// Whose the words of an erasure are and were: each entity with the record from which on none of
/// them is its own any more.
struct Concern: Sendable {
  /// By entity, up to where; the largest position there is while something still is its own.
  private(set) var ends: [EntityKey: Position] = [:]

  /// Notes that something is an entity's, or was until a record.
  mutating func note(_ entity: EntityKey, until end: Position = Position(.max)) {
    ends[entity] = max(ends[entity] ?? .start, end)
  }

  /// Notes the parties that some participants were said to be, each until it was taken back.
  mutating func take(_ identities: [(party: String, end: Position)]) {
    for (party, end) in identities { note(.party(party), until: end) }
  }

  /// Notes what the records around an erasure say that its words are of.
  /// - Parameters:
  ///   - draft: the records; those of what is noted already among them.
  ///   - entity: the party or conversation that is erased.
  ///   - family: every party that is the same.
  ///   - keys: what is destroyed.
  mutating func take(
    _ draft: ErasurePlanner.Draft, of entity: EntityKey, _ family: Set<String>,
    sealedUnder keys: Set<String>
  ) {
    let conversations = Set(ends.keys.filter { $0.kind == .conversation })
    for seen in draft.records {
      let isSealed = seen.keys.contains { keys.contains($0) }
      let isInside = seen.conversation.map { conversations.contains(.conversation($0)) } ?? false
      if isSealed || isInside || seen.party.map(family.contains) ?? false {
        if let id = seen.case { note(.case(id)) }
      }
      if isSealed {
        if let id = seen.conversation { note(.conversation(id)) }
        for party in seen.parties { note(.party(party)) }
      }
      // Whoever takes part in a conversation that goes is concerned, with words of theirs or not.
      if entity.kind == .conversation, isInside, let party = seen.party {
        note(.party(party))
      }
    }
  }
}
