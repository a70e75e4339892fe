// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
// The names say it; what each carries is in EventCatalogue.
extension EventType {
  public static let logCreated = EventType("log.created")

  public static let keyRotated = EventType("key.rotated")
  public static let signingKeyRotated = EventType("log.signing_key_rotated")
  public static let epochStarted = EventType("log.epoch_started")
  public static let witnessAdded = EventType("log.witness_added")
  public static let witnessRemoved = EventType("log.witness_removed")
  public static let backedUp = EventType("log.backed_up")

  public static let eventQuarantined = EventType("projection.event_quarantined")

  public static let recordCorrected = EventType("record.corrected")
  public static let recordAccessed = EventType("record.accessed")

  public static let partyIdentified = EventType("party.identified")
  public static let partyAuthenticated = EventType("party.authenticated")
  public static let partyMerged = EventType("party.merged")
  public static let partyUnmerged = EventType("party.unmerged")
  public static let partyEndpointAdded = EventType("party.endpoint_added")
  public static let partyPreferenceSet = EventType("party.preference_set")
  public static let partyConsentGiven = EventType("party.consent_given")
  public static let partyConsentWithdrawn = EventType("party.consent_withdrawn")

  public static let factRequested = EventType("fact.requested")
  public static let factProvided = EventType("fact.provided")
  public static let factConfirmed = EventType("fact.confirmed")
  public static let factCorrected = EventType("fact.corrected")
  public static let factMarkedStale = EventType("fact.marked_stale")

  public static let conversationStarted = EventType("conversation.started")
  public static let conversationResumed = EventType("conversation.resumed")
  public static let conversationLinked = EventType("conversation.linked")
  public static let conversationUnlinked = EventType("conversation.unlinked")
  public static let conversationClosed = EventType("conversation.closed")

  public static let contactInitiated = EventType("contact.initiated")
  public static let contactEnqueued = EventType("contact.enqueued")
  public static let contactOffered = EventType("contact.offered")
  public static let contactDeclined = EventType("contact.declined")
  public static let contactAnswered = EventType("contact.answered")
  public static let contactHeld = EventType("contact.held")
  public static let contactResumed = EventType("contact.resumed")
  public static let contactAbandoned = EventType("contact.abandoned")
  public static let contactDisconnected = EventType("contact.disconnected")

  public static let messageReceived = EventType("message.received")
  public static let messageSent = EventType("message.sent")
  public static let messageDelivered = EventType("message.delivered")
  public static let messageFailed = EventType("message.failed")
  public static let messageEdited = EventType("message.edited")
  public static let messageRedacted = EventType("message.redacted")

  public static let noteAdded = EventType("note.added")

  public static let recordingAdded = EventType("recording.added")

  public static let transcriptAdded = EventType("transcript.added")

  public static let selfServiceSessionStarted = EventType("selfservice.session_started")
  public static let selfServiceStepCompleted = EventType("selfservice.step_completed")
  public static let selfServiceStepFailed = EventType("selfservice.step_failed")
  public static let selfServiceAbandoned = EventType("selfservice.abandoned")
  public static let selfServiceCompleted = EventType("selfservice.completed")

  public static let ivrNodeEntered = EventType("ivr.node_entered")
  public static let ivrInputGiven = EventType("ivr.input_given")
  public static let ivrOverridden = EventType("ivr.overridden")

  public static let assistantTurnTaken = EventType("assistant.turn_taken")
  public static let assistantIntentMatched = EventType("assistant.intent_matched")
  public static let assistantEscalated = EventType("assistant.escalated")
  public static let assistantContained = EventType("assistant.contained")

  public static let transferRequested = EventType("transfer.requested")
  public static let transferAccepted = EventType("transfer.accepted")
  public static let transferRejected = EventType("transfer.rejected")
  public static let transferCompleted = EventType("transfer.completed")
  public static let transferFailed = EventType("transfer.failed")

  public static let handoffPrepared = EventType("handoff.prepared")
  public static let handoffViewed = EventType("handoff.viewed")
  public static let handoffAcknowledged = EventType("handoff.acknowledged")
  public static let handoffContextMissing = EventType("handoff.context_missing")
  public static let handoffReturned = EventType("handoff.returned")

  public static let wrapupStarted = EventType("wrapup.started")
  public static let wrapupCompleted = EventType("wrapup.completed")

  public static let dispositionSet = EventType("disposition.set")

  public static let caseOpened = EventType("case.opened")
  public static let caseAssigned = EventType("case.assigned")
  public static let casePended = EventType("case.pended")
  public static let caseResolved = EventType("case.resolved")
  public static let caseReopened = EventType("case.reopened")
  public static let caseClosed = EventType("case.closed")
  public static let caseMerged = EventType("case.merged")
  public static let caseSplit = EventType("case.split")
  public static let caseDueChanged = EventType("case.due_changed")
  public static let caseEscalated = EventType("case.escalated")

  public static let callbackPromised = EventType("callback.promised")
  public static let callbackAttempted = EventType("callback.attempted")
  public static let callbackCompleted = EventType("callback.completed")
  public static let callbackMissed = EventType("callback.missed")

  public static let commitmentMade = EventType("commitment.made")
  public static let commitmentKept = EventType("commitment.kept")
  public static let commitmentBroken = EventType("commitment.broken")

  public static let slaStarted = EventType("sla.started")
  public static let slaPaused = EventType("sla.paused")
  public static let slaMet = EventType("sla.met")
  public static let slaBreached = EventType("sla.breached")

  public static let outreachQueued = EventType("outreach.queued")
  public static let outreachSent = EventType("outreach.sent")
  public static let outreachOpened = EventType("outreach.opened")
  public static let outreachClicked = EventType("outreach.clicked")
  public static let outreachSuppressed = EventType("outreach.suppressed")

  public static let surveyOffered = EventType("survey.offered")
  public static let surveyAnswered = EventType("survey.answered")

  public static let feedbackAcknowledged = EventType("feedback.acknowledged")

  public static let evaluationRecorded = EventType("evaluation.recorded")

  public static let issueCoded = EventType("issue.coded")

  public static let responseCodified = EventType("response.codified")
  public static let responseApproved = EventType("response.approved")
  public static let responseUsed = EventType("response.used")
  public static let responseRetired = EventType("response.retired")
  public static let responseOwnerChanged = EventType("response.owner_changed")

  public static let topicPublished = EventType("topic.published")
  public static let topicAcknowledged = EventType("topic.acknowledged")

  public static let recordDisclosed = EventType("record.disclosed")
  public static let recordExported = EventType("record.exported")

  public static let holdPlaced = EventType("hold.placed")
  public static let holdReleased = EventType("hold.released")

  public static let erasureRequested = EventType("erasure.requested")
  public static let erasureRefused = EventType("erasure.refused")

  public static let partyErased = EventType("party.erased")

  public static let retentionScheduled = EventType("retention.scheduled")
  public static let retentionApproved = EventType("retention.approved")
  public static let retentionExecuted = EventType("retention.executed")

  public static let accessBreakGlassStarted = EventType("access.break_glass_started")
  public static let accessBreakGlassEnded = EventType("access.break_glass_ended")
}
