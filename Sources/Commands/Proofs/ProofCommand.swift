internal import ArgumentParser
internal import InteractionModel
internal import Merkle
internal import Operations
internal import Queries

/// `throughline proof …`: what proofs are worth.
struct ProofCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proof", abstract: "Check proofs.", subcommands: [ProofCheckCommand.self])
}

/// `throughline proof check`: whether a proof proves that a log has a record, or folds to a row.
struct ProofCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a proof of a record or a state without any store; exit code 1 if it is none.",
    discussion: """
      Of a record, with --record, that the log has it. Of a state, with --certificate, that what the \
      log's key states the records to fold to has it; that this is so is for `certificate check` to say, \
      which takes the log.
      """)

  @Argument(help: "The proof, as `prove` prints it.")
  var file: String

  @Option(help: ArgumentHelp("The log's key, got from elsewhere.", valueName: "vkey"))
  var key: String

  @Option(
    help: ArgumentHelp("The record as `log` prints it, byte for byte.", valueName: "line"))
  var record: String?

  @Option(
    help: ArgumentHelp(
      "Of a state: the certificate, as `replay --certificate` writes it.", valueName: "file"))
  var certificate: String?

  @OptionGroup var trusted: TrustedWitnesses
  @OptionGroup(title: "Output") var output: OutputOptions

  /// The most bytes of the proof of a state: a row may hold a long document.
  private static let longest = 64 << 20

  func validate() throws {
    _ = try VerifierKey(argument: key)
    guard (record == nil) != (certificate == nil) else {
      throw ValidationError("give --record LINE for a record, or --certificate FILE for a state")
    }
    guard trusted.witnesses.isEmpty || record != nil else {
      throw ValidationError("--witness goes with --record: nobody cosigns a certificate")
    }
    guard record?.hasPrefix("{") ?? true else {
      throw ValidationError("--record: this is no record; give the line itself, as `log` prints it")
    }
  }

  func run() async throws {
    if let certificate { return try checkState(by: certificate) }
    let bytes = try RegularFile(file).contents(limit: SignedNote.longest + 1)
    let line = Array((record ?? "").utf8)
    let witnesses = try trusted.keys
    let checked: CheckedProof
    do throws(NoteError) {
      checked = try CheckedProof(
        bytes, of: line, with: try VerifierKey(key), and: witnesses, quorum: trusted.wanted)
    } catch {
      throw ValidationError("“\(file)”: \(error.said)")
    }
    let checkpoint = checked.proof.checkpoint.checkpoint
    try show(
      checked.json(\.said), checked.fault?.said,
      """
      the log “\(Terminal.safe(checkpoint.origin))” has the record at position \
      \(checked.position), of the \(checkpoint.size) that it signed.
      """)
    if checked.fault == nil, !output.json, let words = trusted.words { print(words) }
  }

  private func checkState(by path: String) throws {
    let certificate = try Certificate(file: path, option: "--certificate")
    let bytes = try RegularFile(file).contents(limit: ProofCheckCommand.longest)
    let trusted = try VerifierKey(argument: key)
    let checked: CheckedRowProof
    do throws(RowProofError) {
      checked = try CheckedRowProof(ProvenRow(bytes), by: certificate, with: trusted)
    } catch {
      throw ValidationError("“\(error == .notOfAReplay ? path : file)”: \(error.said)")
    }
    let row = checked.row.row
    try show(
      checked.json(\.said), checked.fault?.said,
      """
      \(Terminal.safe(row["table"]?.string ?? "")) has the row \
      “\(Terminal.safe(row["key"]?.string ?? ""))” of the file, as the key of the log \
      “\(Terminal.safe(checked.tree.origin))” states of its first \
      \(checked.tree.size) records.
      """)
  }

  private func show(_ answer: JSONObject, _ fault: String?, _ proven: String) throws {
    if output.json {
      Terminal.show(answer)
    } else if let fault {
      print("\(Terminal.styled("not proven", .red)): \(Terminal.safe(fault))")
    } else {
      print("\(Terminal.styled("proven", .green)): \(proven)")
    }
    if fault != nil { throw Failure.foundSomething }
  }
}
