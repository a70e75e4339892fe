internal import Compliance
public import InteractionModel
internal import Vault

/// What a bundle gives of the records in it, in numbers.
public struct EvidenceTally: Sendable, Hashable {
  /// How many records.
  public private(set) var records = 0
  /// How many sealed parts are given whole.
  public private(set) var opened = 0
  /// How many are given in part.
  public private(set) var redacted = 0
  /// How many are closed because their words were redacted in the log.
  public private(set) var closed = 0
  /// How many are closed because they were erased.
  public private(set) var erased = 0
  /// How many pieces are withheld, by the code of what exempts them; some by several.
  public private(set) var withheld: [String: Int] = [:]
  /// How many pieces are withheld.
  public private(set) var withheldCount = 0

  mutating func take(_ record: DisclosedRecord) {
    records += 1
    for part in record.parts {
      switch part {
      case .opened: opened += 1
      case .redacted(_, let exemptions):
        redacted += 1
        withheldCount += Set(exemptions.flatMap(\.leaves)).count
        for exemption in exemptions {
          withheld[exemption.code, default: 0] += exemption.leaves.count
        }
      case .closed(.erased): erased += 1
      case .closed(.redacted): closed += 1
      }
    }
  }

  /// The numbers as answers have them.
  public var json: JSONObject {
    [
      "closed": .int(Int64(closed)), "erased": .int(Int64(erased)),
      "opened": .int(Int64(opened)), "records": .int(Int64(records)),
      "redacted": .int(Int64(redacted)),
      "pieces": .int(Int64(withheldCount)),
      "withheld": .object(JSONObject(withheld.map { ($0.key, .int(Int64($0.value))) })),
    ]
  }
}
