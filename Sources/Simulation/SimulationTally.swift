public import InteractionModel

/// What a simulation has put among its events so far, counted as events come out.
public struct SimulationTally: Sendable, Hashable {
  /// Distinct events.
  public internal(set) var events = 0
  /// Distinct events by type.
  public internal(set) var eventsByType: [EventType: Int] = [:]
  /// Journeys that have started.
  public internal(set) var journeys = 0
  /// Requests for a fact that was provided earlier in the same journey's case.
  public internal(set) var repeatAsks = 0
  /// Follow-ups on another channel to which nothing was carried over.
  public internal(set) var channelRestarts = 0
  /// Links made after the conversation had closed.
  public internal(set) var lateLinks = 0
  /// Links to a case that the conversation does not belong to; each is put right later.
  public internal(set) var wrongLinks = 0
  /// Second deliveries of an event.
  public internal(set) var duplicateDeliveries = 0
  /// First deliveries of an event that happened before one delivered earlier.
  public internal(set) var outOfOrder = 0

  /// How many events of a type there were.
  /// - Parameter type: the type.
  /// - Returns: the number of distinct events.
  public func count(_ type: EventType) -> Int { eventsByType[type, default: 0] }

  /// Conversations that have started.
  public var conversations: Int { count(.conversationStarted) }
  /// Cases that were opened, those split off included.
  public var cases: Int { count(.caseOpened) }
  /// Cases merged into others.
  public var caseMerges: Int { count(.caseMerged) }
  /// Cases split in two.
  public var caseSplits: Int { count(.caseSplit) }
  /// Parties merged into others.
  public var partyMerges: Int { count(.partyMerged) }
  /// Merges of parties that were undone.
  public var partyUnmerges: Int { count(.partyUnmerged) }

  /// The tally as JSON, the events by type included.
  public var json: JSONObject {
    func number(_ value: Int) -> JSONValue { .int(Int64(value)) }
    return [
      "events": number(events), "journeys": number(journeys), "cases": number(cases),
      "conversations": number(conversations), "repeatAsks": number(repeatAsks),
      "channelRestarts": number(channelRestarts), "lateLinks": number(lateLinks),
      "wrongLinks": number(wrongLinks), "caseMerges": number(caseMerges),
      "caseSplits": number(caseSplits), "partyMerges": number(partyMerges),
      "partyUnmerges": number(partyUnmerges),
      "duplicateDeliveries": number(duplicateDeliveries), "outOfOrder": number(outOfOrder),
      "eventsByType": .object(
        JSONObject(
          eventsByType.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { ($0.key.rawValue, number($0.value)) })),
    ]
  }

  mutating func note(_ planned: PlannedEvent) {
    events += 1
    eventsByType[planned.event.type, default: 0] += 1
    switch planned.plant {
    case .none: break
    case .repeatAsk: repeatAsks += 1
    case .channelRestart: channelRestarts += 1
    case .lateLink: lateLinks += 1
    case .wrongLink: wrongLinks += 1
    }
  }
}
