internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// `throughline party list`: parties by when they were last heard of.
struct PartyListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List parties, the one last heard of last.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions

  @Option(help: "Start after this party.")
  var after: String?

  @Option(name: .customLong("case"), help: "A case it is part of.")
  var caseID: String?

  func run() async throws {
    let access = try EntityAccess.parties(store.open())
    let rows = OrderedRows(model: access.model, tables: [access.table], column: "last_at")
    let filters = caseID.map { [RowFilter.contains(column: "cases", $0)] } ?? []
    // Who was merged into another stands there under the other's name.
    let (found, next) = try rows.page(where: filters, after: after, limit: page.limit ?? 50) {
      $0.text("merged_into") == nil
    }
    if output.json {
      let list = found.map { element -> JSONValue in
        [
          "party": .string(element.row.key), "cases": element.json("cases"),
          "channels": element.json("channels"), "conversations": element.json("conversations"),
          "findings": element.json("findings"),
          "lastTouch": element.fields["lastTouch"] ?? .null,
        ]
      }
      return Terminal.show([
        "parties": .array(list), "next": next.map(JSONValue.string) ?? .null,
      ])
    }
    var table = TextTable("PARTY", "LAST TOUCH", "CONVERSATIONS", "FINDINGS", "CHANNELS", "CASES")
    for element in found {
      table.add(
        element.row.key, Words.time(element.fields["lastTouch"]),
        Terminal.plain(element.json("conversations")), Terminal.plain(element.json("findings")),
        Terminal.plain(element.json("channels")), Terminal.plain(element.json("cases")))
    }
    table.show()
    if let next { print(Terminal.styled("more: --after \(next)", .dim)) }
    if let lag = try access.lag() { Terminal.note(lag) }
  }
}

extension EntityAccess {
  /// The parties of a store.
  static func parties(_ store: OpenStore) throws -> EntityAccess {
    try EntityAccess(store, ContinuityHandoff.projection, over: .party)
  }
}
