internal import InteractionModel

// What the agency does by itself, what it hears of it and learns, and how it governs its record.

extension TypeWords {
  static let outreach = [
    TypeWords(.outreachQueued, "the agency is to contact them"),
    TypeWords(
      .outreachSent, "the agency contacted them first",
      conversations: "a line"),
    TypeWords(.outreachOpened, "they opened it"),
    TypeWords(.outreachClicked, "they followed a link in it"),
    TypeWords(.outreachSuppressed, "the agency did not contact them, and why"),
  ]

  static let feedback = [
    TypeWords(.surveyOffered, "they were asked how it went", conversations: "a line"),
    TypeWords(
      .surveyAnswered, "they said how it went", conversations: "a line"),
    TypeWords(.feedbackAcknowledged, "somebody took note of what they said"),
    TypeWords(.evaluationRecorded, "somebody judged how a contact went"),
  ]

  static let knowledge = [
    TypeWords(
      .issueCoded, "what a conversation is about, as a code",
      conversations: "its issues", handoffs: "the issue; an inference when a model gave it"),
    TypeWords(
      .responseCodified, "an answer was worded for everybody to use",
      conversations: "a response: version, issue, owner, review date"),
    TypeWords(
      .responseApproved, "somebody approved a version", conversations: "that it is approved"),
    TypeWords(
      .responseUsed, "an answer was used", conversations: "where the response was used",
      handoffs: "what was tried"),
    TypeWords(
      .responseRetired, "it is not to be used any more", conversations: "that it is retired"),
    TypeWords(
      .responseOwnerChanged, "somebody else looks after it", conversations: "its owner"),
    TypeWords(.topicPublished, "news for everybody was published"),
    TypeWords(.topicAcknowledged, "somebody has read the news"),
  ]

  static let governance = [
    TypeWords(.logCreated, "the log begins"),
    TypeWords(.signingKeyRotated, "checkpoints have another key from now on"),
    TypeWords(.epochStarted, "it goes on without records that it had signed"),
    TypeWords(.witnessAdded, "somebody else cosigns its checkpoints"),
    TypeWords(.witnessRemoved, "they do not cosign them any more"),
    TypeWords(.backedUp, "a copy of it and of its wrapped keys was made"),
    TypeWords(.keyRotated, "there is a new master key"),
    TypeWords(.eventQuarantined, "a projection passes over a record"),
    TypeWords(.recordCorrected, "what a record says was wrong"),
    TypeWords(.recordAccessed, "somebody read sealed text"),
    TypeWords(.recordDisclosed, "somebody outside was told"),
    TypeWords(.recordExported, "records were copied out"),
    TypeWords(.holdPlaced, "something must not be erased"),
    TypeWords(.holdReleased, "it may be erased again"),
    TypeWords(.erasureRequested, "somebody is to be forgotten"),
    TypeWords(.erasureRefused, "a hold kept them from being forgotten"),
    TypeWords(.partyErased, "the keys of their texts are destroyed"),
    TypeWords(.retentionScheduled, "when something is to be destroyed"),
    TypeWords(.retentionApproved, "somebody agreed to destroy it"),
    TypeWords(.retentionExecuted, "it was destroyed"),
    TypeWords(.accessBreakGlassStarted, "somebody reads past the rules"),
    TypeWords(.accessBreakGlassEnded, "reading past the rules is over"),
  ]
}
