import Compliance
import EventLog
import Foundation
import InteractionModel
import Store
import Vault

extension Tool {
  /// The tool's store, opened by the test itself.
  func opened(to access: StoreAccess = .read) throws -> OpenStore {
    try OpenStore(.sqlite(directory: store), to: access, settings)
  }

  /// What it is opened with.
  var settings: StoreSettings {
    let now = LogClock { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }
    return StoreSettings(
      key: .file("\(store)/master.key"), clock: now, acceptsClock: true,
      actor: Actor(type: "operator", id: "tester"))
  }
}
