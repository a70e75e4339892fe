public import InteractionModel

/// One thing that a simulation plants: how often it was asked for and how often it was done.
public struct PlantedThing: Sendable, Hashable {
  /// The group it is shown under.
  public let group: String
  /// A name for programs, for example `repeatAsks`.
  public let name: String
  /// What it is, for people.
  public let summary: String
  /// How often it is to happen, per mille of the opportunities; nil when the journeys decide.
  public let rate: Int?
  /// How many opportunities there were; nil when they are not counted.
  public let opportunities: Int?
  /// How often it happened.
  public let count: Int
}

extension SimulationTally {
  /// Everything that was planted, with the rates that were asked for.
  /// - Parameter options: those of the simulation.
  /// - Returns: the things in groups, in the order in which they are shown.
  public func planted(_ options: SimulationOptions) -> [PlantedThing] {
    func thing(
      _ group: String, _ name: String, _ summary: String, rate: Int? = nil, of: Int? = nil,
      _ count: Int
    ) -> PlantedThing {
      PlantedThing(
        group: group, name: name, summary: summary, rate: rate, opportunities: of, count: count)
    }
    let volume = [
      thing("volume", "events", "events", events),
      thing("volume", "texts", "with words in them", of: events, texts),
      thing("volume", "parties", "parties", parties),
      thing("volume", "journeys", "journeys", journeys),
      thing("volume", "cases", "cases", cases),
      thing("volume", "conversations", "conversations", conversations),
      thing(
        "volume", "conversationsInSpanish", "in Spanish", of: conversations,
        conversationsInSpanish),
    ]
    let deliveries = [
      thing(
        "deliveries", "duplicateDeliveries", "delivered twice", rate: options.duplicateDeliveries,
        of: events, duplicateDeliveries),
      thing(
        "deliveries", "outOfOrder", "overtaken or late",
        rate: options.outOfOrder + options.lateDeliveries, of: events, outOfOrder),
      thing(
        "deliveries", "lateDeliveries", "hours late", rate: options.lateDeliveries, of: events,
        lateDeliveries),
    ]
    let continuity = [
      thing(
        "continuity", "repeatAsks", "asked again for what could be seen", rate: options.repeatAsks,
        of: number(planted: .confirmed) + repeatAsks, repeatAsks),
      thing(
        "continuity", "blindRepeatAsks", "asked again, the case not known", blindRepeatAsks),
      thing(
        "continuity", "channelRestarts", "started over on another channel",
        rate: options.channelRestarts,
        of: channelRestarts + number(planted: .couldRestart) + number(planted: .couldRestartLate),
        channelRestarts),
      thing("continuity", "callbacksPromised", "call backs promised", callbacksPromised),
      thing(
        "continuity", "callbacksKept", "call backs kept", of: callbacksPromised, callbacksKept),
      thing(
        "continuity", "callbacksMissed", "call backs missed", rate: options.missedCallbacks,
        of: callbacksPromised, callbacksMissed),
    ]
    return volume + deliveries + continuity + links(options, thing) + hands(options, thing)
      + outreach(options, thing)
  }

  private typealias Maker = (String, String, String, Int?, Int?, Int) -> PlantedThing

  private func links(_ options: SimulationOptions, _ thing: Maker) -> [PlantedThing] {
    [
      thing(
        "links", "lateLinks", "begun without their case", options.lateLinks,
        number(planted: .timelyLink) + number(planted: .couldRestart) + lateLinks, lateLinks),
      thing("links", "linksAfterTheEnd", "linked after the end", nil, nil, linksAfterTheEnd),
      thing(
        "links", "wrongLinks", "linked to a wrong case", options.wrongLinks, nil, wrongLinks),
      thing(
        "links", "caseMerges", "cases merged", options.caseMerges, opportunities(for: .caseMerge),
        caseMerges),
      thing(
        "links", "caseSplits", "cases split", options.caseSplits, opportunities(for: .caseSplit),
        caseSplits),
      thing(
        "links", "partyMerges", "parties merged", options.partyMerges,
        opportunities(for: .partyMerge),
        partyMerges),
      thing(
        "links", "partyUnmerges", "merges undone", options.partyUnmerges, partyMerges,
        partyUnmerges),
      thing(
        "links", "reopenings", "cases reopened", options.reopenings, opportunities(for: .reopening),
        number(of: .caseReopened)),
    ]
  }

