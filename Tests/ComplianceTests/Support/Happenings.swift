import InteractionModel

/// Something somebody said in a conversation.
func said(
  _ text: String, by party: String, in conversation: String, id: EventID = .random(),
  case matter: String? = nil
) -> NewEvent {
  var event = NewEvent(
    id: id, stream: StreamID(.conversation(conversation)), type: .messageReceived,
    body: ["mediaType": "text/plain"])
  event.actor = Actor(type: "party", id: party)
  event.party = party
  event.case = matter
  event.personal = [PersonalPart(subject: event.defaultSubject, content: ["text": .string(text)])]
  return event
}

/// What an agent answered in a conversation with a party.
func answered(_ text: String, to party: String, in conversation: String) -> NewEvent {
  var event = NewEvent(
    id: .random(), stream: StreamID(.conversation(conversation)), type: .messageSent,
    body: ["mediaType": "text/plain"])
  event.actor = Actor(type: "agent", id: "a-7")
  event.party = party
  event.personal = [PersonalPart(subject: event.defaultSubject, content: ["text": .string(text)])]
  return event
}

/// Something that moves conversations, cases or parties.
func linked(_ type: EventType, in stream: StreamID, _ body: JSONObject) -> NewEvent {
  NewEvent(id: .random(), stream: stream, type: type, body: body)
}

func merged(_ party: String, into other: String) -> NewEvent {
  linked(
    .partyMerged, in: StreamID(.party(party)), ["party": .string(party), "into": .string(other)])
}

/// Something an actor put down in a conversation.
func noted(
  _ text: String, by actor: Actor?, about party: String? = nil, in conversation: String,
  _ type: EventType = .noteAdded, case matter: String? = nil, body: JSONObject = [:]
) -> NewEvent {
  var event = NewEvent(
    id: .random(), stream: StreamID(.conversation(conversation)), type: type, body: body)
  event.actor = actor
  event.party = party
  event.case = matter
  event.personal = [PersonalPart(subject: event.defaultSubject, content: ["text": .string(text)])]
  return event
}

/// That a participant is a party; in the party's own stream without a conversation.
func identified(
  _ participant: String?, as party: String, in conversation: String?
) -> NewEvent {
  var event = NewEvent(
    id: .random(),
    stream: StreamID(conversation.map(EntityKey.conversation) ?? .party(party)),
    type: .partyIdentified, body: ["kind": "phone", "party": .string(party)])
  event.body["participant"] = participant.map(JSONValue.string)
  event.actor = Actor(type: "system", id: "ivr")
  event.party = party
  return event
}
