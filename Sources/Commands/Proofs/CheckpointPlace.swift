internal import ArgumentParser
internal import Merkle
internal import Vault

/// Where `--out` puts checkpoints: a file, which each next one replaces, or a folder, where each has a
/// file of its own.
enum CheckpointPlace {
  case file(OutputTarget)
  case folder(String, keyFile: String?)

  /// What a path means; nothing is touched.
  init(_ path: String, keyFile: String?) throws {
    if FileStatus(at: path)?.kind == .directory {
      try OutputTarget.requireOutsideStores(path)
      self = .folder(path, keyFile: keyFile)
    } else {
      self = .file(try OutputTarget(path, option: "--out", keyFile: keyFile))
    }
  }

  /// The checkpoint that the next one replaces; nil where there is none.
  var kept: SignedCheckpoint? {
    guard case .file(let target) = self, case .file(let path) = target.form,
      FileStatus(at: path) != nil
    else { return nil }
    return try? SignedCheckpoint(RegularFile(path).contents(limit: SignedNote.longest))
  }

  /// Puts a checkpoint there, durably.
  func put(_ signed: SignedCheckpoint) throws {
    switch self {
    case .file(let target): try CheckpointPlace.write(signed, to: target)
    case .folder(let folder, let keyFile):
      let path = FilePath.join(folder, "checkpoint-\(signed.checkpoint.size)")
      let target = try OutputTarget(path, option: "--out", keyFile: keyFile)
      if FileStatus(at: path) != nil {
        let bytes = try RegularFile(path).contents(limit: SignedNote.longest)
        if bytes == signed.bytes { return }
        // The same one, cosigned by others.
        guard let there = try? SignedCheckpoint(bytes), there.checkpoint == signed.checkpoint else {
          throw Refusal(
            "“\(path)” is there and is another one: look whose it is; it is not replaced")
        }
      }
      try CheckpointPlace.write(signed, to: target)
    }
  }

  private static func write(_ signed: SignedCheckpoint, to target: OutputTarget) throws {
    let file = try OutputFile(target)
    defer { file.discard() }
    try file.write(signed.note)
  }
}