  private func hands(_ options: SimulationOptions, _ thing: Maker) -> [PlantedThing] {
    [
      thing("hands", "blindTransfers", "blind transfers", nil, nil, blindTransfers),
      thing("hands", "warmTransfers", "warm transfers", nil, nil, warmTransfers),
      thing("hands", "consultTransfers", "consult transfers", nil, nil, consultTransfers),
      thing("hands", "channelTransfers", "sent to another channel", nil, nil, channelTransfers),
      thing("hands", "departmentTransfers", "sent to a department", nil, nil, departmentTransfers),
      thing("hands", "assistantTransfers", "assistant to person", nil, nil, assistantTransfers),
      thing("hands", "failedTransfers", "refused or nobody there", nil, nil, failedTransfers),
      thing("hands", "closedContacts", "came when it was closed", nil, nil, closedContacts),
      thing("hands", "voicemails", "voicemails", nil, nil, voicemails),
      thing(
        "hands", "ivrOverrides", "telephone menu helped by a person", options.ivrOverrides,
        number(of: .ivrInputGiven), ivrOverrides),
      thing("hands", "helpedVisits", "visits with a helper", nil, nil, helpedVisits),
      thing(
        "hands", "assistantInSpanish", "with the assistant in Spanish", nil, nil,
        assistantInSpanish),
      thing("hands", "publicReplies", "posts answered in public", nil, nil, publicReplies),
      thing("hands", "privateReplies", "posts answered in private", nil, nil, privateReplies),
    ]
  }

  private func outreach(_ options: SimulationOptions, _ thing: Maker) -> [PlantedThing] {
    [
      thing("outreach", "failedPayments", "payments that failed", nil, nil, failedPayments),
      thing(
        // Of those while the office is open only, and not of all that are counted above.
        "outreach", "chatOffers", "chats offered because of it", options.chatOffers, nil,
        chatOffers),
      thing("outreach", "chatOffersTaken", "offers taken", nil, chatOffers, chatOffersTaken),
      thing("outreach", "outreachSent", "messages of campaigns", nil, nil, outreachSent),
      thing(
        "outreach", "outreachCapped", "held back: two in seven days", nil, nil, outreachCapped),
      thing("outreach", "outreachRefused", "held back: opted out", nil, nil, outreachRefused),
      thing(
        "outreach", "optOuts", "opted out", options.optOuts, number(of: .outreachOpened), optOuts),
      thing(
        "outreach", "breachNotices", "breach notices on one day", options.breachNotices, journeys,
        breachNotices),
      thing("outreach", "surveysOffered", "surveys offered", nil, nil, surveysOffered),
      thing(
        "outreach", "surveysAnswered", "surveys answered", options.surveyAnswers, surveysOffered,
        surveysAnswered),
    ]
  }

  /// The tally as JSON, the events by type and the conversations by channel included.
  public var json: JSONObject {
    func number(_ value: Int) -> JSONValue { .int(Int64(value)) }
    var object = JSONObject(planted(SimulationOptions()).map { ($0.name, number($0.count)) })
    object["conversationsByChannel"] = .object(
      JSONObject(conversationsByChannel.map { ($0.channel.rawValue, number($0.count)) }))
    object["eventsByType"] = .object(
      JSONObject(
        eventsByType.sorted { $0.key.rawValue < $1.key.rawValue }
          .map { ($0.key.rawValue, number($0.value)) }))
    return object
  }
}
