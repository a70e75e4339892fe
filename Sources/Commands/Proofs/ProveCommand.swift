internal import ArgumentParser
internal import Compliance
internal import InteractionModel
internal import Merkle
internal import Operations
internal import Queries
internal import Store

/// `throughline prove`: that the log has a record, or what it folds to a row.
struct ProveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Prove that the log has a record, or a state, to whoever has neither log nor trust.",
    discussion: """
      Of a record a file as in C2SP tlog-proof: index (the position less one), hashes up to the root, \
      and a checkpoint, the last one that reaches the record; where none does, a new one is signed, and \
      the log's witnesses are asked to cosign it. Says so when too few cosigned. Of a state, JSON: its \
      row as of a certificate that `replay --certificate` wrote, and the hashes up to the digest that \
      stands in there, for which the log is folded again, without vault or key. `proof check` checks \
      both without the store.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var signing: SigningOptions

  @Argument(help: "The record's position.")
  var position: Int64?

  @Option(help: "The record's event id, instead of a position.")
  var id: String?

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp("The state of this case, instead of a record.", valueName: "id"))
  var matter: String?

  @Option(
    help: ArgumentHelp("The state of this conversation, instead of a record.", valueName: "id"))
  var conversation: String?

  @Option(help: ArgumentHelp("The state of this party, instead of a record.", valueName: "id"))
  var party: String?

  @Option(
    help: ArgumentHelp(
      "Any row of a projection, instead of a record: case_index/C-1.", valueName: "table/key"))
  var row: String?

  @Option(
    help: ArgumentHelp("Of a state: the certificate that it is proven by.", valueName: "file"))
  var certificate: String?

  @Flag(help: "Sign a new checkpoint, though an older one reaches the record.")
  var fresh = false

  func validate() throws { _ = try subject }

  /// What is to be proven.
  private enum Subject {
    case record(ProvenRecord)
    case row(table: String, key: String, certificate: String)
  }

  private var subject: Subject {
    get throws {
      let entities = [
        matter.map(EntityKey.case), conversation.map(EntityKey.conversation),
        party.map(EntityKey.party),
      ].compactMap(\.self)
      let states = entities.count + (row == nil ? 0 : 1)
      guard states + (position == nil ? 0 : 1) + (id == nil ? 0 : 1) == 1 else {
        throw ValidationError(
          "give one of a position, --id, --case, --conversation, --party and --row")
      }
      guard states == 1 else {
        guard certificate == nil else {
          throw ValidationError("--certificate goes with a state: a checkpoint proves a record")
        }
        return .record(try record)
      }
      guard !fresh, signing.signingKeyFile == nil else {
        throw ValidationError("--fresh and --signing-key-file go with a record: no state is signed")
      }
      guard let certificate else {
        throw ValidationError(
          "--certificate FILE: a state is proven by a certificate of `replay --certificate FILE`")
      }
      if let entity = entities.first, let table = RowProving.table(of: entity) {
        return .row(table: table, key: entity.id, certificate: certificate)
      }
      let parts = (row ?? "").split(separator: "/", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw ValidationError("--row “\(row ?? "")”: write the table, a slash and the key")
      }
      return .row(table: parts[0], key: parts[1], certificate: certificate)
    }
  }

  private var record: ProvenRecord {
    get throws {
      if let position {
        guard position >= 1 else { throw ValidationError("positions count from 1") }
        return .at(Position(position))
      }
      guard let event = EventID(id ?? "") else {
        throw ValidationError("“\(id ?? "")” is no event id; write a UUID")
      }
      return .id(event)
    }
  }

  func run() async throws {
    switch try subject {
    case .record(let record):
      let key = try signing.keyFile(of: store)
      let (proof, checkpoint) = try await Proving(
        store.open(), toSign: { try store.open(to: .append) }, key: key
      ).run(record, fresh: fresh)
      checkpoint.note()
      if output.json {
        var object = proof.json
        for member in checkpoint.cosigning.members { object[member.key] = member.value }
        return Terminal.show(object)
      }
      StandardStream.output.write(proof.proof.bytes)
    case .row(let table, let key, let certificate):
      Interruption.install()
      let proven = try RowProving(store.open(), WorkView(quiet: output.quiet).supervisor)
        .run(key, in: table, by: Certificate(file: certificate, option: "--certificate"))
      if output.json { return Terminal.show(try proven.json) }
      StandardStream.output.write(try proven.json.canonicalBytes + [UInt8(ascii: "\n")])
    }
  }
}

extension Certificate {
  /// Reads a file.
  /// - Parameters:
  ///   - file: the file.
  ///   - option: by which option it was given; nil for an argument.
  /// - Throws: `ValidationError` when it is no certificate, ``Refusal`` when it cannot be read.
  init(file: String, option: String? = nil) throws {
    let bytes = try RegularFile(file).contents(limit: SignedNote.longest + 1)
    do throws(NoteError) {
      try self.init(bytes)
    } catch {
      throw ValidationError("\(option.map { "\($0) " } ?? "")“\(file)”: \(error.said)")
    }
  }
}
