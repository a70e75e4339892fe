public import EventLog
public import InteractionModel
internal import Merkle

extension SigningKeys {
  /// The keys as answers have them, the first of the log first.
  public var json: JSONObject {
    let keys = reigns.map { reign -> JSONValue in
      ["from": .int(reign.from.rawValue), "key": .string(reign.key.description)]
    }
    return ["keys": .array(keys), "inForce": last.map { .string($0.description) } ?? .null]
  }
}
