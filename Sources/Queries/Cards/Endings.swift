internal import Compliance
public import InteractionModel
internal import ProjectionEngine
public import Projections

/// What conversations came to, for every card alike: what they say themselves, and whether the matter
/// is settled by that or by the end of its case.
struct Endings {
  /// nil when no read model of conversations serves: then nobody says what one came to.
  private let conversations: Entities?
  private let then: EntityQuestions?

  /// - Parameters:
  ///   - reader: who asks.
  ///   - point: as of when; nil for now.
  /// - Throws: ``/EventLog/StorageFault`` when the log or a read model cannot be read.
  init(for reader: Reader, at point: AsOf?) throws {
    conversations =
      try reader.store.dispensable(ConversationArchive.projection) == nil
      ? nil : Conversations(reader).entities
    then = try point == nil ? nil : conversations?.questions(point)
  }

  /// The outcome that a conversation was given, by its closing before any other; nil when nobody said
  /// one.
  func outcome(of id: String) throws -> JSONValue? {
    guard let conversations else { return nil }
    let fields: Document<ConversationField>? =
      try then?.fields(of: id).map { Document($0) }
      ?? conversations.model.row(conversations.table, key: id).map {
        conversations.table.document($0.values)
      }
    return fields?[.outcome] ?? fields?.part(.disposition, of: DispositionField.self)?[.outcome]
  }

  /// Conversations of a party with the outcomes that they were given, also by records that name
  /// nobody.
  func joined(
    _ conversations: [Document<PartyConversationField>]
  ) throws -> [Document<PartyConversationField>] {
    try conversations.map { conversation in
      var conversation = conversation
      let outcome = try conversation[.conversation]?.string.flatMap(outcome)
      conversation[.outcome] = outcome
      if Endings.isResolution(outcome) { conversation[.resolved] = true }
      return conversation
    }
  }

  /// Legs of a case with whether they settled the matter, and with what their conversations came to
  /// where they do not say it themselves.
  ///
  /// What a conversation came to is what its last leg did; only those that a card shows are asked.
  func joined(_ legs: [Document<LegField>], in matter: Document<CaseField>) throws
    -> [Document<LegField>]
  {
    var known: Set<JSONValue> = []
    let joined = try legs.reversed().enumerated().map { place, leg in
      var (leg, outcome) = (leg, JSONValue?.none)
      if place < CaseCard.legs, let id = leg[.conversation], known.insert(id).inserted {
        outcome = try id.string.flatMap(self.outcome)
      }
      leg[.resolved] = .bool(
        [leg[.outcome], outcome].contains(where: Endings.isResolution)
          || matter.settles(whatBegan: leg[.from]))
      leg[.outcome] = leg[.outcome] ?? outcome
      return leg
    }
    return joined.reversed()
  }

  private static func isResolution(_ outcome: JSONValue?) -> Bool {
    outcome?.string.flatMap(Outcome.init)?.isResolution ?? false
  }
}

extension Document<CaseField> {
  /// Whether the end of a case is that of what began at some time: it came later, and the matter was
  /// not only found to be another one's.
  func settles(whatBegan start: JSONValue?) -> Bool {
    guard ["resolved", "closed"].contains(self[.status]?.string) else { return false }
    let end = parts(.resolutions, of: ResolutionField.self).last
    guard !["duplicate", "merged"].contains(end?[.resolution]?.string) else { return false }
    func time(_ value: JSONValue?) -> Instant? { value?.string.flatMap { Timestamp($0)?.instant } }
    guard let ended = time(self[.closed] ?? end?[.time]), let started = time(start) else {
      return true
    }
    return started < ended
  }

  /// How the source says that a case that is over was settled; nil of one that is open.
  public var ending: JSONValue? {
    guard ["resolved", "closed"].contains(self[.status]?.string) else { return nil }
    return parts(.resolutions, of: ResolutionField.self).last?[.resolution]
  }
}
