/// The way in which a touch point reached the agency, or the agency reached out.
public enum Channel: String, Sendable, Hashable, CaseIterable {
  /// A telephone call.
  case voice
  /// Live chat on the agency's own site or app.
  case chat
  /// Electronic mail.
  case email
  /// A text message.
  case sms
  /// A third-party messenger.
  case messaging
  /// A post that everybody can read.
  case socialPublic = "social_public"
  /// A private message on a social network.
  case socialDirect = "social_direct"
  /// A form, portal or app used without help.
  case selfService = "self_service"
  /// The telephone menu.
  case ivr
  /// A bot.
  case virtualAssistant = "virtual_assistant"
  /// A visit to an office.
  case inPerson = "in_person"
  /// A kiosk.
  case kiosk
  /// A letter.
  case mail
  /// A video call.
  case video
  /// A shared screen.
  case cobrowse
  /// The agency writes first.
  case outreach
  /// A call that the agency promised.
  case callback
  /// A survey.
  case survey
  /// Within the agency.
  case `internal`
}

/// Who started or sent: the party or the agency.
public enum Direction: String, Sendable, Hashable, CaseIterable {
  /// From the party to the agency.
  case inbound
  /// From the agency to the party.
  case outbound
  /// Within the agency.
  case `internal`
}
