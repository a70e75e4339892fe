internal import ArgumentParser
internal import InteractionModel
internal import Merkle
internal import Queries

/// `throughline proof …`: what proofs are worth.
struct ProofCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proof", abstract: "Check proofs.", subcommands: [ProofCheckCommand.self])
}

/// `throughline proof check`: whether a proof proves that a log has a record.
struct ProofCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check, without any store, that a log has a record; exit code 1 if it is not proven.")

  @Argument(help: "The proof, as `prove` prints it.")
  var file: String

  @Option(help: ArgumentHelp("The log's key, got from elsewhere.", valueName: "vkey"))
  var key: String

  @Option(
    help: ArgumentHelp("The record as `log` prints it, byte for byte.", valueName: "line"))
  var record: String

  @OptionGroup var trusted: TrustedWitnesses
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    _ = try VerifierKey(argument: key)
    guard record.hasPrefix("{") else {
      throw ValidationError("--record: this is no record; give the line itself, as `log` prints it")
    }
  }

  func run() async throws {
    let bytes = try RegularFile(file).contents(limit: SignedNote.longest + 1)
    let line = Array(record.utf8)
    let witnesses = try trusted.keys
    let checked: CheckedProof
    do throws(NoteError) {
      checked = try CheckedProof(
        bytes, of: line, with: try VerifierKey(key), and: witnesses, quorum: trusted.wanted)
    } catch {
      throw ValidationError("“\(file)”: \(error.said)")
    }
    if output.json {
      Terminal.show(checked.json(\.said))
    } else if let fault = checked.fault {
      print("\(Terminal.styled("not proven", .red)): \(Terminal.safe(fault.said))")
    } else {
      let checkpoint = checked.proof.checkpoint.checkpoint
      print(
        """
        \(Terminal.styled("proven", .green)): the log “\(Terminal.safe(checkpoint.origin))” has the \
        record at position \(checked.position), of the \(checkpoint.size) that it signed.
        """)
      if let words = trusted.words { print(words) }
    }
    if checked.fault != nil { throw Failure.foundSomething }
  }
}
