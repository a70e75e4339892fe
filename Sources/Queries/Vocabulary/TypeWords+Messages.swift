internal import InteractionModel

// What was said, and what machines did.

extension TypeWords {
  static let messages = [
    TypeWords(
      .messageReceived, "they wrote or said something",
      cases: "how many were received", conversations: "an entry with the text",
      handoffs: "the matter in their own words, and attachments"),
    TypeWords(
      .messageSent, "the agency wrote or said something",
      cases: "how many were sent; the first response when all may see it",
      conversations: "an entry with the text, and the answer used",
      handoffs: "what was tried; blind when the hand-off was not seen"),
    TypeWords(
      .messageDelivered, "a message arrived",
      conversations: "that the message arrived"),
    TypeWords(
      .messageFailed, "a message did not arrive",
      conversations: "that the message did not arrive, and why",
      handoffs: "what failed on the way"),
    TypeWords(
      .messageEdited, "a message has another text or subject",
      conversations: "the text that is shown", handoffs: "the text that packets refer to"),
    TypeWords(
      .messageRedacted, "a text is no longer shown to anybody",
      conversations: "that there is no text to show", handoffs: "that packets do not refer to it"),
    TypeWords(
      .noteAdded, "somebody at the agency made a note",
      cases: "how many notes", conversations: "an entry, which only the agency sees",
      handoffs: "attachments, and what they need (kind accommodation, interpreter)"),
  ]

  static let recordings = [
    TypeWords(
      .recordingAdded, "there is a recording",
      conversations: "an entry with the attachment",
      handoffs: "an attachment; incomplete until its transcript is there"),
    TypeWords(
      .transcriptAdded, "there is a transcript, or there will be",
      conversations: "an entry with the text", handoffs: "what was said, or that it is to come"),
  ]

  static let machines = [
    TypeWords(
      .selfServiceSessionStarted, "they began something without help",
      conversations: "a line, and the language", handoffs: "a step of the journey"),
    TypeWords(
      .selfServiceStepCompleted, "a step of it went well", conversations: "a line",
      handoffs: "a step of the journey"),
    TypeWords(
      .selfServiceStepFailed, "a step of it failed", cases: "how often that was",
      conversations: "a line with the error", handoffs: "what failed on the journey, and where"),
    TypeWords(
      .selfServiceAbandoned, "they gave it up",
      conversations: "that the conversation was given up",
      handoffs: "what was tried; the matter is open"),
    TypeWords(
      .selfServiceCompleted, "they are done, without help", conversations: "a line",
      handoffs: "what was tried; the matter is settled"),
    TypeWords(
      .ivrNodeEntered, "they reached a place in the menu", conversations: "a line",
      handoffs: "a step of the journey"),
    TypeWords(
      .ivrInputGiven, "they pressed or said something", conversations: "a line",
      handoffs: "a step of the journey"),
    TypeWords(
      .ivrOverridden, "somebody led them past the menu", conversations: "a line",
      handoffs: "a step of the journey"),
    TypeWords(
      .assistantTurnTaken, "the assistant said something",
      conversations: "an entry with the text", handoffs: "the language"),
    TypeWords(
      .assistantIntentMatched, "what the assistant takes it to be about",
      conversations: "a line, and the language",
      handoffs: "the matter, as an inference, and a step"),
    TypeWords(
      .assistantEscalated, "the assistant passed it to a person", conversations: "a line",
      handoffs: "what was tried and failed; the matter is open"),
    TypeWords(
      .assistantContained, "the assistant settled it", conversations: "a line",
      handoffs: "what was tried; the matter is settled"),
  ]
}
