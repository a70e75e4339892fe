internal import ArgumentParser
internal import Compliance
internal import Merkle
internal import Operations
internal import Store

/// `throughline tiles …`: the log as files for others.
struct TilesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tiles", abstract: "Give the log to other people's tools.",
    subcommands: [TilesExportCommand.self])
}

/// `throughline tiles export`: a static tlog-tiles tree.
struct TilesExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Sign a checkpoint and write the log as files that any C2SP tlog-tiles client reads.",
    discussion: """
      `checkpoint`, `tile/…` with the hashes and `tile/entries/…` with the records as they are \
      hashed: sealed parts stay sealed, the envelopes are in clear. The log's witnesses are asked to \
      cosign the checkpoint, and it says so when too few do. What is there already is kept, so \
      that an interrupted export goes on and a later one adds what has come; it is not read again but \
      with --compare. A file that is not the export's own is never replaced.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var signing: SigningOptions

  @Argument(help: "The folder to write to; made when it is not there.")
  var folder: String

  @Flag(help: "Compare each file that is there with the log; one that was altered is named.")
  var compare = false

  func run() async throws {
    try OutputTarget.requireOutsideStores(folder)
    let opened = try store.open(to: .append)
    Interruption.install()
    let checkpoint = try await Witnessing(opened).run(
      Checkpointing(opened, key: signing.keyFile(of: store)).run())
    checkpoint.note()
    let exported = try TileExport(
      opened, through: checkpoint.signed, to: folder, comparing: compare,
      WorkView(quiet: output.quiet).supervisor
    ).run()
    if output.json { return Terminal.show(exported.json) }
    print(
      """
      \(exported.checkpoint.size) records are in \(Terminal.safe(folder)): \
      \(exported.written) files written, \(exported.kept) were there.
      """)
  }
}
