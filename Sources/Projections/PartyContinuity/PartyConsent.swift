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
  var json: JSONValue {
    [.string(scope), state.json, said.json, basis.json, policyVersion.json]
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 5, let scope = elements[0].string,
      let registers = [Latest<String>](json: .array(Array(elements[1...])))
    else { return nil }
    self.init(scope: scope)
    state = registers[0]
    said = registers[1]
    basis = registers[2]
    policyVersion = registers[3]
  }
}
