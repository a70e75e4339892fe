internal import InteractionModel

/// One way in which a party was identified: by a kind of identifier, an identity provider, or both.
struct PartyIdentity: Sendable, Hashable {
  /// The kind of identifier; empty when only the provider is known.
  var kind: String
  /// The identity provider; empty when there is none.
  var provider: String
  /// The level to which it was proved who they are (NIST SP 800-63A).
  var identityAssurance = Latest<Int64>()
  /// The level to which it was proved that it is them (NIST SP 800-63B).
  var authenticatorAssurance = Latest<Int64>()
  /// How they authenticated.
  var method = Latest<String>()
  /// The last authentication; the value is the time as the source said it.
  var authenticated = Latest<String>()
  /// The last record about it; the value is the time as the source said it.
  var last = Latest<String>()

  init(kind: String, provider: String) {
    self.kind = kind
    self.provider = provider
  }

  /// Whether somebody made sure: they authenticated, or evidence was checked (level 2 and above).
  var isVerified: Bool { authenticated.moment != nil || (identityAssurance.value ?? 0) >= 2 }

  /// The identity as users see it.
  var document: JSONObject {
    var object: JSONObject = ["verified": .bool(isVerified)]
    if !kind.isEmpty { object["kind"] = .string(kind) }
    if !provider.isEmpty { object["idp"] = .string(provider) }
    object["ial"] = identityAssurance.value.map(JSONValue.int)
    object["aal"] = authenticatorAssurance.value.map(JSONValue.int)
    object["method"] = method.value.map(JSONValue.string)
    object["position"] = last.moment.map { .int($0.position.rawValue) }
    object["time"] = last.saidTime.map(JSONValue.string)
    return object
  }
}

extension PartyIdentity: FoldCodable {
  var json: JSONValue {
    [
      .string(kind), .string(provider), identityAssurance.json, authenticatorAssurance.json,
      method.json, authenticated.json, last.json,
    ]
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 7, let kind = elements[0].string,
      let provider = elements[1].string,
      let identityAssurance = Latest<Int64>(json: elements[2]),
      let authenticatorAssurance = Latest<Int64>(json: elements[3]),
      let method = Latest<String>(json: elements[4]),
      let authenticated = Latest<String>(json: elements[5]),
      let last = Latest<String>(json: elements[6])
    else { return nil }
    self.init(kind: kind, provider: provider)
    self.identityAssurance = identityAssurance
    self.authenticatorAssurance = authenticatorAssurance
    self.method = method
    self.authenticated = authenticated
    self.last = last
  }
}
