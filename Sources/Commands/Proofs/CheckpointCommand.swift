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
      that does not extend what it signed last is not signed.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var signing: SigningOptions

  @Option(name: .customLong("out"), help: "Write the checkpoint to this file as well.")
  var file: String?

  func run() async throws {
    let target = try file.map { try OutputTarget($0, option: "--out", keyFile: store.keyFile) }
    let opened = try store.open(to: .append)
    let file = try target.map { try OutputFile($0) }
    defer { file?.discard() }
    let signed = try Checkpointing(opened, key: signing.keyFile(of: store)).run()
    try file?.write(signed.note)
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
