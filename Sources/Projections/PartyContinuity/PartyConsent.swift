internal import InteractionModel

/// What became of a party's consent to something.
struct PartyConsent: Sendable, Hashable {
  /// To what; empty when the source does not say.
  var scope: String
  /// `given` or `withdrawn`.
  var state = Latest<String>()
  /// The time of that in the words of the source.
  var said = Latest<String>()
  var basis = Latest<String>()
  var policyVersion = Latest<String>()

  init(scope: String) {
    self.scope = scope
  }

  /// The consent as users see it.
  var document: JSONObject {
    var object = JSONObject()
    if !scope.isEmpty { object["scope"] = .string(scope) }
    object["basis"] = basis.value.map(JSONValue.string)
    object["policyVersion"] = policyVersion.value.map(JSONValue.string)
    object["position"] = state.moment.map { .int($0.position.rawValue) }
    object["state"] = state.value.map(JSONValue.string)
    object["time"] = said.saidTime.map(JSONValue.string)
    return object
  }
}

extension PartyConsent: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(scope)
    state.write(self.state)
    state.write(said)
    state.write(basis)
    state.write(policyVersion)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(scope: try state.read())
    try state.read(&self.state)
    try state.read(&said)
    try state.read(&basis)
    try state.read(&policyVersion)
  }
}
