extension EventCatalogue {
  /// The names of the sealed fields of a type that are worth having.
  ///
  /// A source may seal whatever it has; what people are shown of it, and whom they find by it, goes by
  /// these names.
  /// - Parameter type: the type of an event.
  /// - Returns: the names; ``anyNote`` of a type with which nothing is said but, now and then, a note,
  ///   and none of one that is unknown.
  public static func sealedFields(of type: EventType) -> [String] {
    guard let type = type.catalogued else { return [] }
    return sealed[type] ?? anyNote
  }

  /// The sealed fields of a type with which nothing is said but, now and then, a note.
  public static let anyNote = ["note"]

  private static let sealed: [CatalogueType: [String]] = [
    .recordAccessed: "purpose query",
    .partyIdentified: "value name email phone",
    .partyEndpointAdded: "value",
    .factProvided: "value",
    .factConfirmed: "value",
    .factCorrected: "value",
    .conversationStarted: "subject externalID",
    .contactInitiated: "text from externalID",
    .messageReceived: "text subject from to externalID inReplyTo fileNames",
    .messageSent: "text subject from to externalID inReplyTo fileNames",
    .messageDelivered: "externalID",
    .messageFailed: "externalID",
    .messageEdited: "text subject",
    .noteAdded: "text",
    .recordingAdded: "fileNames",
    .transcriptAdded: "text",
    .ivrInputGiven: "text",
    .assistantTurnTaken: "text",
    .transferRequested: "reason expected",
    .transferRejected: "reason",
    .handoffPrepared: "text reason expected",
    .handoffReturned: "reason",
    .caseOpened: "title description address",
    .casePended: "reason",
    .caseResolved: "resolution",
    .caseReopened: "reason",
    .caseClosed: "resolution",
    .caseDueChanged: "reason",
    .caseEscalated: "reason",
    .callbackPromised: "phone",
    .commitmentMade: "text",
    .outreachSent: "text subject to externalID",
    .surveyAnswered: "text",
    .evaluationRecorded: "comment",
    .responseCodified: "title text",
    .topicPublished: "title text",
    .recordDisclosed: "purpose recipient",
    .recordExported: "purpose recipient",
    .holdPlaced: "reason",
    .holdReleased: "reason",
    .erasureRequested: "reason",
    .erasureRefused: "reason",
    .accessBreakGlassStarted: "purpose",
    .accessBreakGlassEnded: "purpose",
  ].mapValues { (names: String) in names.split(separator: " ").map(String.init) }
}
