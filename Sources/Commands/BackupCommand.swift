internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Operations
internal import Store

/// `throughline backup`: a copy of the store, while it is used.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the store to a folder while it is used; again, only what has come since.",
    discussion: """
      Records, attachments, checkpoints and the vault with its keys wrapped as they are. Neither the master \
      key nor the signing key is in a backup: keep them elsewhere. Projections and search are left \
      out, for they are made from the log. That a copy was made is recorded in the log; the \
      certificate of an erasure names the copies that are from before it. Exit code 1 where the copy \
      is whole and the log could not say so.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Argument(help: "The folder to copy to; made when it is not there.")
  var folder: String

  func run() async throws {
    try OutputTarget.requireOutsideStores(folder)
    let opened = try store.open(to: .append)
    Interruption.install()
    let taken = try await BackingUp(
      opened, to: folder, clock: WallClock.system.logClock,
      WorkView(quiet: output.quiet).supervisor
    ).run()
    if output.json {
      Terminal.show(taken.json)
    } else {
      print(
        """
        \(taken.through) records are in \(Terminal.safe(folder)), \(taken.records) of them new; its \
        keys open with the master key \(Terminal.safe(taken.master)).
        """)
    }
    if taken.recorded == nil { throw Failure.foundSomething }
  }
}

/// `throughline restore`: a store of a backup.
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make a store of a backup, verified before anybody can open it.",
    discussion: """
      The store goes to --store, where nothing but keys may be. Its master key is the one that was in \
      force at the backup. What was erased after the backup is erased again: by the list that is kept \
      beside the signing key (signing.key.erasures) whenever a checkpoint is signed, and by those given \
      with --erasures. Records that the log had signed and the backup lacks are given up with \
      --lost-for-good only: another epoch begins then, as `key start-epoch` says. Run `throughline project` \
      afterwards.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var signing: SigningOptions

  @Argument(help: "The folder that a backup was taken to.")
  var folder: String

  @Option(
    help: ArgumentHelp(
      "A list of erasures that was kept elsewhere, a signing.key.erasures; several may be given.",
      valueName: "file"))
  var erasures: [String] = []

  @Flag(help: "Go on without records that the log had signed and the backup does not have.")
  var lostForGood = false

  func run() async throws {
    let lists = try erasures.map { path in
      guard let list = ErasureList(try RegularFile(path).contents(limit: 1 << 28)) else {
        throw ValidationError("“\(path)” is no list of erasures")
      }
      return list
    }
    Interruption.install()
    let made = try await Restoring(
      folder, to: try store.url, store.settings(), key: signing.keyFile(of: store), lists: lists,
      acceptsLoss: lostForGood, WorkView(quiet: output.quiet).supervisor
    ).run()
    guard let restored = made else {
      if output.json { return Terminal.show(["finished": true]) }
      return print("What an interrupted restore had made is in its place now.")
    }
    if output.json { return Terminal.show(restored.json) }
    print(
      """
      Restored the log “\(Terminal.safe(restored.origin))” with \(restored.through) records, as it was \
      at \(Phrase.time(restored.taken.description)).
      """)
    restored.started?.show()
    for certificate in restored.erasedAgain {
      let entity = Terminal.safe("\(certificate.entity)")
      print("Erased again: \(entity), erasure \(certificate.erasure).")
    }
    print("Its projections are made by `throughline project`.")
  }
}
