internal import InteractionModel

/// How the party was identified or authenticated once.
struct Identity: FieldwiseCodable, Sendable, Hashable {
  var moment = Moment.blank
  var party: String?
  /// The kind of identifier.
  var kind: String?
  var idp: String?
  /// The identity assurance level of NIST SP 800-63.
  var ial: Int64?
  /// The authenticator assurance level of NIST SP 800-63.
  var aal: Int64?
  var method: String?
  var isAuthenticated = false

  init() {}

  init(_ record: Record, isAuthenticated: Bool) throws(FoldError) {
    moment = Moment(record)
    party = try record.text("party") ?? record.party
    kind = try record.text("kind")
    idp = try record.text("idp")
    ial = record.body["ial"]?.int
    aal = record.body["aal"]?.int
    method = try record.text("method")
    self.isAuthenticated = isAuthenticated
  }

  /// Whether somebody checked it: the party authenticated itself, or was identified at a level at
  /// which evidence is examined (NIST SP 800-63-3 §4.2: IAL2 and up).
  var isVerified: Bool { isAuthenticated || (ial ?? 0) >= 2 }

  /// Whether another says the same of the party with newer values.
  func isSameWay(as other: Identity) -> Bool {
    party == other.party && kind == other.kind && idp == other.idp && method == other.method
      && isAuthenticated == other.isAuthenticated
  }

  /// The identity as users see it; what is not known is left out.
  var document: Document<IdentityField> {
    var object: Document<IdentityField> = [
      .position: .int(moment.position.rawValue), .verified: .bool(isVerified),
    ]
    object[.aal] = aal.map(JSONValue.int)
    object[.ial] = ial.map(JSONValue.int)
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
