internal import InteractionModel

/// A kind of endpoint under which a party can be reached; the endpoint itself stays sealed.
struct PartyEndpoint: FieldwiseCodable, Sendable, Hashable {
  /// The kind, for example `phone` or `email`.
  var kind = ""
  /// The last record about one; the value is the time as the source said it.
  var last = Latest<String>()
  /// The last record that says one was verified; the value is the time as the source said it.
  var verified = Latest<String>()
  /// Where one is sealed.
  var sealed = SealedPlaces()

  /// The endpoint as users see it.
  var document: Document<EndpointField> {
    var object: Document<EndpointField> = [
      .kind: .string(kind), .verified: .bool(verified.moment != nil),
    ]
    object[.position] = last.moment.map { .int($0.position.rawValue) }
    object[.records] = sealed.json(besides: last.moment)
    return object
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&kind, &last, &verified, &sealed)
  }
}
