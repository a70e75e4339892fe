public import Compliance
public import InteractionModel
public import Projections

/// Who somebody is and how they are reached: where that is sealed, the last said first.
public struct Caller: Sendable {
  /// One thing that is known of them, in words.
  public struct Detail: Sendable, Hashable {
    /// What it is: `name`, `phone`, `email`, `address`, or the kind of an identification.
    public let kind: String
    /// The words.
    public let text: String
    /// Whether somebody made sure of it.
    public let isVerified: Bool
    /// Whether they are reached by it.
    public var isEndpoint: Bool { Caller.endpointFacts.contains(kind) }
    /// Whether it is where they are.
    public var isAddress: Bool { Whereabouts.isAddress(kind) }
  }

  private struct Place {
    let kind: String?
    let isVerified: Bool
    let position: Int64
    let pointers: [String]

    var json: JSONValue {
      var object: JSONObject = [
        "position": .int(position), "pointers": .array(pointers.map(JSONValue.string)),
        "verified": .bool(isVerified),
      ]
      object["kind"] = kind.map(JSONValue.string)
      return .object(object)
    }
  }

  private static let nameFacts: Set<String> = ["name", "full_name", "preferred_name"]
  private static let endpointFacts: Set<String> = [
    "phone", "mobile", "phone_number", "telephone", "email", "email_address",
  ]

  /// The party.
  public let party: String
  /// The language that they prefer; nil when they did not say.
  public let language: JSONValue?
  /// Where facts say what they need.
  let needs: [JSONValue]
  private let places: [Place]

  /// What the rows of a party say of who it is.
  init(_ party: String, _ rows: PartyRows) {
    self.party = party
    language = rows.party?.part(.preferences, of: PreferenceField.self)?[.language]
    needs = rows.facts.filter(\.isNeed).compactMap { $0[.value] }
    let told = rows.facts.compactMap { fact -> Place? in
      guard let key = fact[.key]?.string,
        Caller.nameFacts.contains(key) || Caller.endpointFacts.contains(key)
          || Whereabouts.isAddress(key),
        let position = fact.part(.value, of: ReferenceField.self)?[.position]?.int
      else { return nil }
      return Place(
        kind: Caller.nameFacts.contains(key) ? "name" : key, isVerified: fact[.verified] == true,
        position: position, pointers: ["/value"])
    }
    let identities = rows.party?.parts(.identities, of: IdentityField.self) ?? []
    let endpoints = rows.party?.parts(.endpoints, of: EndpointField.self) ?? []
    let identified = identities.compactMap { identity in
      identity[.position]?.int.map { position in
        Place(
          kind: identity[.kind]?.string, isVerified: identity[.verified] == true,
          position: position, pointers: ["/name", "/phone", "/email", "/address", "/value"])
      }
    }
    let reached = endpoints.compactMap { endpoint in
      endpoint[.position]?.int.map { position in
        Place(
          kind: endpoint[.kind]?.string, isVerified: endpoint[.verified] == true,
          position: position, pointers: ["/value", "/phone", "/email", "/endpoint", "/address"])
      }
    }
    places = (told + identified + reached).sorted { $0.position > $1.position }
  }

  /// Where it is sealed, as answers have it: references that say of what kind the words are.
  public var json: JSONValue { .array(places.map(\.json)) }

  /// What is known, as far as it was opened: each once, the last said first.
  /// - Parameter words: the opened words.
  /// - Returns: the details.
  public func details(in words: OpenedReferences) -> [Detail] {
    var seen: Set<String> = []
    return places.flatMap { place -> [Detail] in
      guard case .text(let texts) = words[place.json] else { return [] }
      return texts.compactMap { text in
        let named = String(text.pointer.dropFirst())
        let isSaid = ["name", "phone", "email", "address"].contains(named)
        let kind = isSaid ? named : place.kind ?? named
        guard seen.insert("\(kind) \(text.text)").inserted else { return nil }
        return Detail(kind: kind, text: text.text, isVerified: place.isVerified)
      }
    }
  }
}
