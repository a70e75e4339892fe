internal import InteractionModel

/// What became of a party's consent to something.
struct PartyConsent: FieldwiseCodable, Sendable, Hashable {
  /// To what; empty when the source does not say.
  var scope = ""
  /// `given` or `withdrawn`.
  var state = Latest<String>()
  /// The time of that in the words of the source.
  var said = Latest<String>()
  var basis = Latest<String>()
  var policyVersion = Latest<String>()

  /// The consent as users see it.
  var document: Document<ConsentField> {
    var object = Document<ConsentField>()
    if !scope.isEmpty { object[.scope] = .string(scope) }
    object[.basis] = basis.value.map(JSONValue.string)
    object[.policyVersion] = policyVersion.value.map(JSONValue.string)
    object[.position] = state.moment.map { .int($0.position.rawValue) }
    object[.state] = state.value.map(JSONValue.string)
    object[.time] = said.saidTime.map(JSONValue.string)
    return object
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&scope, &state, &said, &basis)
    try fields(&policyVersion)
  }
}
