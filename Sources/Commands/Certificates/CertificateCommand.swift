internal import ArgumentParser
internal import InteractionModel
internal import Merkle
internal import Operations
internal import Queries

/// `throughline certificate …`: what certificates are worth.
struct CertificateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificate", abstract: "Check certificates.",
    subcommands: [CertificateCheckCommand.self])
}

/// `throughline certificate check`: whether a log gives again what a certificate says of it.
struct CertificateCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a certificate against the log; exit code 1 if it is false.",
    discussion: """
      Who signed it, whether it is of this log, and of a replay whether the records fold to the same \
      again: neither vault nor read models are needed. A search is asked again, which is reading: give \
      the file of its question and a --purpose; it needs the vault and an index that is up to date. One \
      that code of another version made, or a search that may have been about what was erased since, \
      cannot be checked here, which is not “false”: exit code 4. So is one that an earlier key of the log \
      signed, where the log keeps no checkpoint by which the given key attests that.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Argument(help: "The certificate, as `replay` or `search --certificate` writes it.")
  var file: String

  @Option(
    help: ArgumentHelp(
      "The question of a search (default: the certificate's name and .question).",
      valueName: "file"))
  var question: String?

  @OptionGroup var reading: PurposeOptions

  @Option(help: ArgumentHelp("The log's key, got from elsewhere.", valueName: "vkey"))
  var key: String

  func validate() throws { _ = try VerifierKey(argument: key) }

  func run() async throws {
    let certificate = try Certificate(file: file)
    let repeated = try repeated(certificate)
    Interruption.install()
    let checked = try await CertificateChecking(
      repeated?.store ?? store.open(), WorkView(quiet: output.quiet).supervisor
    ).check(certificate, with: try VerifierKey(key), asking: repeated)
    if output.json { Terminal.show(checked.json(\.said)) } else { show(checked) }
    switch checked.verdict {
    case .holds: return
    case .isFalse: throw Failure.foundSomething
    case .cannotBeChecked: throw Failure.uncheckable
    }
  }

  /// The question of a search, for whoever says why they ask it again; nil of what is no search, and
  /// when nobody has kept the question.
  private func repeated(_ certificate: Certificate) throws -> RepeatedQuestion? {
    guard case .search = certificate.statement else {
      guard question == nil, reading.purpose == nil else {
        throw ValidationError("--question and --purpose go with the certificate of a search")
      }
      return nil
    }
    let path = question ?? CertificateFile.question(of: file)
    guard question != nil || FileStatus(at: path) != nil else { return nil }
    guard let kept = SearchQuestion(try RegularFile(path).contents(limit: 1 << 16)) else {
      throw ValidationError("“\(path)” is not the question of a certificate")
    }
    guard let purpose = reading.purpose else {
      throw ValidationError(
        "asking again is reading what people wrote: say why with --purpose TEXT")
    }
    return RepeatedQuestion(kept, by: try store.reader(purpose: purpose))
  }

  private func show(_ checked: CheckedCertificate) {
    let why = checked.diagnosis.map { ": \(Terminal.safe($0.sentence.said))" } ?? ""
    let tree = checked.certificate.tree
    switch checked.verdict {
    case .holds:
      print(
        """
        \(Terminal.styled("true", .green)): it is what the first \(tree.size) records of the log \
        “\(Terminal.safe(tree.origin))” give.
        """)
    case .isFalse: return print("\(Terminal.styled("false", .red))\(why)")
    case .cannotBeChecked: print("\(Terminal.styled("cannot be checked here", .yellow))\(why)")
    }
    if let made = checked.certificate.made {
      Terminal.say("That it was made \(Phrase.time("\(made)")) is the signer's word alone.")
    }
  }
}
