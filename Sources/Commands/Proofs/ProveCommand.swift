internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Merkle
internal import Operations
internal import Queries
internal import Store

/// `throughline prove`: that the log has a record.
struct ProveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Print a proof that the log has a record, for whoever has neither log nor trust.",
    discussion: """
      A file as in C2SP tlog-proof: index (the position less one), hashes up to the root, and a \
      checkpoint, the last one that reaches the record; where none does, a new one is signed, and the \
      log's witnesses are asked to cosign it. Says so when too few cosigned. `proof check` checks it \
      without the store.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var signing: SigningOptions

  @Argument(help: "The record's position.")
  var position: Int64?

  @Option(help: "The record's event id, instead of a position.")
  var id: String?

  @Flag(help: "Sign a new checkpoint, though an older one reaches the record.")
  var fresh = false

  func validate() throws { _ = try record }

  private var record: ProvenRecord {
    get throws {
      switch (position, id) {
      case (let position?, nil):
        guard position >= 1 else { throw ValidationError("positions count from 1") }
        return .at(Position(position))
      case (nil, let id?):
        guard let event = EventID(id) else {
          throw ValidationError("“\(id)” is no event id; write a UUID")
        }
        return .id(event)
      default: throw ValidationError("give a position, or --id ID")
      }
    }
  }

  func run() async throws {
    let key = try signing.keyFile(of: store)
    let (proof, checkpoint) = try await Proving(
      store.open(), toSign: { try store.open(to: .append) }, key: key
    ).run(record, fresh: fresh)
    checkpoint.note()
    if output.json { return Terminal.show(proof.json) }
    StandardStream.output.write(proof.proof.bytes)
  }
}
