import Compliance
import EventLog
import Foundation
import InteractionModel
import SQLiteStore
import Testing
import Vault

@Suite("A log that was restored from an older copy and went on differently")
struct RestoredLogTests {
  @Test("is looked through for erasures again, wherever the vault believes them settled")
  func pending() async throws {
    let directory = try StoreDirectory()
    var store = try await OpenedStore(directory)
    _ = try await store.log.append([said("One", by: "p-1", in: "c-1")])
    try store.close()
    let older = try Data(contentsOf: URL(fileURLWithPath: "\(directory.path)/log.db"))
    store = try await OpenedStore(directory)
    _ = try await store.eraser().erase(.party("p-1"), authority: nil, reason: "asked for")
    let settled = try store.rows.settledThrough()
    #expect(settled.position > .start)
    #expect(try store.events.checkpoint(at: settled.position) == settled)
    try store.close()

    try older.write(to: URL(fileURLWithPath: "\(directory.path)/log.db"))
    store = try await OpenedStore(directory)
    _ = try await store.log.append([said("Two", by: "p-2", in: "c-2")])
    let dying = store.eraser { if $0 == .requested { throw Killed() } }
    await #expect(throws: Killed.self) {
      try await dying.erase(.party("p-2"), authority: nil, reason: "asked for")
    }
    // The log grows past where the other one was settled.
    while try store.events.head().position <= settled.position {
      _ = try await store.log.append([said("More", by: "p-3", in: "c-3")])
    }
    #expect(try await store.eraser().resume().count == 1)
    #expect(try store.records(.partyErased).count == 1)
    let now = try store.rows.settledThrough()
    #expect(try store.events.checkpoint(at: now.position) == now)
    try store.close()
  }
}
