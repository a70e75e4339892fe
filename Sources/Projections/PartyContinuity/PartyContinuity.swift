/// What is known of a party across its conversations and cases, and where continuity was lost
/// between them.
///
/// Folds every record whose envelope names the party or one that was merged into it. Holds codes,
/// ids, counts and times only; what people said stays sealed in the log.
public struct PartyContinuity: FoldState {
  /// How often what happened.
  var counts = PartyCounts()
  /// The last touch; the value is the time as the source said it.
  var lastTouch = Latest<String>()
  /// Channels touched.
  var channels = StringSet()
  /// Parties that its records name in the envelope or as merged.
  var parties = StringSet()
  /// What it told the agency.
  var facts = KnownFacts()

  /// As whom it was identified, by kind and provider.
  var identities: [PartyIdentity] = []
  /// Its endpoints, by kind: one entry a kind.
  var endpoints: [PartyEndpoint] = []
  /// The language it prefers.
  var language = Latest<String>()
  /// The channel it prefers.
  var preferredChannel = Latest<String>()
  /// What it consented to, by scope.
  var consents: [PartyConsent] = []

  /// Its conversations, by id.
  var conversations: [PartyConversation] = []
  /// Cases whose own records name it, by id.
  var cases: [PartyCase] = []
  /// What it was promised, and what became of that.
  var promised = PromiseHistory()

  /// The state before any record.
  public init() {}
}
