internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Merkle
internal import Operations
internal import Store

/// `throughline key start-epoch`: goes on without records that are lost.
struct StartEpochCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start-epoch",
    abstract: "Go on with a log that has lost records which it had signed.",
    discussion: """
      A log that does not extend a checkpoint which it was shown takes no more records until the missing \
      ones are back. Where they are lost for good, this says so in a record, signed by the key in force, \
      with origin, size and root of that checkpoint. From then on checkpoints are of another origin \
      (NAME/epoch-2) and signed by another key, so that no origin has two histories; give it to whoever \
      verifies and to each witness. Whoever holds a checkpoint of lost records sees that they are lost. \
      Sealed text still opens: records stay bound to the name that the log was born with.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var signing: SigningOptions

  @Flag(help: "Say that the missing records are nowhere, in no copy and no export.")
  var lostForGood = false

  func run() async throws {
    let opened = try store.open(to: .append)
    let starting = EpochStarting(opened, key: try signing.keyFile(of: store))
    guard lostForGood else {
      let (lost, size) = try starting.loss()
      throw ValidationError(
        """
        \(lost.size) records of “\(lost.origin)” were signed, and this log of \(size) does not begin \
        with them: bring them back from a copy; only if there is none, say --lost-for-good, which \
        cannot be undone
        """)
    }
    let started = try await starting.run()
    if output.json { return Terminal.show(started.json) }
    started.show()
  }
}

extension StartedEpoch {
  /// Says what was given up, and what checkpoints are verified with from now on.
  func show() {
    Terminal.say(
      """
      Record \(position) says that \(SigningKeys.Reign.loss(lost, at: position)). \
      Checkpoints are of “\(key.name)” from now on, and verified with
      """)
    print(key)
    Terminal.say(
      "Keep a copy of its file elsewhere, and give the key to whoever verifies and to each witness."
    )
  }
}

extension SigningKeys.Reign {
  /// That an epoch begins with it, and without what; nothing of any other key.
  var words: String {
    lost.map {
      """
      Record \(from) says that \(Self.loss($0, at: from)); “\(key.name)” goes on with the records before.
      """
    } ?? ""
  }

  /// What was given up by beginning an epoch: records that are missing, or stand there otherwise.
  fileprivate static func loss(_ lost: Checkpoint, at position: Position) -> String {
    let signed = "\(lost.size) records were signed as “\(lost.origin)”"
    return UInt64(clamping: position.rawValue) <= lost.size
      ? "\(signed), and those from there on are lost"
      : "\(signed), and others stand in the place of some of them"
  }
}
