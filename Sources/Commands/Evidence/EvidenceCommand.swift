internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Merkle
internal import Operations
internal import Queries

/// `throughline evidence`: records for somebody outside, in an archive that proves itself.
struct EvidenceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence",
    abstract:
      "Write the records of a case, a conversation or a party as an archive that proves itself.",
    discussion: """
      Record lines with proofs up to a checkpoint (the last one that reaches them; where none does, a \
      new one is signed, and the log's witnesses are asked to cosign it), a signed statement that they \
      are all, for which the log is folded from its first record, what was said with the key of each \
      part alone, and pages for people. Where something was erased, the registers of erasures and holds \
      too, whole, which name others by their ids: whether a hold was in force then is seen from them \
      alone. \
      Exit code 1 if fewer witnesses cosigned than have to: it is written and registered all the same, \
      and its report says so. \
      Tools/verify-evidence checks it without the store. What --redact names is withheld, so that \
      anyone sees that the rest is what was logged: JSON, as `redact propose` writes it. The archive \
      goes into the register of disclosures; the same log, checkpoint and redactions give the same \
      bytes.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var signing: SigningOptions
  @OptionGroup var subject: SubjectOptions

  @Option(
    help: ArgumentHelp("Why it is given away; kept sealed in the log.", valueName: "text"))
  var purpose: String

  @Option(
    help: ArgumentHelp("Who is given it, in words; kept sealed in the log.", valueName: "text"))
  var to: String?

  @Option(help: ArgumentHelp("The authority for it, a code.", valueName: "code"))
  var authority: String?

  @Option(help: ArgumentHelp("A file that says what is withheld.", valueName: "file"))
  var redact: String?

  @Option(name: .customLong("out"), help: ArgumentHelp("The file to write.", valueName: "file"))
  var file: String

  @Flag(help: "Sign a new checkpoint, though an older one reaches all records.")
  var fresh = false

  func validate() throws {
    _ = try subject.entity
    guard !purpose.allSatisfy(\.isWhitespace) else {
      throw ValidationError("--purpose must say why it is given away")
    }
    try AuthorityCode.check(authority)
  }

  func run() async throws {
    let target = try OutputTarget(
      file, option: "--out", inputs: redact.map { [$0] } ?? [], keyFile: store.keyFile)
    guard case .file(let place) = target.form else {
      throw ValidationError("--out “\(file)”: it counts as given when it is complete; name a file")
    }
    let replaced = EvidenceFile(at: place)
    if replaced == nil, FileStatus(at: place).map({ $0.size > 0 }) == true {
      throw ValidationError(
        "--out “\(file)”: it is there and is no archive of evidence; write to another file")
    }
    let redactions = try redact.map { try RedactionList(file: $0) } ?? RedactionList()
    let reader = try store.reader(purpose: purpose)
    let key = try signing.keyFile(of: store)
    Interruption.install()
    let written = try OutputFile(target)
    defer { written.discard() }
    let bundle = try await Evidence(
      reader, key: key, WorkView(quiet: output.quiet).supervisor
    ).write(
      EvidenceRequest(
        of: subject.entity, redactions: redactions, recipient: to, authority: authority,
        fresh: fresh, replacing: replaced)
    ) { try written.write($0) }
    try written.publish()
    bundle.checkpoint.note()
    if output.json { Terminal.show(bundle.json) } else { show(bundle) }
    guard bundle.checkpoint.isReached else { throw Failure.foundSomething }
  }

  /// How many of what is elsewhere are named on the screen.
  private static let named = 10

  private func show(_ bundle: EvidenceBundle) {
    let tally = bundle.tally
    let withheld = tally.withheld.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let places = bundle.quarantined.map { "@\($0)" }.joined(separator: ", ")
    let passedOver = places.isEmpty ? "" : ", but for what was passed over at \(places)"
    print(
      """
      \(Terminal.safe(file)): \(tally.records) records of \(bundle.entity.kind.rawValue) \
      \(Terminal.safe(bundle.entity.id)), of the \(bundle.checkpoint.signed.checkpoint.size) that the log signed.
      They are all that belong to it, as the log's key states\(passedOver).
      Of their sealed parts \(tally.opened) are open, \(tally.redacted) are redacted, \
      \(tally.closed + tally.erased) are closed.
      """)
    let witnessed = bundle.checkpoint
    if witnessed.quorum > 0 {
      let few = witnessed.isReached ? "" : ", too few"
      Terminal.say(
        "\(witnessed.witnesses.count) of the \(witnessed.quorum) witnesses that have to cosigned it\(few).",
        witnessed.isReached ? nil : .yellow)
    }
    if !bundle.erasures.isEmpty {
      let places = bundle.erasures.map { "@\($0)" }.joined(separator: ", ")
      print(
        """
        Erased by \(places): the registers of erasures and holds are in it, whole, with the ids of \
        others.
        """)
    }
    for departed in bundle.departed.prefix(EvidenceCommand.named) {
      Terminal.say("Not in it: \(Terminal.safe(departed.words)).")
    }
    if bundle.departed.count > EvidenceCommand.named {
      Terminal.say(
        "\(bundle.departed.count - EvidenceCommand.named) more are elsewhere; the report names them."
      )
    }
    if !withheld.isEmpty {
      let sum = tally.withheld.values.reduce(0, +)
      let all = sum == tally.withheldCount ? "" : "; \(tally.withheldCount) in all, some by several"
      print("Pieces withheld: \(Terminal.safe(withheld.joined(separator: ", ")))\(all).")
    }
    for found in bundle.repeats {
      warn("what redaction \(found.redaction) withholds", at: found.positions)
      warn(
        "a name, an address or a code of what redaction \(found.redaction) withholds",
        at: found.partly)
    }
    print("Registered at position \(bundle.position), manifest \(bundle.manifest).")
  }

  private func warn(_ what: String, at positions: [Position]) {
    guard !positions.isEmpty else { return }
    let named = positions.prefix(EvidenceCommand.named).map { "@\($0)" }.joined(separator: ", ")
    let rest = positions.count - EvidenceCommand.named
    Terminal.note("warning: \(what) is shown at \(named)\(rest > 0 ? " and \(rest) more" : "")")
  }
}

/// Whose records are meant.
struct SubjectOptions: ParsableArguments {
  @Option(name: .customLong("case"), help: ArgumentHelp("Of this case.", valueName: "id"))
  var matter: String?

  @Option(help: ArgumentHelp("Of this conversation.", valueName: "id"))
  var conversation: String?

  @Option(help: ArgumentHelp("Of this party.", valueName: "id"))
  var party: String?

  /// Whose they are.
  var entity: EntityKey {
    get throws {
      let named = [
        matter.map(EntityKey.case), conversation.map(EntityKey.conversation),
        party.map(EntityKey.party),
      ].compactMap(\.self)
      guard named.count == 1, let entity = named.first else {
        throw ValidationError("give one of --case, --conversation and --party")
      }
      guard EntityKey.isValid(id: entity.id) else {
        throw ValidationError("“\(entity.id)” is no id of a \(entity.kind.rawValue)")
      }
      return entity
    }
  }
}

extension RedactionList {
  /// The most bytes of a file of redactions.
  private static let longest = 64 << 20

  /// Reads a file.
  /// - Throws: `ValidationError` when it is no such list, ``Refusal`` when it cannot be read.
  init(file: String) throws {
    let bytes = try RegularFile(file).contents(limit: RedactionList.longest)
    do throws(RedactionError) {
      try self.init(parsing: bytes)
    } catch {
      throw ValidationError("--redact “\(file)”: \(error.said)")
    }
  }
}
