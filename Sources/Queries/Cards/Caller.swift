public import Compliance
public import InteractionModel
public import Projections
public import Search

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
    /// Whether they said another one of the kind since.
    public let isEarlier: Bool
    /// Whether they are reached by it.
    public var isEndpoint: Bool { IdentifierRules.contactKind(of: kind) != nil }
    /// Whether it is where they are.
    public var isAddress: Bool { Whereabouts.isAddress(kind) }
  }

  /// A record that says something of them.
  private struct Place {
    let kind: String?
    let isVerified: Bool
    let position: Int64
    let pointers: [String]
    /// One way of identification, or the endpoints of one kind: what the last record of it does not say
    /// is as an earlier one said it.
    var way: String?
    /// The fact whose value may stand there.
    var fact: Document<FactField>?
    /// How many records of the same way came after it.
    var age = 0

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
  /// What a name is made of where it is said in two.
  private static let halves = ["first_name", "last_name"]

  /// The party.
  public let party: String
  /// In which language and on which channel they prefer to be answered.
  public let preferences: Document<PreferenceField>
  /// The language that they prefer; nil when they did not say.
  public var language: JSONValue? { preferences[.language] }
  /// Where facts say what they need.
  let needs: [JSONValue]
  private let places: [Place]
  private let noted: NotedContacts

  /// What is known of who a party is.
  /// - Parameters:
  ///   - party: the party.
  ///   - rows: its rows, without what is forgotten.
  ///   - noted: by what it is known besides.
  init(_ party: String, _ rows: PartyRows, _ noted: NotedContacts = .none) {
    self.party = party
    self.noted = noted
    preferences = rows.party?.part(.preferences) ?? [:]
    needs = rows.facts.filter(\.isNeed).compactMap(\.valueReference)
    let told = rows.facts.flatMap { fact -> [Place] in
      guard let key = fact[.key]?.string,
        Caller.nameFacts.contains(key) || Caller.halves.contains(key)
          || IdentifierRules.contactKind(of: key) != nil
          || Whereabouts.isAddress(key)
      else { return [] }
      return zip(fact.places, fact.valuePositions).map { place, position in
        Place(
          kind: Caller.nameFacts.contains(key) ? "name" : key,
          isVerified: place[.verified] == true, position: position, pointers: ["/value"],
          fact: fact)
      }
    }
    let identities = rows.party?.parts(.identities, of: IdentityField.self) ?? []
    let endpoints = rows.party?.parts(.endpoints, of: EndpointField.self) ?? []
    let identified = identities.enumerated().flatMap { place, identity in
      Caller.positions(identity[.records], identity[.position]).enumerated().map { age, position in
        Place(
          kind: identity[.kind]?.string, isVerified: identity[.verified] == true,
          position: position,
          pointers: [
            "/name", "/first_name", "/last_name", "/phone", "/email", "/address", "/value",
          ],
          way: "identity \(place)", age: age)
      }
    }
    let reached = endpoints.enumerated().flatMap { place, endpoint in
      Caller.positions(endpoint[.records], endpoint[.position]).enumerated().map { age, position in
        Place(
          kind: endpoint[.kind]?.string, isVerified: endpoint[.verified] == true,
          position: position, pointers: ["/value", "/phone", "/email", "/endpoint", "/address"],
          way: "endpoint \(place)", age: age)
      }
    }
    places = (told + identified + reached).sorted { $0.position > $1.position }
  }

  /// Where one way of identification is sealed, the last record first.
  private static func positions(_ records: JSONValue?, _ last: JSONValue?) -> [Int64] {
    records?.array?.compactMap(\.int) ?? [last?.int].compactMap(\.self)
  }

  /// Where it is sealed, as answers have it: references that say of what kind the words are.
  public var json: JSONValue { .array(places.map(\.json)) }

  /// The records in which it stands besides.
  var records: [Position] { noted.positions }

  /// All records in which it stands.
  var positions: Set<Position> { Set(places.map { Position($0.position) } + records) }

  /// What is known, as far as it was opened: each once, the last said first, and behind it by what they
  /// were reached before they said otherwise.
  /// - Parameter words: the opened words.
  /// - Returns: the details.
  public func details(in words: OpenedReferences) -> [Detail] {
    let (told, replaced) = told(in: words)
    let (said, earlier) = said(in: words)
    var seen: Set<String> = []
    let all = (told + said).sorted { $0.at > $1.at }.map(\.detail) + replaced + earlier
    return all.filter { detail in
      let isEndpoint = detail.isEndpoint
      return seen.insert(
        isEndpoint ? noted.normal(detail.text) : "\(detail.kind) \(detail.text)"
      ).inserted
    }
  }

  /// Their name as they last said it, as far as it was opened; nil when nobody said one.
  /// - Parameter words: the opened words.
  /// - Returns: the name.
  public func name(in words: OpenedReferences) -> String? {
    details(in: words).first { $0.kind == "name" }?.text
  }

  /// Something that was told, and when: what was said in 2019 and is recorded today is not what they say
  /// now, by whichever way they were identified then.
  private struct Told {
    let detail: Detail
    let at: Moment

    init(detail: Detail, at: Moment) {
      (self.detail, self.at) = (detail, at)
    }

    init(_ detail: Detail, at position: Position, in words: OpenedReferences) {
      let time = words.record(at: position)?.record.effectiveTime
      self.init(
        detail: detail,
        at: Moment(time: time ?? Instant(microseconds: .min), position: position))
    }
  }

  /// What the rows point to, and by what they were reached before a later record of the same way said
  /// otherwise.
  private func told(
    in words: OpenedReferences
  ) -> (told: [Told], replaced: [Detail]) {
    var told: [Told] = []
    var replaced: [Detail] = []
    var stated: Set<String> = []
    for place in places.sorted(by: { $0.age < $1.age }) {
      guard case .text(let texts) = words[place.json] else { continue }
      for text in texts {
        let named = String(text.pointer.dropFirst())
        let isSaid = ["name", "phone", "email", "address"].contains(named)
        let isEarlier =
          place.fact.map { words.settled($0).valuePositions != [place.position] }
          ?? place.way.map { !stated.insert("\($0) \(named)").inserted } ?? false
        let detail = Detail(
          kind: isSaid || Caller.halves.contains(named) ? named : place.kind ?? named,
          text: text.text, isVerified: place.isVerified && !isEarlier, isEarlier: isEarlier)
        if !isEarlier {
          told.append(Told(detail, at: Position(place.position), in: words))
        } else if detail.isEndpoint {
          replaced.append(detail)
        }
      }
    }
    return (Caller.joiningNames(told), replaced)
  }

  /// What was told, with a first and a last name as one name: where there is a whole one, only if both
  /// are known.
  private static func joiningNames(_ told: [Told]) -> [Told] {
    let found = halves.compactMap { half in
      told.filter { $0.detail.kind == half }.max { $0.at < $1.at }
    }
    let rest = told.filter { !halves.contains($0.detail.kind) }
    guard let last = found.map(\.at).max(),
      found.count == halves.count || !rest.contains(where: { $0.detail.kind == "name" })
    else { return rest }
    let name = Detail(
      kind: "name", text: found.map(\.detail.text).joined(separator: " "),
      isVerified: found.allSatisfy(\.detail.isVerified), isEarlier: false)
    return rest + [Told(detail: name, at: last)]
  }

  /// What records say that no row points to: what somebody wrote from, and what was replaced, for of
  /// what they told or were identified by the rows point to the last.
  private func said(in words: OpenedReferences) -> (said: [Told], earlier: [Detail]) {
    let placed = Set(places.map(\.position))
    var said: [Told] = []
    var earlier: [Detail] = []
    for position in noted.positions where !placed.contains(position.rawValue) {
      guard let record = words.record(at: position) else { continue }
      let isEarlier = ["fact", "party"].contains(record.record.type.group)
      for contact in noted.contacts(in: record) {
        let detail = Detail(
          kind: contact.kind.rawValue, text: contact.text, isVerified: false, isEarlier: isEarlier)
        if isEarlier {
          earlier.append(detail)
        } else {
          said.append(Told(detail, at: position, in: words))
        }
      }
    }
    return (said, earlier)
  }

  /// By what they are reached and were, as answers have it.
  /// - Parameter words: the opened words.
  /// - Returns: the contacts.
  public func contacts(in words: OpenedReferences) -> [Contact] {
    details(in: words).compactMap { detail in
      IdentifierRules.contactKind(of: detail.kind).map { kind in
        Contact(kind: kind, text: detail.text, isEarlier: detail.isEarlier)
      }
    }
  }

  /// How somebody can be reached, or could.
  public struct Contact: Sendable, Hashable {
    /// By what.
    public let kind: FoundContact.Kind
    /// As it was said.
    public let text: String
    /// Whether they said another one since.
    public let isEarlier: Bool

    /// The contact as answers have it.
    public var json: JSONValue {
      var object: JSONObject = ["kind": .string(kind.rawValue), "value": .string(text)]
      if isEarlier { object["earlier"] = true }
      return .object(object)
    }
  }
}
