internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Vault

/// `throughline status`: the log and where its projections are.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show the log and how far its projections are.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let opened = try store.open()
    let head = try opened.events.head()
    let states = try ProjectionCatalogue.all.map {
      try ProjectionStatus($0, in: opened, head: head.position)
    }
    let index = SearchIndexStatus.of(opened, head: head.position)
    let pending = try ErasureCertificate.pending(in: opened.events)
    let vault = StatusCommand.trouble(withVaultOf: opened)
    if output.json {
      return Terminal.show([
        "origin": .string(opened.events.origin), "size": .int(head.position.rawValue),
        "head": .int(head.position.rawValue),
        "recorded": head.recorded.map { .string($0.description) } ?? .null,
        "projections": .array(states.map { .object($0.json) }),
        "search": .object(index.json), "pendingErasures": .array(pending.map { .object($0.json) }),
        "vault": vault.map(JSONValue.string) ?? .null,
      ])
    }
    print("log \(Terminal.styled(opened.events.origin, .bold))")
    let recorded = head.recorded.map { ", the last at \($0)" } ?? ""
    print("\(head.position) records\(recorded)\n")
    var table = TextTable("PROJECTION", "STATE", "POSITION", "BEHIND", "GENERATION", "DIGEST")
    for state in states { state.add(to: &table) }
    index.add(to: &table)
    table.show()
    if let failure = index.failure {
      print(Terminal.styled("\n\(SearchFollower.name): \(failure)", .red))
    }
    if let vault { print(Terminal.styled("\n\(vault)", .red)) }
    for erasure in pending { print(Terminal.styled("\n\(erasure.alarm)", .red)) }
    for state in states {
      if let failure = state.failure {
        print(Terminal.styled("\n\(state.projection.name): \(failure)", .red))
      }
      if let building = state.building {
        print("\n\(state.projection.name): generation \(building.number) is being built beside it.")
      }
    }
  }

  /// What is wrong with the vault, as far as it shows without a key; nil when nothing is.
  private static func trouble(withVaultOf store: OpenStore) -> String? {
    if let absence = store.vaultAbsence {
      return "vault.db \(absence): nothing can be opened or appended; restore it from a copy"
    }
    do throws(StorageFault) {
      let age = try store.vaultAge()
      return age.reason.map { "\($0); \(age.remedy.said)" }
    } catch {
      return error.said
    }
  }
}
