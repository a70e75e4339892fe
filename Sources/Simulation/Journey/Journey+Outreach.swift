internal import InteractionModel

/// The city writes first.
extension Journey {
  /// Something that a campaign says, unless the person may not or will not be written to.
  mutating func outreach(_ campaign: Campaign, _ world: inout World) {
    guard reaches(campaign, .none, &world) else { return }
    let phrases = world.lexicon.phrases[language.rawValue]
    guard campaign != .breachNotice else {
      // A letter, which nobody sees being opened.
      let text = text(phrases.breachNotices, &world)
      happens(
        .messageSent, ["mediaType": "letter"], by: Journey.campaignSystem, direction: .outbound,
        personal: ["text": .string(text), "to": .string(person.address)], plant: .breachNotice,
        &world)
      return
    }
    let text = text(phrases.reminders, &world)
    happens(
      .messageSent, by: Journey.campaignSystem, direction: .outbound,
      personal: ["text": .string(text), "to": .string(person.phone)], &world)
    let code: JSONObject = ["campaign": .string(campaign.rawValue)]
    guard world.random.chance(550) else { return }
    pause(60...7_200, &world)
    happens(.outreachOpened, code, by: party, direction: .inbound, &world)
    if world.random.chance(world.options.optOuts) {
      insert([.wait(1...60, office: false), .optOut])
    } else if world.random.chance(300) {
      pause(5...60, &world)
      happens(.outreachClicked, code, by: party, direction: .inbound, &world)
    }
  }

  /// Queues a message of a campaign and decides about it at once, so that no wish that comes
  /// between can be overlooked.
  private mutating func reaches(
    _ campaign: Campaign, _ plant: Plant, _ world: inout World
  ) -> Bool {
    var queued: JSONObject = [
      "basis": .string(campaign.basis(hasConsented: world.people.hasConsented(slot))),
      "campaign": .string(campaign.rawValue),
      "template": .string(campaign.rawValue), "templateVersion": 2,
    ]
    if campaign == .paymentHelp, let trigger {
      queued["trigger"] = .string(trigger.description)
    }
    let id = happens(.outreachQueued, queued, by: Journey.campaignSystem, &world)
    if !campaign.isRequiredByLaw, let refusal = world.people.refusal(of: slot, at: clock) {
      let isCapped = refusal == .capped
      happens(
        .outreachSuppressed,
        [
          "campaign": .string(campaign.rawValue),
          "cap": isCapped ? "2_in_7_days" : "opted_out",
        ], by: Journey.campaignSystem, causation: id, plant: isCapped ? .capped : .optedOut,
        &world)
      return false
    }
    happens(
      .outreachSent,
      [
        "attempt": 1, "campaign": .string(campaign.rawValue),
        "template": .string(campaign.rawValue), "templateVersion": 2,
      ], by: Journey.campaignSystem, causation: id, plant: plant, &world)
    return true
  }

  /// The person answers that nothing more is wanted.
  mutating func optOut(_ world: inout World) {
    guard !world.people.hasOptedOut(slot) else { return }
    world.people.optOut(slot)
    let words = text(world.lexicon.phrases[language.rawValue].stops, &world)
    conversation.partyTurns += 1
    let stop = happens(
      .messageReceived, by: party, direction: .inbound,
      personal: ["from": .string(person.phone), "text": .string(words)], &world)
    partyHappens(
      .partyConsentWithdrawn, ["basis": "consent", "scope": "outreach"], party: person.id,
      by: Journey.campaignSystem, causation: stop, plant: .optOut, &world)
  }

  /// A payment has failed: somebody offers help before the person asks.
  mutating func offerChat(_ taken: [Stage], _ declined: [Stage], _ world: inout World) {
    guard world.isOpen(department, at: clock), world.random.chance(world.options.chatOffers) else {
      return insert(declined)
    }
    begin(.outreach, .outbound, as: person.id, &world)
    guard reaches(.paymentHelp, .chatOffer, &world) else { return insert([.end] + declined) }
    let offer = text(world.lexicon.phrases[language.rawValue].chatOffers, &world)
    happens(
      .messageSent, by: Journey.campaignSystem, direction: .outbound,
      personal: ["text": .string(offer)], &world)
    guard world.random.chance(600) else { return insert([.end] + declined) }
    pause(5...60, &world)
    happens(
      .outreachClicked, ["campaign": .string(Campaign.paymentHelp.rawValue)], by: party,
      direction: .inbound, plant: .chatOfferTaken, &world)
    insert([.end] + taken)
  }
}
