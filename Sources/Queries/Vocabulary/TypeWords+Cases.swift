internal import InteractionModel

// What is passed on, worked on, decided and promised.

extension TypeWords {
  static let transfers = [
    TypeWords(
      .transferRequested, "somebody else is to take it",
      cases: "a transfer, departments", conversations: "a line",
      handoffs: "a hand-off with its packet, and queues"),
    TypeWords(
      .transferAccepted, "somebody will take it", cases: "the transfer and its agent",
      conversations: "a line, agents", handoffs: "a step of the hand-off"),
    TypeWords(
      .transferRejected, "somebody will not take it",
      cases: "how the transfer ended", conversations: "a line", handoffs: "that it was rejected"),
    TypeWords(
      .transferCompleted, "somebody else has it",
      cases: "how the transfer ended, its agent and department; not who has the case now",
      conversations: "a line, agents", handoffs: "that the hand-off is completed"),
    TypeWords(
      .transferFailed, "it could not be passed on", cases: "how the transfer ended",
      conversations: "a line", handoffs: "that the hand-off failed, and why"),
    TypeWords(
      .handoffPrepared, "the packet for whoever takes over is there",
      cases: "how many hand-offs, departments",
      conversations: "a line", handoffs: "the packet: all that they must see"),
    TypeWords(
      .handoffViewed, "whoever takes over has seen the packet", cases: "agents",
      handoffs: "that the hand-off was seen, so that it is not blind"),
    TypeWords(
      .handoffAcknowledged, "they have understood it", cases: "agents",
      handoffs: "that the hand-off was acknowledged"),
    TypeWords(
      .handoffContextMissing, "something they needed was not in the packet",
      handoffs: "a finding: context missing"),
    TypeWords(
      .handoffReturned, "they gave it back", cases: "agents",
      conversations: "a line", handoffs: "that the hand-off was returned"),
  ]

  static let work = [
    TypeWords(
      .wrapupStarted, "work after the contact began", cases: "agents", conversations: "agents",
      handoffs: "who worked on the leg"),
    TypeWords(
      .wrapupCompleted, "work after the contact is done", cases: "agents",
      conversations: "agents, and how long it took", handoffs: "who worked on the leg"),
    TypeWords(
      .dispositionSet, "what a contact was about, and how it ended",
      conversations: "its outcome and issue", handoffs: "the issue, and whether it is settled"),
  ]

  static let cases = [
    TypeWords(
      .caseOpened, "a case begins",
      cases: "status, department, owner, queue, priority, due, service",
      handoffs: "the service that the matter is about"),
    TypeWords(
      .caseAssigned, "somebody has it now", cases: "department, owner and queue"),
    TypeWords(
      .casePended, "it waits for something", cases: "status pended",
      handoffs: "status of the case"),
    TypeWords(
      .caseResolved, "the matter is settled",
      cases: "status resolved, how, and whether in time", handoffs: "status of the case"),
    TypeWords(
      .caseReopened, "it is not settled after all",
      cases: "status open, and how often that was",
      handoffs: "status of the case; the matter is open"),
    TypeWords(
      .caseClosed, "nothing more will be done",
      cases: "status closed, how, and whether in time", handoffs: "status of the case"),
    TypeWords(
      .caseMerged, "it is the same as another case",
      cases: "all of it goes into the other case",
      conversations: "its conversations are in the other case",
      handoffs: "all of it goes into the other case"),
    TypeWords(
      .caseSplit, "some of its conversations are another case",
      cases: "those conversations go into the other case",
      conversations: "the case that those are in",
      handoffs: "those conversations go into the other case"),
    TypeWords(.caseDueChanged, "it is due at another time", cases: "due"),
    TypeWords(
      .caseEscalated, "it needs more attention",
      cases: "department, owner and priority"),
  ]

  static let promises = [
    TypeWords(
      .callbackPromised, "the agency will call back",
      cases: "how many were promised", conversations: "a line", handoffs: "a promise, and its due"),
    TypeWords(
      .callbackAttempted, "the agency tried to call back", conversations: "a line",
      handoffs: "what was tried"),
    TypeWords(
      .callbackCompleted, "the agency called back", cases: "how many were kept; first response",
      conversations: "a line", handoffs: "that the promise was kept"),
    TypeWords(
      .callbackMissed, "the agency did not call back", cases: "how many were missed",
      conversations: "a line", handoffs: "that the promise was missed"),
    TypeWords(
      .commitmentMade, "the agency promised something",
      handoffs: "a promise, and its due"),
    TypeWords(.commitmentKept, "it was done", handoffs: "that the promise was kept"),
    TypeWords(.commitmentBroken, "it was not done", handoffs: "that the promise was broken"),
    TypeWords(
      .slaStarted, "a clock is running", cases: "the clock, and its due",
      handoffs: "a promise, and its due"
    ),
    TypeWords(
      .slaPaused, "a clock is paused", cases: "the clock", handoffs: "how the promise stands"),
    TypeWords(
      .slaMet, "the clock was met in time", cases: "the clock", handoffs: "how the promise stands"),
    TypeWords(
      .slaBreached, "the clock ran out", cases: "the clock", handoffs: "how the promise stands"),
  ]
}
