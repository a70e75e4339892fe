internal import InteractionModel

/// A kind of endpoint under which a party can be reached; the endpoint itself stays sealed.
struct PartyEndpoint: Sendable, Hashable {
  /// The kind, for example `phone` or `email`.
  var kind: String
  /// The last record about one; the value is the time as the source said it.
  var last = Latest<String>()
  /// The last record that says one was verified; the value is the time as the source said it.
  var verified = Latest<String>()

  init(kind: String) {
    self.kind = kind
  }

  /// The endpoint as users see it.
  var document: JSONObject {
    var object: JSONObject = [
      "kind": .string(kind), "verified": .bool(verified.moment != nil),
    ]
    object["position"] = last.moment.map { .int($0.position.rawValue) }
    return object
  }
}

extension PartyEndpoint: FoldCodable {
  var json: JSONValue { [.string(kind), last.json, verified.json] }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 3, let kind = elements[0].string,
      let last = Latest<String>(json: elements[1]), let verified = Latest<String>(json: elements[2])
    else { return nil }
    self.init(kind: kind)
    self.last = last
    self.verified = verified
  }
}
