internal import ArgumentParser
internal import EventLog
internal import HTTPServer
internal import InteractionModel
internal import Merkle
internal import Vault

/// `throughline witness serve`: cosigns the checkpoints of other logs.
struct WitnessServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Cosign the checkpoints that some logs send here, until interrupted.",
    discussion: """
      Answers POST /add-checkpoint as C2SP tlog-witness says. A checkpoint is remembered, durably, \
      before it is cosigned. A log that signs two histories is told of here, and both checkpoints are \
      kept beside what was cosigned last: of as many records they prove it to anybody (.fork), else \
      whoever keeps the log has to prove that the one extends the other (.unproven-N, the first 16). It \
      speaks no TLS; put something that \
      does in front of it where it is to be reached from elsewhere.
      """)

  @Option(
    help: ArgumentHelp("Where to listen; port 0 takes any that is free.", valueName: "host:port"))
  var listen: String

  @OptionGroup var witness: WitnessKeyOptions

  @Option(
    name: .customLong("log"),
    help: ArgumentHelp(
      "The key of a log whose checkpoints are cosigned; several, and of a log that changes its key both.",
      valueName: "vkey"))
  var logs: [String] = []

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    guard ListenAddress(listen) != nil else {
      throw ValidationError("--listen takes an address and a port, as in 127.0.0.1:8123")
    }
    guard !logs.isEmpty else { throw ValidationError("say whose checkpoints to cosign with --log") }
    _ = try keys
  }

  private var keys: [VerifierKey] {
    get throws { try logs.map { try VerifierKey(argument: $0, of: "--log", .ed25519) } }
  }

  func run() async throws {
    guard let address = ListenAddress(listen) else { return }
    let home = try witness.home()
    let desk = WitnessDesk(
      try Witness(home.key, cosigning: keys), memory: home.memory,
      now: { UInt64(clamping: WallClock.system.now().microseconds / 1_000_000) },
      tell: { [output] in WitnessServeCommand.tell($0, quiet: output.quiet) })
    // What was asked is answered; the server hears the same signals.
    Interruption.install()
    try await WitnessServer(desk, at: address).run { [output] address in
      if output.json {
        Terminal.show([
          "key": .string(home.key.description), "url": .string("http://\(address)"),
        ])
      } else {
        print("Cosigning at http://\(address) with")
        print(home.key.description)
      }
    }
  }

  private static func tell(_ news: WitnessNews, quiet: Bool) {
    switch news {
    case .cosigned(let checkpoint):
      if !quiet { Terminal.note("cosigned \(checkpoint.size) records of \(checkpoint.origin)") }
    case .refused(let refusal): Terminal.note(refusal.said)
    case .failed(let error): Terminal.note("nothing was cosigned: \(error.said)")
    }
  }
}
