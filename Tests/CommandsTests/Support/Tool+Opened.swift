import Compliance
import EventLog
import Foundation
import InteractionModel
import Store
import Vault

extension Tool {
  /// The tool's store, opened by the test itself.
  func opened() throws -> OpenStore {
    let now = LogClock { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }
    let settings = StoreSettings(
      key: .file("\(store)/master.key"), clock: now, acceptsClock: true,
      actor: Actor(type: "operator", id: "tester"))
    return try OpenStore(.sqlite(directory: store), to: .read, settings)
  }
}
