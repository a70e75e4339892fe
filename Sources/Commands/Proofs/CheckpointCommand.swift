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
      that does not extend what it signed last is not signed. With --follow it goes on until it is \
      interrupted and signs while records come; a receiver that fails is given the next one.
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
    guard every ?? 1 >= 1, within ?? 1 >= 1 else {
      throw ValidationError("--every and --within are at least 1")
    }
  }

  func run() async throws {
    let place = try place.map { try CheckpointPlace($0, keyFile: store.keyFile) }
    let receiver = receiver.map { CheckpointReceiver(command: $0) }
    let opened = try store.open(to: .append)
    let key = try signing.keyFile(of: store)
    guard follow else {
      let signed = try Checkpointing(opened, key: key).run()
      try place?.put(signed)
      show(signed)
      try receiver?.take(signed)
      return
    }
    let follower = CheckpointFollower(
      opened, key: key, every: every ?? 1_000, within: .seconds(within ?? 60))
    let isTaken = try await Interruption.cancelling {
      var isTaken = true
      try await follower.follow { signed in
        try place?.put(signed)
        show(signed)
        do throws(CheckpointReceiverError) {
          try receiver?.take(signed)
          isTaken = true
        } catch {
          Terminal.note("record \(signed.checkpoint.size): \(error.said)")
          isTaken = false
        }
      }
      return isTaken
    }
    if !isTaken { throw Failure.foundSomething }
  }

  private func show(_ signed: SignedCheckpoint) {
    if output.json { return Terminal.show(signed.json) }
    StandardStream.output.write(signed.bytes)
  }
}

extension SignedCheckpoint {
  /// The checkpoint as answers have it.
  fileprivate var json: JSONObject {
    [
      "origin": .string(checkpoint.origin), "size": .int(Int64(clamping: checkpoint.size)),
      "root": .string(checkpoint.root.base64),
      "note": .string(String(decoding: bytes, as: UTF8.self)),
    ]
  }
}
