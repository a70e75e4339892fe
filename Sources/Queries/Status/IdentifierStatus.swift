public import Compliance
public import EventLog
public import InteractionModel
internal import Search
internal import Vault

/// How far it is noted by what people are known outside, for whoever has no key as well.
public struct IdentifierStatus: Sendable {
  /// What it is called.
  public static let name = "identifiers"

  /// The region by whose rules telephone numbers without a country are read; nil when it cannot be
  /// told.
  public let region: String?
  /// How far it has come.
  public let position: Position
  /// How many records the log has beyond it that may say something of somebody.
  public let behind: Int64
  /// Whether it is noted, and how well.
  public let state: Readiness

  /// How far it is noted in the vault of a store.
  /// - Parameters:
  ///   - store: the store.
  ///   - head: where the log ends.
  public init(of store: OpenStore, head: Position) {
    do throws(StorageFault) {
      guard let state = try store.identifierState() else {
        self.init(region: nil, state: .absent, position: .start, behind: head.rawValue)
        return
      }
      let position = state.checkpoint.position
      let behind = try Lag.records(after: position, of: store.events, readsTexts: true)
      let isPresent = try IdentifierRules(of: state).arePresent(in: state, of: store.events)
      let readiness: Readiness =
        if state.rules.isEmpty {
          .absent
        } else if !isPresent {
          .stale
        } else {
          behind == 0 ? .live : .behind
        }
      self.init(
        region: state.region, state: readiness, position: isPresent ? position : .start,
        behind: isPresent ? behind : head.rawValue)
    } catch {
      // Status must say what is wrong with the vault, not fail because of it; it does so elsewhere.
      self.init(region: nil, state: .unreadable, position: .start, behind: head.rawValue)
    }
  }

  private init(region: String?, state: Readiness, position: Position, behind: Int64) {
    self.region = region
    self.state = state
    self.position = position
    self.behind = behind
  }

  /// The status as answers have it.
  public var json: JSONObject {
    [
      "state": .string(state.rawValue), "position": .int(position.rawValue), "behind": .int(behind),
      "region": region.map(JSONValue.string) ?? .null,
    ]
  }
}
