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
    discussion: """
      What it said opens only with --purpose. Of lists that are longer than --limit (50) the last \
      ones are shown, and how many came before.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The party.")
  var id: String

  func run() async throws {
    let access = try EntityAccess.parties(store.open(for: reader))
    let point = try history.point
    let (found, position) = try rows(access, point)
    let rows = found.keeping(last: page.limit ?? 50)
    guard let fields = rows.party else { throw try access.absent(id, at: position) }
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
        "left": .object(JSONObject(rows.left.map { ($0.list, .int(Int64($0.count))) })),
      ])
    }
    let asked = history.asOf.map { ", as of \(Terminal.safe($0))" } ?? ""
    print("party \(Terminal.styled(Terminal.safe(id), .bold)) at position \(position)\(asked)\n")
    PartyCard(party: fields, rows: rows, opened: opened).card.show()
    for (list, count) in rows.left {
      print(Terminal.styled("\(count) \(list) before these: --limit N shows more", .dim))
    }
    if let lag { Terminal.note(lag) }
  }

  /// The rows of the party: from the read model as it stands, or folded again as of a point.
  private func rows(
    _ access: EntityAccess, _ point: AsOf?
  ) throws -> (PartyRows, Position) {
    guard let point else {
      return try access.model.withSnapshot { snapshot in
        (try PartyRows(of: id, in: snapshot), try snapshot.checkpoint())
      }
    }
    let subset = try point.subset(of: access.store.events)
    return (try PartyRows(of: id, by: access.questions(point)), subset.through)
  }
}
