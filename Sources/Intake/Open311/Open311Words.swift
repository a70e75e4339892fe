internal import InteractionModel

/// The words of Open311 servers and what they are here.
enum Open311Words {
  /// `extended_attributes.channel`, in lower case.
  static let channels: [String: Channel] = [
    "phone": .voice, "call": .voice, "voice": .voice, "telephone": .voice, "311": .voice,
    "web": .selfService, "website": .selfService, "portal": .selfService, "online": .selfService,
    "open311": .selfService, "api": .selfService, "mobile": .selfService, "app": .selfService,
    "mobile app": .selfService, "iphone": .selfService, "android": .selfService,
    "email": .email, "e-mail": .email, "mail": .mail, "letter": .mail, "fax": .mail,
    "sms": .sms, "text": .sms, "text message": .sms, "chat": .chat,
    "twitter": .socialPublic, "facebook": .socialPublic, "social media": .socialPublic,
    "walk-in": .inPerson, "walk in": .inPerson, "in person": .inPerson, "counter": .inPerson,
    "kiosk": .kiosk, "ivr": .ivr, "employee": .internal, "internal": .internal,
    "staff": .internal,
  ]

  /// Channels in which somebody is spoken to, so that there is a contact rather than a message.
  static let spoken: Set<Channel> = [.voice, .inPerson, .video, .callback]

  /// `status`, in lower case: whether the request is closed.
  static let states: [String: Bool] = [
    "open": false, "opened": false, "new": false, "in progress": false, "in_progress": false,
    "pending": false, "acknowledged": false, "reopened": false,
    "closed": true, "completed": true, "resolved": true,
  ]

  /// Members of a request that have a place of their own; all others go into the note of what may change.
  static let members: Set<String> = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime",
    "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
    "attributes", "extended_attributes", "notes",
  ]

  /// Extended attributes that say where a request is, and do not change.
  static let places: Set<String> = ["channel", "zip", "ward", "police", "police_district"]
}
