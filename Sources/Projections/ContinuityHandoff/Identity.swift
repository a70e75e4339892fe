internal import InteractionModel

/// How the party was identified or authenticated once.
struct Identity: Sendable, Hashable {
  let moment: Moment
  let party: String?
  /// The kind of identifier.
  let kind: String?
  let idp: String?
  /// The identity assurance level of NIST SP 800-63.
  let ial: Int64?
  /// The authenticator assurance level of NIST SP 800-63.
  let aal: Int64?
  let method: String?
  let isAuthenticated: Bool

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
  var document: JSONObject {
    var object: JSONObject = [
      "position": .int(moment.position.rawValue), "verified": .bool(isVerified),
    ]
    object["aal"] = aal.map(JSONValue.int)
    object["ial"] = ial.map(JSONValue.int)
    object.put("idp", idp)
    object.put("kind", kind)
    object.put("method", method)
    object.put("party", party)
    return object
  }
}

extension Identity: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(moment)
    state.write(party)
    state.write(kind)
    state.write(idp)
    state.write(ial)
    state.write(aal)
    state.write(method)
    state.write(isAuthenticated)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    moment = try state.read()
    party = try state.read()
    kind = try state.read()
    idp = try state.read()
    ial = try state.read()
    aal = try state.read()
    method = try state.read()
    isAuthenticated = try state.read()
  }
}
