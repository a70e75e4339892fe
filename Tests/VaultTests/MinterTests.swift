import InteractionModel
import Testing

@testable import Vault

@Suite struct MinterTests {
  @Test("Ids are the documented keyed hashes, UUIDs of version 8")
  func known() throws {
    let minter = VaultMinter(idKey: try #require(MasterKey(Array(0...31))).key)
    let event = minter.eventID(
      source: "crm", externalID: "42", externalVersion: "1", name: "opened")
    #expect(event.description == "6e2b089d-1331-83bf-a53c-cffb7bf479b0")
    #expect(
      minter.entityID(.party, source: "crm", externalID: "42")
        == "837d4bec-3cf8-8326-9e17-cd9547219d20")
  }

  @Test("The same source has the same ids in one log, and others in another")
  func deterministic() throws {
    let rows = MemoryVaultStore()
    let master = MasterKey.random()
    func id(_ vault: Vault) -> EventID {
      vault.minter.eventID(source: "s", externalID: "1", externalVersion: "", name: "n")
    }
    let vault = try Vault.create(rows, master: master)
    #expect(try id(vault) == id(Vault.open(rows, master: master)))
    #expect(try id(vault) != id(Vault.create(MemoryVaultStore(), master: master)))
    let before = id(vault)
    try vault.rotateMaster(to: .random())
    #expect(id(vault) == before)
  }

  @Test("Fields cannot run into one another")
  func unambiguous() throws {
    let minter = try Vault.create(MemoryVaultStore(), master: .random()).minter
    let ids = [
      minter.eventID(source: "ab", externalID: "c", externalVersion: "", name: ""),
      minter.eventID(source: "a", externalID: "bc", externalVersion: "", name: ""),
      minter.eventID(source: "a", externalID: "b", externalVersion: "c", name: ""),
      minter.eventID(source: "a", externalID: "b", externalVersion: "", name: "c"),
      minter.eventID(source: "", externalID: "abc", externalVersion: "", name: ""),
    ]
    #expect(Set(ids).count == ids.count)
    let entities = EntityKind.allCases.map {
      minter.entityID($0, source: "a", externalID: "b")
    }
    #expect(Set(entities).count == entities.count)
    #expect(entities.allSatisfy(EntityKey.isValid(id:)))
  }
}
