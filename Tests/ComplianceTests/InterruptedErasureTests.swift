import Compliance
import EventLog
import Foundation
import InteractionModel
import SQLiteStore
import Synchronization
import Testing
import Vault

@Suite("An erasure that is interrupted")
struct InterruptedErasureTests {
  private static let texts = (0..<12).map { "Words \($0)" }

  private func prepared(_ directory: StoreDirectory) async throws -> [NewEvent] {
    let store = try await OpenedStore(directory)
    var events = Self.texts.enumerated().map { said($1, by: "p-1", in: "c-\($0 % 3)") }
    events.append(said("Somebody else", by: "p-2", in: "c-1"))
    _ = try await store.log.append(events)
    try store.close()
    return events
  }

  private func erase(_ directory: StoreDirectory, dyingAfter step: ErasureStep) async throws {
    let store = try await OpenedStore(directory)
    let eraser = store.eraser { if $0 == step { throw Killed() } }
    await #expect(throws: Killed.self) {
      try await eraser.erase(.party("p-1"), authority: "gdpr.17", reason: "asked for")
    }
    try store.close()
  }

  private func expectErased(
    _ directory: StoreDirectory, _ events: [NewEvent], _ context: String
  ) async throws {
    let store = try await OpenedStore(directory)
    #expect(try store.records(.partyErased).count == 1, "\(context)")
    #expect(try store.records(.erasureRequested).count == 1, "\(context)")
    for event in events.dropLast() { #expect(try store.states(event.id) == ["erased"]) }
    #expect(try store.states(events[events.count - 1].id) == ["opened"])
    #expect(try store.rows.keys(ofParty: "p-1").allSatisfy(\.isGone))
    #expect(try store.rows.closedErasures() == [], "\(context)")
    #expect(try store.problems() == [], "\(context)")
    // Nothing is left to do, and the party may come back.
    #expect(try await store.eraser { _ in throw Killed() }.resume().isEmpty)
    #expect(try store.rows.settledThrough().position > .start)
    let later = said("I am back.", by: "p-1", in: "c-1")
    _ = try await store.log.append([later])
    #expect(try store.states(later.id) == ["opened"])
    try store.close()
  }

  @Test("after any step is finished by the next start", arguments: ErasureStep.allCases)
  func everyStep(_ step: ErasureStep) async throws {
    let directory = try StoreDirectory()
    let events = try await prepared(directory)
    try await erase(directory, dyingAfter: step)
    let store = try await OpenedStore(directory)
    if step == .checked {
      #expect(try await store.eraser().resume().isEmpty)
      #expect(try store.states(events[0].id) == ["opened"])
      _ = try await store.eraser().erase(.party("p-1"), authority: nil, reason: "asked for")
    } else {
      // Nobody reads it in between, and nobody writes under the keys.
      for event in events.dropLast() { #expect(try store.states(event.id) == ["erased"]) }
      if step != .reopened {
        await #expect(throws: AppendError.self) {
          try await store.log.append([said("And yet.", by: "p-1", in: "c-1")])
        }
      }
      let isComplete = step == .completed || step == .reopened
      #expect(try await store.eraser().resume().count == (isComplete ? 0 : 1))
    }
    try store.close()
    try await expectErased(directory, events, "\(step)")
  }

  @Test("and interrupted again while it is finished is finished all the same")
  func twice() async throws {
    for first in ErasureStep.allCases.dropFirst() where first != .reopened {
      let later = ErasureStep.allCases.drop { $0 != first }.dropFirst()
      for second in later {
        let directory = try StoreDirectory()
        let events = try await prepared(directory)
        try await erase(directory, dyingAfter: first)
        let store = try await OpenedStore(directory)
        let dying = store.eraser { if $0 == second { throw Killed() } }
        _ = try? await dying.resume()
        try store.close()
        let third = try await OpenedStore(directory)
        _ = try await third.eraser().resume()
        try third.close()
        try await expectErased(directory, events, "\(first), \(second)")
      }
    }
  }

  @Test("by a purge that fails stays masked and closed until a purge succeeds")
  func purgeFails() async throws {
    let directory = try StoreDirectory()
    let events = try await prepared(directory)
    let store = try await OpenedStore(directory)
    let broken = PurgedBy { _ in throw Killed() }
    await #expect(throws: Killed.self) {
      try await store.eraser(copies: [broken]).erase(
        .party("p-1"), authority: nil, reason: "asked for")
    }
    #expect(try store.records(.partyErased).isEmpty)
    #expect(try ErasureCertificate.all(in: store.events).map(\.state) == [.pending])
    #expect(try store.states(events[0].id) == ["erased"])
    let purged = Mutex<Set<String>>([])
    let working = PurgedBy { keys in
      purged.withLock { $0 = keys }
      return keys.count
    }
    let finished = try await store.eraser(copies: [working]).resume()
    #expect(finished.map(\.state) == [.complete])
    #expect(purged.withLock { $0 } == Set(finished.first?.keys ?? []))
    try store.close()
    try await expectErased(directory, events, "purge")
  }

  @Test("is finished by several at once, and completed once")
  func severalAtOnce() async throws {
    for step: ErasureStep in [.requested, .closed, .purged] {
      let directory = try StoreDirectory()
      let events = try await prepared(directory)
      try await erase(directory, dyingAfter: step)
      let stores = [try await OpenedStore(directory), try await OpenedStore(directory)]
      try await withThrowingTaskGroup(of: Void.self) { group in
        for store in stores {
          group.addTask { _ = try await store.eraser().resume() }
        }
        try await group.waitForAll()
      }
      for store in stores { try store.close() }
      try await expectErased(directory, events, "\(step)")
    }
  }

  @Test("and finished by another process destroys nothing that came after it")
  func comesLate() async throws {
    let directory = try StoreDirectory()
    let events = try await prepared(directory)
    let store = try await OpenedStore(directory)
    let other = try await OpenedStore(directory)
    let later = said("I am back.", by: "p-1", in: "c-1")
    // The other process does everything between the request and the first one's next step.
    let eraser = store.eraser { step in
      guard step == .requested else { return }
      _ = try await other.eraser().resume()
      _ = try await other.log.append([later])
    }
    let certificate = try await eraser.erase(.party("p-1"), authority: nil, reason: "asked for")
    #expect(certificate.state == .complete)
    #expect(try store.states(later.id) == ["opened"])
    #expect(try store.states(events[0].id) == ["erased"])
    #expect(try store.records(.partyErased).count == 1)
    #expect(try store.problems() == [])
    try store.close()
    try other.close()
  }

  @Test("A vault restored from a copy made before is brought up to the log by the next start")
  func restoredVault() async throws {
    let directory = try StoreDirectory()
    let events = try await prepared(directory)
    let vault = "\(directory.path)/vault.db"
    try FileManager.default.copyItem(atPath: vault, toPath: vault + ".copy")
    let store = try await OpenedStore(directory)
    _ = try await store.eraser().erase(.party("p-1"), authority: nil, reason: "asked for")
    try store.close()
    try FileManager.default.removeItem(atPath: vault)
    try FileManager.default.moveItem(atPath: vault + ".copy", toPath: vault)

    let restored = try await OpenedStore(directory)
    #expect(try restored.rows.keys(ofParty: "p-1").contains { !$0.isGone })
    #expect(try restored.states(events[0].id) == ["erased"], "the log masks it meanwhile")
    #expect(try await restored.eraser().resume().isEmpty)
    #expect(try restored.rows.keys(ofParty: "p-1").allSatisfy(\.isGone))
    try restored.close()
    try await expectErased(directory, events, "restored")
  }

  @Test("Whoever was merged with the party after the request is not erased with it")
  func mergedAfterwards() async throws {
    let directory = try StoreDirectory()
    let events = try await prepared(directory)
    try await erase(directory, dyingAfter: .requested)
    let store = try await OpenedStore(directory)
    _ = try await store.log.append([merged("p-2", into: "p-1")])
    _ = try await store.eraser().resume()
    try store.close()
    try await expectErased(directory, events, "merged")
  }
}
