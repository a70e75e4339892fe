internal import InteractionModel

/// One way in which the party was identified or authenticated.
struct Identity: FieldwiseCodable, Sendable, Hashable {
  /// When it was last.
  var moment = Moment.blank
  var party: String?
  /// The kind of identifier.
  var kind: String?
  var idp: String?
  /// The identity assurance level of NIST SP 800-63.
  var ial = Latest<Int64>()
  /// The authenticator assurance level of NIST SP 800-63.
  var aal = Latest<Int64>()
  var method: String?
  var isAuthenticated = false

  init() {}

  init(_ record: Record, isAuthenticated: Bool) throws(FoldError) {
    moment = Moment(record)
    party = try record.text("party") ?? record.party
    kind = try record.text("kind")
    idp = try record.text("idp")
    ial.take(record.body["ial"]?.int, at: moment)
    aal.take(record.body["aal"]?.int, at: moment)
    method = try record.text("method")
    self.isAuthenticated = isAuthenticated
  }

  /// Whether somebody checked it: the party authenticated itself, or was identified at a level at
  /// which evidence is examined (NIST SP 800-63-3 §4.2: IAL2 and up).
  var isVerified: Bool { isAuthenticated || (ial.value ?? 0) >= 2 }

  /// Whether another one is of the same way.
  func isSameWay(as other: Identity) -> Bool {
    party == other.party && kind == other.kind && idp == other.idp && method == other.method
      && isAuthenticated == other.isAuthenticated
  }

  /// Takes what another record says of the same way: what it does not state stays.
  mutating func take(_ other: Identity) {
    moment = max(moment, other.moment)
    ial.take(other.ial)
    aal.take(other.aal)
  }

  /// The identity as users see it; what is not known is left out.
  var document: Document<IdentityField> {
    var object: Document<IdentityField> = [
      .position: .int(moment.position.rawValue), .verified: .bool(isVerified),
    ]
    object[.aal] = aal.value.map(JSONValue.int)
    object[.ial] = ial.value.map(JSONValue.int)
    object.put(.idp, idp)
    object.put(.kind, kind)
    object.put(.method, method)
    object.put(.party, party)
    return object
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moment, &party, &kind, &idp)
    try fields(&ial, &aal, &method, &isAuthenticated)
  }
}
