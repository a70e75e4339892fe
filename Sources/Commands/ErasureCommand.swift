internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Queries

/// `throughline erasure …`: what was erased, and the proof of it.
struct ErasureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erasure", abstract: "Account for what was erased.",
    subcommands: [ErasureListCommand.self, ErasureShowCommand.self])
}

/// `throughline erasure list`: every erasure that was asked for.
struct ErasureListCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List every erasure that was asked for, refused ones included.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var lines: LineOptions
  @OptionGroup var times: ZoneOptions

  func run() async throws {
    let list = try ErasureList(store.reader())
    if lines.isAsked { return try lines.show(list.lines, asJSON: output.json) }
    if output.json { return Terminal.show(list.json) }
    guard !list.certificates.isEmpty else { return print("Nothing was erased.") }
    var table = TextTable("REQUESTED", "STATE", "OF", "ID", "SUBJECTS", "RECORDS", "ERASURE")
    for certificate in list.certificates {
      table.add(
        Phrase.time(certificate.requested.description), certificate.state.name,
        certificate.entity.kind.rawValue, certificate.entity.id, String(certificate.subjects),
        certificate.records.map { String($0) } ?? "–", certificate.erasure)
    }
    table.show()
  }
}

/// `throughline erasure show ID`: what an erasure destroyed, and whether it was held then.
struct ErasureShowCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what was erased, and whether a hold was in force then; names no personal data.",
    discussion: """
      From the log alone, without any key: what was destroyed, when, by whom and by which records, and \
      every hold that was ever on it, by whatever merge or link. `prove` proves the records, and \
      `evidence` of what was erased carries them with the registers, whole, so that a stranger sees \
      as well which hold was not there.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var times: ZoneOptions

  @Argument(help: "The erasure, or the party or conversation that was erased.")
  var id: String

  func run() async throws {
    let account = try ErasureAccount(id, for: store.reader())
    if output.json { return Terminal.show(account.json) }
    CertificateCard.show(
      account.certificate.title, account.rows(at: { Phrase.time($0.description) }))
  }
}
