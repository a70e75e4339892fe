internal import InteractionModel

/// One way in which a party was identified: by a kind of identifier, an identity provider, or both.
struct PartyIdentity: FieldwiseCodable, Sendable, Hashable {
  /// The kind of identifier; empty when only the provider is known.
  var kind = ""
  /// The identity provider; empty when there is none.
  var provider = ""
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
  /// Where something is sealed about it.
  var sealed = SealedPlaces()

  /// Whether somebody made sure: they authenticated, or evidence was checked (level 2 and above).
  var isVerified: Bool { authenticated.moment != nil || (identityAssurance.value ?? 0) >= 2 }

  /// The identity as users see it.
  var document: Document<IdentityField> {
    var object: Document<IdentityField> = [.verified: .bool(isVerified)]
    if !kind.isEmpty { object[.kind] = .string(kind) }
    if !provider.isEmpty { object[.idp] = .string(provider) }
    object[.ial] = identityAssurance.value.map(JSONValue.int)
    object[.aal] = authenticatorAssurance.value.map(JSONValue.int)
    object[.method] = method.value.map(JSONValue.string)
    object[.position] = last.moment.map { .int($0.position.rawValue) }
    object[.records] = sealed.json(besides: last.moment)
    object[.time] = last.saidTime.map(JSONValue.string)
    return object
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&kind, &provider, &identityAssurance, &authenticatorAssurance)
    try fields(&method, &authenticated, &last, &sealed)
  }
}
