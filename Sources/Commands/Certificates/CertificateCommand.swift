internal import ArgumentParser
internal import InteractionModel
internal import Merkle
internal import Operations

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
      again: neither vault nor read models are needed. One that code of another version made cannot be \
      checked here, which is not “false”: exit code 4.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Argument(help: "The certificate, as `replay --certificate` writes it.")
  var file: String

  @Option(help: ArgumentHelp("The log's key, got from elsewhere.", valueName: "vkey"))
  var key: String

  func validate() throws { _ = try VerifierKey(argument: key) }

  func run() async throws {
    let bytes = try RegularFile(file).contents(limit: SignedNote.longest + 1)
    let certificate: Certificate
    do throws(NoteError) {
      certificate = try Certificate(bytes)
    } catch {
      throw ValidationError("“\(file)”: \(error.said)")
    }
    Interruption.install()
    let checked = try CertificateChecking(
      store.open(), WorkView(quiet: output.quiet).supervisor
    ).check(certificate, with: try VerifierKey(key))
    if output.json { Terminal.show(checked.json(\.said)) } else { show(checked) }
    switch checked.verdict {
    case .holds: return
    case .isFalse: throw Failure.foundSomething
    case .cannotBeChecked: throw Failure.uncheckable
    }
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
    case .isFalse: print("\(Terminal.styled("false", .red))\(why)")
    case .cannotBeChecked: print("\(Terminal.styled("cannot be checked here", .yellow))\(why)")
    }
  }
}
