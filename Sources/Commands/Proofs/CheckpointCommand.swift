internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Merkle
internal import Operations
internal import Store

/// `throughline checkpoint`: signs where the log stands.
struct CheckpointCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Sign the log's origin, size and root, keep that for ever and print it.",
    discussion: """
      A signed note as in C2SP tlog-checkpoint. Keep it where whoever administers the store has no \
      say: with it and the log's key, `verify` shows that nothing before it was rewritten. A log \
      that does not extend what it signed last is not signed. The log's witnesses are asked to cosign \
      it; exit code 1 if too few do. With --follow it goes on until it is interrupted and signs while \
      records come; a receiver that fails is given the next one, and witnesses are asked again.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var signing: SigningOptions

  @Option(
    name: .customLong("out"),
    help: ArgumentHelp(
      "Write it to this file as well; in a folder each has a file of its own, checkpoint-SIZE.",
      valueName: "file"))
  var place: String?

  @Option(
    name: .customLong("to-command"),
    help: ArgumentHelp(
      "Give it to this shell command as well, on its standard input.", valueName: "command"))
  var receiver: String?

  @Option(
    help: ArgumentHelp(
      "How many witnesses have to cosign (default: as many as the log says).", valueName: "number"))
  var quorum: Int?

  @Option(
    help: ArgumentHelp("How long each witness may take (default: 10).", valueName: "seconds"))
  var witnessWait: Int?

  @Flag(help: "Go on signing while records come, until interrupted.")
  var follow = false

  @Option(
    help: ArgumentHelp(
      "With --follow: sign after this many records (default: 1000).", valueName: "records"))
  var every: Int64?

  @Option(
    help: ArgumentHelp(
      "With --follow: sign this long after the first that is not signed (default: 60).",
      valueName: "seconds"))
  var within: Int?

  func validate() throws {
    guard follow || (every == nil && within == nil) else {
      throw ValidationError("--every and --within go with --follow")
    }
    guard quorum ?? 0 >= 0, witnessWait ?? 1 >= 1 else {
      throw ValidationError("--quorum is at least 0, and --witness-wait at least 1")
    }
    guard every ?? 1 >= 1, within ?? 1 >= 1 else {
      throw ValidationError("--every and --within are at least 1")
    }
  }

  func run() async throws {
    let place = try place.map { try CheckpointPlace($0, keyFile: store.keyFile) }
    let receiver = receiver.map { CheckpointReceiver(command: $0) }
    let opened = try store.open(to: .append)
    let key = try signing.keyFile(of: store)
    let witnessing = Witnessing(opened, quorum: quorum, within: .seconds(witnessWait ?? 10))
    guard follow else {
      let witnessed = try await witnessing.run(
        Checkpointing(opened, key: key, replacing: place?.kept).run())
      try place?.put(witnessed.signed)
      show(witnessed)
      try receiver?.take(witnessed.signed)
      if !witnessed.isReached { throw Failure.foundSomething }
      return
    }
    try Checkpointing(opened, key: key, replacing: place?.kept).requireNothingLost()
    let follower = CheckpointFollower(
      opened, key: key, witnessing: witnessing, every: every ?? 1_000,
      within: .seconds(within ?? 60))
    let isWell = try await Interruption.cancelling {
      var isWell = true
      try await follower.follow { witnessed in
        try place?.put(witnessed.signed)
        show(witnessed)
        isWell = witnessed.isReached
        do throws(CheckpointReceiverError) {
          try receiver?.take(witnessed.signed)
        } catch {
          Terminal.note("record \(witnessed.signed.checkpoint.size): \(error.said)")
          isWell = false
        }
      }
      return isWell
    }
    if !isWell { throw Failure.foundSomething }
  }

  private func show(_ witnessed: WitnessedCheckpoint) {
    witnessed.note()
    if output.json { return Terminal.show(witnessed.json(\.said)) }
    StandardStream.output.write(witnessed.signed.bytes)
  }
}
