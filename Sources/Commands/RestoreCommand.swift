internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Operations
internal import Store

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
