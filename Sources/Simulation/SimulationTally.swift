public import InteractionModel

/// What a simulation has put among its events so far, counted as events come out.
public struct SimulationTally: Sendable, Hashable {
  /// Distinct events.
  public private(set) var events = 0
  /// Events with words in their sealed part: messages, turns, notes, titles, reasons, comments.
  public private(set) var texts = 0
  /// Journeys that have started.
  public private(set) var journeys = 0
  /// Second deliveries of an event.
  public internal(set) var duplicateDeliveries = 0
  /// First deliveries of an event that happened before one delivered earlier.
  public internal(set) var outOfOrder = 0
  /// Events that were held back for hours.
  public internal(set) var lateDeliveries = 0

  private var kinds = [Int](repeating: 0, count: CatalogueType.allCases.count)
  private var plants = [Int](repeating: 0, count: Plant.allCases.count)
  private var channels = [Int](repeating: 0, count: Channel.allCases.count)
  private var chances = [Int](repeating: 0, count: Script.Chances.all.count)
  private var spanishConversations = 0
  private var spanishAssistant = 0
  private var repliesInPublic = 0
  private var repliesInPrivate = 0

  /// Distinct events by type.
  public var eventsByType: [EventType: Int] {
    var found: [EventType: Int] = [:]
    for kind in CatalogueType.allCases where kinds[Int(kind.rawValue)] > 0 {
      found[kind.type] = kinds[Int(kind.rawValue)]
    }
    return found
  }

  /// Conversations by channel; channels without one are left out.
  public var conversationsByChannel: [(channel: Channel, count: Int)] {
    zip(Channel.allCases, channels).filter { $0.1 > 0 }.map { (channel: $0.0, count: $0.1) }
  }

  /// How many events of a type there were.
  /// - Parameter type: the type.
  /// - Returns: the number of distinct events.
  public func count(_ type: EventType) -> Int {
    type.catalogued.map(number(of:)) ?? 0
  }

  func number(of kind: CatalogueType) -> Int { kinds[Int(kind.rawValue)] }

  func number(planted plant: Plant) -> Int { plants[Int(plant.rawValue)] }

  /// How many journeys there were that the options could disturb in some way.
  func opportunities(for chance: Script.Chances) -> Int {
    zip(Script.Chances.all, chances).reduce(0) { $1.0 == chance ? $1.1 : $0 }
  }

  /// Counts a journey that starts.
  mutating func note(_ chances: Script.Chances) {
    journeys += 1
    for (place, chance) in Script.Chances.all.enumerated() where chances.contains(chance) {
      self.chances[place] += 1
    }
  }

  mutating func note(_ planned: PlannedEvent) {
    events += 1
    kinds[Int(planned.kind.rawValue)] += 1
    plants[Int(planned.plant.rawValue)] += 1
    if planned.hasWords { texts += 1 }
    switch planned.kind {
    case .messageSent:
      if planned.event.channel == .socialPublic { repliesInPublic += 1 }
      if planned.event.channel == .socialDirect { repliesInPrivate += 1 }
    case .conversationStarted:
      guard let channel = planned.event.channel,
        let place = Channel.allCases.firstIndex(of: channel)
      else { return }
      channels[place] += 1
      guard planned.event.body["language"] == "es" else { return }
      spanishConversations += 1
      if channel == .virtualAssistant { spanishAssistant += 1 }
    default: break
    }
  }
}

extension SimulationTally {
  /// Requests for a fact that was provided earlier in the same journey's case, by somebody who could
  /// see it.
  public var repeatAsks: Int { number(planted: .repeatAsk) }
  /// The same by somebody to whom the case was not known, as after a restart.
  public var blindRepeatAsks: Int { number(planted: .blindRepeatAsk) }
  /// Both together: what the person notices.
  public var allRepeatAsks: Int { repeatAsks + blindRepeatAsks }
  /// Follow-ups on another channel to which nothing was carried over.
  public var channelRestarts: Int { number(planted: .channelRestart) }
  /// Conversations of a case that begin without it, other than restarts.
  public var lateLinks: Int {
    number(planted: .untimelyLink) + number(planted: .couldRestartLate)
  }
  /// Links made after the conversation had closed: of these, of restarts, and of what ended before
  /// there was a case.
  public var linksAfterTheEnd: Int { number(planted: .lateLink) }
  /// Links to a case that the conversation does not belong to; each is put right later.
  public var wrongLinks: Int { number(planted: .wrongLink) }

