internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Projections
internal import Queries

/// `throughline conversation show`: a conversation as people would read it.
struct ConversationShowCommand: AsyncParsableCommand, AsksHistory {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the transcript of a conversation, now or at any point in history.",
    discussion: """
      In order of time, then position; edits, redactions, late and doubled deliveries are shown \
      for what they are. Text only with --purpose. What is not public is marked, and --public-only \
      leaves it out.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: EntryOptions
  @OptionGroup var reader: PurposeOptions
  @OptionGroup var history: AsOfOptions

  @Flag(help: "Only public entries; private and internal ones are left out.")
  var publicOnly = false

  @Argument(help: "The conversation.")
  var id: String

  func run() async throws {
    let reader = try store.reader(self.reader)
    let id = try reader.id(of: .conversation, self.id)
    let found = try await Conversations(reader).transcript(
      of: id, at: history.point, page.entries, publicOnly: publicOnly)
    if output.json { return Terminal.show(found.json) }
    Terminal.heading("conversation", id, " at position \(found.point.position)\(history.heading)")
    ConversationShowCommand.head(found).show()
    TranscriptView(page: found).show()
    if let count = found.leftOut, count > 0 {
      let entries = count == 1 ? "1 entry that is" : "\(count) entries that are"
      print(Terminal.styled("\(entries) not public left out", .dim))
    }
    if let next = found.next { print(Terminal.styled("more: --after \(next)", .dim)) }
    if let line = found.words.withheldLine { Terminal.note(line) }
    if let lag = found.lag { Terminal.note(lag.line) }
  }

  private static func head(_ found: TranscriptPage) -> Card {
    let (fields, uses) = (found.state, found.uses)
    var card = Card()
    let disposition = fields.part(.disposition, of: DispositionField.self)
    let outcome = Phrase.code(disposition?[.outcome] ?? fields[.outcome])
    let status = [Phrase.code(fields[.status]), outcome.map { "outcome: \($0)" }]
    card.add("status", status.compactMap { $0 }.joined(separator: ", "), style: .bold)
    card.add(
      "channels",
      found.way.isEmpty ? fields[.channels].map { Terminal.plain($0) } : Phrase.way(found.way))
    card.add("case", fields[.case].map { Terminal.plain($0) })
    card.add("department", fields[.department].map { Terminal.plain($0) })
    let people = fields.part(.participants, of: ParticipantsField.self) ?? [:]
    card.add("party", people.texts(.parties).map(Terminal.short).joined(separator: ", "))
    card.add("agents", people.texts(.agents).map(Terminal.short).joined(separator: ", "))
    card.add("language", fields[.language].map { Terminal.plain($0) })
    let issues = fields.parts(.issues, of: IssueField.self).compactMap { issue -> String? in
      let model = issue[.model].map { " by \(Terminal.plain($0))" } ?? ""
      let inferred = issue[.inferred] == true ? " (inferred\(model))" : ""
      return Phrase.code(issue[.issue]).map { $0 + inferred }
    }
    card.add("issues", Set(issues).sorted().joined(separator: ", "))
    let responses = uses.map { used in
      Terminal.plain(used[.response]) + (used[.version].map { " v\(Terminal.plain($0))" } ?? "")
    }
    let counts = fields.part(.counts, of: ConversationCountField.self)
    let count = Int(counts?[.responses]?.int ?? 0)
    let more = count > uses.count ? ["… \(count - uses.count) more"] : []
    card.add("responses", (responses + more).joined(separator: ", "))
    card.gap()
    return card
  }
}
