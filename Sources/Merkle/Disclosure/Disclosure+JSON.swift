public import InteractionModel

extension Disclosure {
  /// The disclosure as files have it.
  public var json: JSONObject {
    [
      "count": .int(Int64(leaves.count)),
      "leaves": .array(leaves.map { .object($0.json) }),
      "rule": .int(Int64(PlaintextRoot.rule)),
      "salt": .string(Base64.string(rootSalt.bytes)),
    ]
  }

  /// Reads a disclosure.
  /// - Parameter json: what a file has.
  /// - Throws: ``DisclosureError/notADisclosure`` or ``DisclosureError/otherRule(_:)``.
  public init(_ json: JSONObject) throws(DisclosureError) {
    guard let rule = json["rule"]?.int else { throw .notADisclosure }
    guard rule == PlaintextRoot.rule else { throw .otherRule(rule) }
    guard let told = json["leaves"]?.array, json.count == 4,
      json["count"]?.int == Int64(told.count), let salt = Salt(base64: json["salt"])
    else { throw .notADisclosure }
    let leaves = told.compactMap { $0.object.flatMap(Leaf.init) }
    guard leaves.count == told.count else { throw .notADisclosure }
    self.init(rootSalt: salt, leaves: leaves)
  }
}

extension Disclosure.Leaf {
  fileprivate var json: JSONObject {
    switch self {
    case .shown(let leaf, let salt):
      [
        "piece": .int(Int64(leaf.piece)), "pointer": .string(leaf.pointer),
        "salt": .string(Base64.string(salt.bytes)), "text": .string(leaf.text),
        "type": .string(leaf.kind.letter),
      ]
    case .withheld(let hash): ["hash": .string(hash.base64)]
    }
  }

  fileprivate init?(_ json: JSONObject) {
    if json.count == 1, let hash = json["hash"]?.string.flatMap({ Hash(base64: $0.utf8) }) {
      self = .withheld(hash)
      return
    }
    guard json.count == 5, let piece = json["piece"]?.int.flatMap(UInt32.init(exactly:)),
      let pointer = json["pointer"]?.string, let text = json["text"]?.string,
      let salt = Salt(base64: json["salt"]), let type = json["type"]?.string,
      let kind = PlaintextLeaf.Kind.allCases.first(where: { $0.letter == type })
    else { return nil }
    self = .shown(PlaintextLeaf(kind: kind, pointer: pointer, piece: piece, text: text), salt)
  }
}

extension Salt {
  fileprivate init?(base64 value: JSONValue?) {
    guard let bytes = value?.string.flatMap({ Base64.bytes($0.utf8) }) else { return nil }
    self.init(bytes)
  }
}
