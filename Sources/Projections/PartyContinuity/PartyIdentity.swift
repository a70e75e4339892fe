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
  func encode(into state: inout StateWriter) {
    state.write(kind)
    state.write(provider)
    state.write(identityAssurance)
    state.write(authenticatorAssurance)
    state.write(method)
    state.write(authenticated)
    state.write(last)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(kind: try state.read(), provider: try state.read())
    try state.read(&identityAssurance)
    try state.read(&authenticatorAssurance)
    try state.read(&method)
    try state.read(&authenticated)
    try state.read(&last)
  }
}