  /// Conversations that have started.
  public var conversations: Int { number(of: .conversationStarted) }
  /// Conversations in Spanish among them.
  public var conversationsInSpanish: Int { spanishConversations }
  /// Cases that were opened, those split off included.
  public var cases: Int { number(of: .caseOpened) }
  /// Cases merged into others.
  public var caseMerges: Int { number(of: .caseMerged) }
  /// Cases split in two.
  public var caseSplits: Int { number(of: .caseSplit) }
  /// Parties that were identified.
  public var parties: Int { number(of: .partyIdentified) }
  /// Parties merged into others.
  public var partyMerges: Int { number(of: .partyMerged) }
  /// Merges of parties that were undone.
  public var partyUnmerges: Int { number(of: .partyUnmerged) }

  /// Calls back that were promised.
  public var callbacksPromised: Int { number(of: .callbackPromised) }
  /// Promised calls back that reached the person.
  public var callbacksKept: Int { number(planted: .callbackKept) }
  /// Promised calls back that nobody made in time.
  public var callbacksMissed: Int { number(of: .callbackMissed) }

  /// Requests to take over without a word.
  public var blindTransfers: Int { number(planted: .blindTransfer) }
  /// Requests to take over with a hand-off that was acknowledged.
  public var warmTransfers: Int { number(planted: .warmTransfer) }
  /// Requests to take over after somebody was asked.
  public var consultTransfers: Int { number(planted: .consultTransfer) }
  /// Requests to go on in another channel.
  public var channelTransfers: Int { number(planted: .channelTransfer) }
  /// Requests to another department.
  public var departmentTransfers: Int { number(planted: .departmentTransfer) }
  /// Requests of the assistant that a person take over.
  public var assistantTransfers: Int { number(planted: .assistantTransfer) }
  /// Transfers that somebody refused, or for which nobody was there.
  public var failedTransfers: Int { number(of: .transferRejected) + number(of: .transferFailed) }

  /// Payments that failed, however often each was tried.
  public var failedPayments: Int { number(planted: .failedPayment) }
  /// Offers to chat because a payment had failed.
  public var chatOffers: Int { number(planted: .chatOffer) }
  /// Such offers that were taken.
  public var chatOffersTaken: Int { number(planted: .chatOfferTaken) }

  /// Surveys that were offered.
  public var surveysOffered: Int { number(of: .surveyOffered) }
  /// Surveys that were answered.
  public var surveysAnswered: Int { number(of: .surveyAnswered) }

  /// Messages of campaigns that were sent, notices of the incident included.
  public var outreachSent: Int { number(of: .outreachSent) }
  /// Messages of campaigns held back because the person had been written to often enough.
  public var outreachCapped: Int { number(planted: .capped) }
  /// Messages of campaigns held back because the person wants none.
  public var outreachRefused: Int { number(planted: .optedOut) }
  /// People who asked to be left alone.
  public var optOuts: Int { number(planted: .optOut) }
  /// Notices of the breach, all on one day.
  public var breachNotices: Int { number(planted: .breachNotice) }

  /// Contacts at an hour at which nobody was there.
  public var closedContacts: Int { number(planted: .closed) + number(planted: .voicemail) }
  /// Messages left on a machine then.
  public var voicemails: Int { number(planted: .voicemail) }
  /// What callers said that a listening agent set right.
  public var ivrOverrides: Int { number(of: .ivrOverridden) }
  /// Visits in which somebody helped.
  public var helpedVisits: Int { number(planted: .helper) }
  /// Conversations with the assistant in Spanish.
  public var assistantInSpanish: Int { spanishAssistant }
  /// Replies to posts that everybody can read.
  public var publicReplies: Int { repliesInPublic }
  /// Replies on social media that only one person can read.
  public var privateReplies: Int { repliesInPrivate }
}
