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
    let opened = try store.open()
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
