public import EventLog
public import InteractionModel
public import Merkle

extension SigningKeys {
  /// The keys as answers have them, the first of the log first.
  public var json: JSONObject {
    [
      "keys": .array(reigns.map { .object($0.json) }),
      "inForce": last.map { .string($0.description) } ?? .null,
    ]
  }
}

extension SigningKeys.Reign {
  /// The key as answers have it, with what was lost where an epoch begins with it.
  public var json: JSONObject {
    var object: JSONObject = [
      "from": .int(from.rawValue), "key": .string(key.description), "origin": .string(key.name),
    ]
    object["lost"] = lost.map { .object($0.json) }
    return object
  }
}

extension Checkpoint {
  /// The checkpoint as answers have it.
  public var json: JSONObject {
    [
      "origin": .string(origin), "size": .int(Int64(clamping: size)), "root": .string(root.base64),
    ]
  }
}
