internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Projections
internal import Queries

/// `throughline response show`: a codified answer, where it was used and how that ended.
struct ResponseShowCommand: AsyncParsableCommand, AsksHistory {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a codified answer: versions, owner, review date, where it was used and how "
      + "those conversations ended.",
    discussion: "Shows the first 50 uses unless --limit says otherwise.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The response.")
  var id: String

  func run() async throws {
    let found = try await Responses(store.reader(reader)).show(
      id, at: history.point, limit: page.limit ?? 50)
    if output.json { return Terminal.show(found.json) }
    Terminal.heading("response", id, " at position \(found.point.position)\(history.heading)")
    card(found).show()
    if !found.uses.isEmpty {
      print("")
      show(found.uses)
    }
    let more = found.used - found.uses.count
    if more > 0 { print("… \(more) more; --limit shows them") }
    if let lag = found.lag { Terminal.note(lag.line) }
  }

  private func card(_ found: ResponseAnswer) -> Card {
    let state = found.state ?? [:]
    var card = Card()
    let status = state[.status].map { Terminal.plain($0) }
    card.add("status", status ?? "never codified", style: .bold)
    card.add("owner", state[.owner].map { Terminal.plain($0) })
    card.add("review by", state[.reviewBy].map { Phrase.time($0) })
    card.add("issue", Phrase.code(state[.issue]))
    for version in state.parts(.versions, of: VersionField.self).reversed() {
      let number = version[.version].map { "version \(Terminal.plain($0))" } ?? "version"
      func then(_ what: String, _ field: VersionField) -> String {
        let moment = version.part(field, of: MomentField.self)
        return moment?[.time].map { ", \(what) \(Phrase.time($0))" } ?? ""
      }
      card.add(
        number,
        "\(Terminal.plain(version[.status])) – codified \(Phrase.time(version[.time]))"
          + then("approved", .approved) + then("retired", .retired))
      card.add("", found.words.shown(version[.text]))
    }
    let ends = found.outcomes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.value) \(Terminal.safe($0.key))" }
    card.add(
      "used",
      "\(found.used) times" + (ends.isEmpty ? "" : "; the conversations ended: ")
        + ends.joined(separator: ", "))
    card.add("withheld", found.words.withheldLine, style: .dim)
    return card
  }

  private func show(_ uses: [Document<UseField>]) {
    var table = TextTable("USED", "CONVERSATION", "CASE", "CHANNEL", "VERSION", "BY", "OUTCOME")
    for use in uses {
      table.add(
        Phrase.time(use[.time]), Terminal.plain(use[.conversation]), Terminal.plain(use[.case]),
        Terminal.plain(use[.channel]), Terminal.plain(use[.version]), Phrase.who(use[.author]),
        Terminal.plain(use[.outcome]))
    }
    table.show()
  }
}
