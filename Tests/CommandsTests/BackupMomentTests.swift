import Compliance
import EventLog
import Foundation
import InteractionModel
import Operations
import Synchronization
import Testing

@Suite("The moment that a backup is of")
struct BackupMomentTests {
  @Test("is after an erasure that came between the copies of the records and of the vault")
  func erasedMeanwhile() async throws {
    let tool = try Tool.hyacinths()
    let folder = "\(tool.directory)/backup"
    let erased = Mutex<Result<Output, any Error>?>(nil)
    let supervisor = Supervisor { news in
      // The records are copied, the vault is not.
      guard case .ended(.backingUp) = news else { return }
      erased.withLock { erased in
        guard erased == nil else { return }
        erased = Result {
          try tool.run("party", "erase", "p1", "--reason", "they asked", "--yes", "--json")
        }
      }
    }
    let store = try tool.opened()
    let before = try store.events.head().position
    let taken = try await BackingUp(
      store, to: folder, clock: LogClock { Instant(microseconds: 0) }, supervisor
    ).run()
    let erasure = try #require(erased.withLock { $0 }).get()
    #expect(erasure.code == 0, "\(erasure.errors)")
    let requested = try tool.succeed("log", "--limit", "\(tool.head())").jsonLines.first {
      $0["type"] == "erasure.requested"
    }
    let position = try #require(requested?["position"]?.int)
    #expect(position > before.rawValue)
    // With the vault as it was after the erasure, the records have to say that it was.
    #expect(taken.through.rawValue >= position)

    let other = try Tool(initialised: false)
    let keys = [
      "--master-key-file", "\(tool.store)/master.key", "--signing-key-file",
      "\(tool.store)/signing.key",
    ]
    let restored = try other.run(["restore", folder, "--json"] + keys)
    #expect(restored.code == 0, "\(restored.errors)")
    let opened = try other.run(
      "verify", "--open", "--json", "--master-key-file", "\(tool.store)/master.key")
    #expect(try opened.code == 0 && opened.json["parts"]?["erased"] == 1, "\(opened.text)")
  }
}
