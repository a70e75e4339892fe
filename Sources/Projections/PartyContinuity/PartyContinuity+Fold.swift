public import InteractionModel

extension PartyContinuity {
  /// Takes one more record.
  ///
  /// After an error the state is of no use; the caller goes back to the one before.
  /// - Parameter record: belongs to the party and comes after all that were taken before.
  /// - Throws: ``FoldError`` when a known type has a schema newer than 1, or a field of the body
  ///   is of another kind than its type says.
  public mutating func apply(_ record: Record) throws(FoldError) {
    counts.events += 1
    parties.insert(record.party)
    guard let event = try record.catalogued() else {
      counts.unknown += 1
      return
    }
    if event.isGovernance { return }
    counts.take(event)
    lastTouch.take(record.said, at: Moment(record))
    if let channel = record.channel, channel != .internal { channels.insert(channel.rawValue) }
    try facts.take(record)
    switch record.type.group {
    case "party": try takeParty(record)
    case "callback", "commitment": try promised.take(record)
    default: break
    }
    if let id = record.conversation { try takeConversation(id, record) }
    if let own = record.ownCase { try takeCase(own, event, record) }
  }

  private mutating func takeConversation(_ id: String, _ record: Record) throws(FoldError) {
    try conversations[conversations.place(of: id, by: \.id) { PartyConversation(id: $0) }]
      .apply(record)
  }

  private mutating func takeCase(
    _ id: String, _ event: CatalogueType, _ record: Record
  ) throws(FoldError) {
    try cases[cases.place(of: id, by: \.id) { PartyCase(id: $0) }].apply(event, record)
  }

  // MARK: The party itself

  private mutating func takeParty(_ record: Record) throws(FoldError) {
    let moment = Moment(record)
    switch record.type {
    case .partyIdentified: try takeIdentity(record, isAuthentication: false)
    case .partyAuthenticated: try takeIdentity(record, isAuthentication: true)
    case .partyMerged: parties.insert(try record.text("party"))
    case .partyEndpointAdded:
      let kind = try record.text("kind") ?? "unknown"
      let place = endpoints.place(of: kind, by: \.kind) { PartyEndpoint(kind: $0) }
      endpoints[place].last.take(record.said, at: moment)
      endpoints[place].sealed.take(record)
      if record.body["verified"]?.bool == true {
        endpoints[place].verified.take(record.said, at: moment)
      }
    case .partyPreferenceSet:
      language.take(try record.text("language"), at: moment)
      preferredChannel.take(try record.text("preferredChannel"), at: moment)
    case .partyConsentGiven: try takeConsent("given", record)
    case .partyConsentWithdrawn: try takeConsent("withdrawn", record)
    default: break
    }
  }

  private mutating func takeIdentity(
    _ record: Record, isAuthentication: Bool
  ) throws(FoldError) {
    let moment = Moment(record)
    let kind = try record.text("kind") ?? ""
    let provider = try record.text("idp") ?? ""
    let place =
      identities.firstIndex { !(($0.kind, $0.provider) < (kind, provider)) } ?? identities.count
    if place == identities.count || identities[place].kind != kind
      || identities[place].provider != provider
    {
      identities.insert(PartyIdentity(kind: kind, provider: provider), at: place)
    }
    identities[place].identityAssurance.take(try record.wholeNumber("ial"), at: moment)
    identities[place].authenticatorAssurance.take(try record.wholeNumber("aal"), at: moment)
    identities[place].method.take(try record.text("method"), at: moment)
    identities[place].last.take(record.said, at: moment)
    identities[place].sealed.take(record)
    if isAuthentication { identities[place].authenticated.take(record.said, at: moment) }
  }

  private mutating func takeConsent(_ state: String, _ record: Record) throws(FoldError) {
    let moment = Moment(record)
    let scope = try record.text("scope") ?? ""
    let place = consents.place(of: scope, by: \.scope) { PartyConsent(scope: $0) }
    consents[place].state.take(state, at: moment)
    consents[place].said.take(record.said, at: moment)
    consents[place].basis.take(try record.text("basis"), at: moment)
    consents[place].policyVersion.take(try record.text("policyVersion"), at: moment)
  }
}
