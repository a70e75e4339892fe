internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Queries

/// `throughline redact …`: what is withheld before records leave the house.
struct RedactCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redact", abstract: "Prepare what is withheld from evidence.",
    subcommands: [RedactProposeCommand.self])
}

/// `throughline redact propose`: what might have to be withheld.
struct RedactProposeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "propose",
    abstract:
      "Propose what to withhold of a case, a conversation or a party, for `evidence --redact`.",
    discussion: """
      Mail addresses, telephone numbers, numbers of cards and of social security, and names: those \
      that these records say, and those that are known of the parties whom they name. Somebody whose \
      name no such record says is not found: look for names with `search` and `find`. \
      Nobody has looked at the proposals: take out what may be told, add what is missing, \
      and give each its code. The file quotes what it names: keep it as you keep the text.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var subject: SubjectOptions

  @Option(help: ArgumentHelp("Why the text is opened; recorded first.", valueName: "text"))
  var purpose: String

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("The party who gets it: its own name is not proposed.", valueName: "id"))
  var recipient: String?

  @Option(help: ArgumentHelp("The code to propose (default: privacy).", valueName: "code"))
  var exemption = "privacy"

  @Option(name: .customLong("out"), help: "The file to write (default: standard output).")
  var file: String?

  func validate() throws {
    _ = try subject.entity
    guard !purpose.allSatisfy(\.isWhitespace) else {
      throw ValidationError("--purpose must say why the text is opened")
    }
    try AuthorityCode.check(exemption)
  }

  func run() async throws {
    let target = try file.map { try OutputTarget($0, option: "--out", keyFile: store.keyFile) }
    let reader = try store.reader(purpose: purpose)
    Interruption.install()
    let written = try target.map { try OutputFile($0) }
    defer { written?.discard() }
    let proposals = try await RedactionProposals(
      of: subject.entity, for: recipient, exemption: exemption, by: reader)
    guard let written, !written.isStandardOutput else { return Terminal.show(proposals.list.json) }
    do {
      try written.write(proposals.list.json.canonicalBytes + [UInt8(ascii: "\n")])
      try written.publish()
    } catch is OutputFile.Gone {}
    if !output.json {
      Terminal.say("\(Terminal.safe(file ?? "")): \(proposals.list.redactions.count) proposals.")
    }
  }
}
