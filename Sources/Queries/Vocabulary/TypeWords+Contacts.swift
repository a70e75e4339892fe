internal import InteractionModel

// What is said of parties, and of the conversations and contacts in which it is said.

extension TypeWords {
  static let party = [
    TypeWords(
      .partyIdentified, "who somebody is, and by what they were known",
      handoffs: "who they are, and how sure that is"),
    TypeWords(
      .partyAuthenticated, "they proved who they are",
      handoffs: "who they are, how that was proved and when"),
    TypeWords(
      .partyMerged, "two parties are one person; a person decided it",
      cases: "who takes part goes by the other's name",
      conversations: "who takes part goes by the other's name",
      handoffs: "all that is known of both is known of one"),
    TypeWords(
      .partyUnmerged, "a merge was wrong, and is undone",
      cases: "who takes part goes by their own name again",
      conversations: "who takes part goes by their own name again",
      handoffs: "what is known of each is their own again"),
    TypeWords(
      .partyEndpointAdded, "a way to reach them is known",
      handoffs: "the kinds of ways to reach them, and which were verified"),
    TypeWords(
      .partyPreferenceSet, "which language or channel they prefer",
      handoffs: "their language and the channel that they prefer"),
    TypeWords(
      .partyConsentGiven, "they agreed to something", handoffs: "what they agreed to, and why"),
    TypeWords(
      .partyConsentWithdrawn, "they do not agree any more", handoffs: "what they withdrew"),
  ]

  static let facts = [
    TypeWords(
      .factRequested, "they were asked for a fact",
      handoffs: "an open question; a repeat ask when the fact was known"),
    TypeWords(
      .factProvided, "they gave a fact",
      handoffs: "what is known, and not to be asked again"),
    TypeWords(
      .factConfirmed, "a known fact was said to be right",
      handoffs: "since when it is known to be right"),
    TypeWords(
      .factCorrected, "another value takes the place of a known one",
      handoffs: "what is known instead"),
    TypeWords(
      .factMarkedStale, "a fact may be asked for again",
      handoffs: "that the fact is not to be relied on"),
  ]

  static let conversation = [
    TypeWords(
      .conversationStarted, "a conversation began",
      cases: "that the conversation is in the case it names",
      conversations: "its beginning, its language and the case it is in",
      handoffs: "a leg of the matter, and its language"),
    TypeWords(
      .conversationResumed, "it went on after a pause",
      conversations: "that it is open again, its language and the case it is in",
      handoffs: "that it was carried on and not begun anew"),
    TypeWords(
      .conversationLinked, "a conversation belongs to a case",
      cases: "all of the conversation goes into the case",
      conversations: "the case it is in", handoffs: "all of the conversation goes into the case"),
    TypeWords(
      .conversationUnlinked, "it belongs to no case",
      cases: "all of the conversation leaves the case",
      conversations: "that it is in no case", handoffs: "all of the conversation leaves the case"),
    TypeWords(
      .conversationClosed, "a conversation ended",
      conversations: "that it is closed, and what it came to",
      handoffs: "what it came to; what is open may break the chain"),
  ]

  static let contact = [
    TypeWords(
      .contactInitiated, "a leg of a conversation began",
      conversations: "a leg, and how it began", handoffs: "a leg, and whether it was a transfer"),
    TypeWords(
      .contactEnqueued, "they wait in a queue", conversations: "the queue of the leg",
      handoffs: "the queues that the matter was in"),
    TypeWords(
      .contactOffered, "somebody was asked to take it", conversations: "the queue of the leg"),
    TypeWords(
      .contactDeclined, "somebody did not take it", conversations: "the queue of the leg"),
    TypeWords(
      .contactAnswered, "somebody took it",
      cases: "first response, agents and how many were answered",
      conversations: "who answered the leg, and when",
      handoffs: "who has it; blind when they had not seen the hand-off"),
    TypeWords(
      .contactHeld, "they were put on hold", cases: "agents", conversations: "agents, and the hold"),
    TypeWords(
      .contactResumed, "the hold is over", cases: "agents",
      conversations: "agents, and the end of the hold"),
    TypeWords(
      .contactAbandoned, "they left before anybody answered", cases: "how many were abandoned",
      conversations: "that the leg and the conversation were given up",
      handoffs: "that the matter is open"),
    TypeWords(
      .contactDisconnected, "a leg ended",
      conversations: "who ended the leg, and how long it was", handoffs: "the end of the leg"),
  ]
}
