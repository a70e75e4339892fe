import Compliance
import EventLog
import InteractionModel
import Testing
import Vault

@Suite("Somebody whom an older log calls by a telephone number")
struct OldIDTests {
  @Test("is read for a purpose, held, released and erased by that name")
  func oldParty() async throws {
    let store = try await OpenedStore(try StoreDirectory())
    defer { try? store.close() }
    let event = said("Secret", by: "p-1", in: "c-1")
    _ = try await store.log.append([event])
    let old = EntityKey.party("6175550123")
    try store.log.vault.setParty(old.id, of: event.personal.map(\.subject))

    let officer = Actor(type: "operator", id: "officer")
    let records = try store.records(.messageReceived)
    let gate = AccessGate(log: store.log, actor: officer, purpose: "request")
    let opened = try await gate.open(
      records, scope: .init(command: "party.show", entity: old))
    #expect(opened.flatMap { $0.parts.map(\.result.state) } == ["opened"])

    let register = HoldRegister(log: store.log, actor: officer)
    let hold = try await register.place(
      on: old, authority: "court", custodian: "c-7", reason: nil)
    await #expect(throws: ErasureError.self) {
      _ = try await store.eraser().erase(old, authority: nil, reason: "asked for")
    }
    _ = try await register.release(hold.id, reason: nil)
    _ = try await store.eraser().erase(old, authority: nil, reason: "asked for")
    #expect(try store.states(event.id) == ["erased"])
  }
}
