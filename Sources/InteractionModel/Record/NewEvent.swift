/// An event as its source gave it, before it is sealed and recorded.
public struct NewEvent: Sendable, Hashable {
  /// The unique id; the same id with the same content again is the same event.
  public var id: EventID
  /// The stream it belongs to.
  public var stream: StreamID
  /// What happened.
  public var type: EventType
  /// The version of the type's fields, from 1.
  public var schema: Int
  /// When it happened as the source said it.
  public var occurred: Timestamp?
  /// Who did it.
  public var actor: Actor?
  /// Through which channel.
  public var channel: Channel?
  /// From whom to whom.
  public var direction: Direction?
  /// The conversation it is part of.
  public var conversation: String?
  /// The case the source says it belongs to.
  public var `case`: String?
  /// The party the source says it is about.
  public var party: String?
  /// The department, as the agency names it.
  public var department: String?
  /// The system it came from.
  public var source: String?
  /// What it belongs together with, in the source's terms.
  public var correlation: String?
  /// The event that caused it.
  public var causation: EventID?
  /// The public fields; see ``EventCatalogue``.
  public var body: JSONObject
  /// The personal parts, in clear.
  public var personal: [PersonalPart]

  /// An event with what every event needs; the rest is set afterwards.
  /// - Parameters:
  ///   - id: the unique id.
  ///   - stream: the stream it belongs to.
  ///   - type: what happened.
  ///   - occurred: when, as the source said it.
  ///   - body: the public fields.
  public init(
    id: EventID, stream: StreamID, type: EventType, occurred: Timestamp? = nil,
    body: JSONObject = [:]
  ) {
    self.id = id
    self.stream = stream
    self.type = type
    self.occurred = occurred
    self.body = body
    schema = 1
    personal = []
    if let entity = stream.entity {
      switch entity.kind {
      case .conversation: conversation = entity.id
      case .case: self.case = entity.id
      case .party: party = entity.id
      case .document, .register: break
      }
    }
  }

  /// The party that the event names: in its envelope, or only in the body of an identification, a
  /// merge or the end of one, which mean the same party by it.
  ///
  /// Appending puts it into the envelope, by which the log is searched and folded.
  public var namedParty: String? {
    if let party { return party }
    switch type {
    case .partyIdentified, .partyMerged, .partyUnmerged: return body["party"]?.string
    default: return nil
    }
  }

  /// Whom text in this event is about when its source does not say: the party that acts, else the
  /// party that the event names, else whoever acts, or the entity whose stream it is.
  ///
  /// About, not by: what an agent or a machine records in an event that names a party is that
  /// party's, so that it goes when the party is erased.
  public var defaultSubject: Subject {
    let acting = actor.flatMap { Actor.partyTypes.contains($0.type) ? $0.id : nil }
    let known = acting ?? namedParty
    if let conversation {
      let participant: String
      if let known {
        participant = "party:\(known)"
      } else if let actor {
        participant = actor.id.map { "\(actor.type):\($0)" } ?? actor.type
      } else {
        participant = "unknown"
      }
      return Subject(scope: .conversation(conversation), participant: participant, party: known)
    }
    if let entity = stream.entity, entity.kind == .party {
      return Subject(scope: entity, participant: "", party: entity.id)
    }
    if let `case` {
      // The case stands in for a conversation: whom it is about is known as surely as there.
      if let known {
        return Subject(scope: .case(`case`), participant: "party:\(known)", party: known)
      }
      return Subject(scope: .case(`case`), participant: actor?.type ?? "matter")
    }
    if let party = namedParty {
      return Subject(scope: .party(party), participant: "", party: party)
    }
    return Subject(
      scope: stream.entity ?? EntityKey(.document, stream.rawValue), participant: actor?.type ?? "")
  }
}
