internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// `throughline party show`: what is known of a party, what it came with and what it is owed.
struct PartyShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what is known of a party, what it came with, and what it is owed.",
    discussion: "What it said opens only with --purpose.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The party.")
  var id: String

  func run() async throws {
    let access = try EntityAccess.parties(store.open())
    let point = try history.point
    let (fields, position) = try access.fields(of: id, point)
    let rows = try PartyRows(of: id, by: access.questions(point))
    // Before anything is opened, for the account of that is a record too.
    let lag = try point == nil ? access.lag() : nil
    let opened = try await OpenedReferences(
      in: rows.facts, of: access.store, purpose: reader.purpose,
      scope: AccessGate.Scope(command: "party.show", entity: .party(id)))
    if output.json {
      return Terminal.show([
        "party": .string(id),
        "asOf": .object([
          "position": .int(position.rawValue), "axis": .string(point?.axis ?? "position"),
        ]),
        "state": .object(fields), "facts": .array(rows.facts),
        "findings": .array(rows.findings.map(JSONValue.object)),
        "opened": .object(opened.opened), "withheld": .array(opened.withheld),
      ])
    }
    let asked = history.asOf.map { ", as of \(Terminal.safe($0))" } ?? ""
    print("party \(Terminal.styled(Terminal.safe(id), .bold)) at position \(position)\(asked)\n")
    PartyCard(party: fields, rows: rows, opened: opened).card.show()
    if let lag { Terminal.note(lag) }
  }
}
