public import EventLog
public import InteractionModel
internal import Merkle

extension Witnesses {
  /// The witnesses as answers have them.
  public var json: JSONObject {
    [
      "quorum": .int(Int64(quorum)),
      "witnesses": .array(listed.map(JSONValue.object)),
    ]
  }

  /// The witnesses for tables of other programs and for counts.
  public var lines: ListLines { ListLines(["name", "url", "key", "from"], listed) }

  private var listed: [JSONObject] {
    registered.map {
      [
        "from": .int($0.from.rawValue), "name": .string($0.key.name),
        "key": .string($0.key.description), "url": .string($0.url),
      ]
    }
  }
}
