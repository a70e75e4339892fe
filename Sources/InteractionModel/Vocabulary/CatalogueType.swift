// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
// The names say it; what each carries is in EventCatalogue.
/// A type that ``EventCatalogue`` lists, as a number that a `switch` jumps by and that costs a byte.
///
/// In the order of the list: it is the number that an ``EventType`` has.
public enum CatalogueType: UInt8, CaseIterable, Sendable {
  case logCreated, signingKeyRotated, epochStarted, witnessAdded, witnessRemoved, backedUp
  case keyRotated
  case eventQuarantined
  case recordCorrected, recordAccessed
  case partyIdentified, partyAuthenticated, partyMerged, partyUnmerged, partyEndpointAdded
  case partyPreferenceSet, partyConsentGiven, partyConsentWithdrawn
  case factRequested, factProvided, factConfirmed, factCorrected, factMarkedStale
  case conversationStarted, conversationResumed, conversationLinked, conversationUnlinked
  case conversationClosed
  case contactInitiated, contactEnqueued, contactOffered, contactDeclined, contactAnswered
  case contactHeld, contactResumed, contactAbandoned, contactDisconnected
  case messageReceived, messageSent, messageDelivered, messageFailed, messageEdited, messageRedacted
  case noteAdded, recordingAdded, transcriptAdded
  case selfServiceSessionStarted, selfServiceStepCompleted, selfServiceStepFailed
  case selfServiceAbandoned, selfServiceCompleted
  case ivrNodeEntered, ivrInputGiven, ivrOverridden
  case assistantTurnTaken, assistantIntentMatched, assistantEscalated, assistantContained
  case transferRequested, transferAccepted, transferRejected, transferCompleted, transferFailed
  case handoffPrepared, handoffViewed, handoffAcknowledged, handoffContextMissing, handoffReturned
  case wrapupStarted, wrapupCompleted, dispositionSet
  case caseOpened, caseAssigned, casePended, caseResolved, caseReopened, caseClosed, caseMerged
  case caseSplit, caseDueChanged, caseEscalated
  case callbackPromised, callbackAttempted, callbackCompleted, callbackMissed
  case commitmentMade, commitmentKept, commitmentBroken
  case slaStarted, slaPaused, slaMet, slaBreached
  case outreachQueued, outreachSent, outreachOpened, outreachClicked, outreachSuppressed
  case surveyOffered, surveyAnswered, feedbackAcknowledged, evaluationRecorded
  case issueCoded
  case responseCodified, responseApproved, responseUsed, responseRetired, responseOwnerChanged
  case topicPublished, topicAcknowledged, recordDisclosed, recordExported
  case holdPlaced, holdReleased, erasureRequested, erasureRefused
  case partyErased, retentionScheduled, retentionApproved, retentionExecuted
  case accessBreakGlassStarted, accessBreakGlassEnded

  /// The type, as records name it.
  public var type: EventType { CatalogueType.types[Int(rawValue)] }

  /// Whether it tells of the record and not of what happened: who looked, held, erased.
  public var isGovernance: Bool { CatalogueType.governance[Int(rawValue)] }

  private static let types = EventCatalogue.listed.map { EventType($0.name) }
  private static let governance = types.map(\.isReserved)
}

extension EventType {
  /// What it is in the catalogue; nil for a type that is not listed.
  public var catalogued: CatalogueType? {
    number < 0 ? nil : CatalogueType(rawValue: UInt8(number))
  }
}
