internal import Foundation
public import InteractionModel
public import Merkle

/// The folder in which a witness remembers what it cosigned: of each log a file with the last
/// checkpoint, named by the SHA-256 of the log's name.
///
/// A checkpoint is on the disk before the cosignature of it exists, so a witness that is killed in
/// between, or loses its power, has at worst kept what it told nobody. One process has the folder at
/// a time: two that each remember for themselves would cosign two histories.
public final class WitnessFolder: WitnessMemory {
  /// Where it is.
  public let path: String
  private let lock: KeyFileSystem.Lock

  /// Opens a folder.
  /// - Parameters:
  ///   - path: where it is.
  ///   - isNew: whether to make it where there is none. To a witness whose key is in use already, a
  ///     folder that is missing is one that was lost.
  /// - Throws: ``WitnessFolderError``.
  public init(_ path: String, makingIt isNew: Bool) throws(WitnessFolderError) {
    self.path = path
    if !KeyFileSystem.exists(path) {
      guard isNew else { throw .lost(path: path) }
      guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
        throw .unusable(path: path, reason: String(cString: strerror(errno)))
      }
    }
    do throws(VaultError) {
      let file = "\(path)/lock"
      do throws(VaultError) { try KeyFileSystem.createPrivate(file, []) } catch .masterKeyExists {}
      lock = try KeyFileSystem.Lock(file)
    } catch .rotationRunning {
      throw .inUse(path: path)
    } catch {
      throw .unusable(path: path, reason: error.diagnosis.reason)
    }
  }

  deinit { lock.release() }

  /// The checkpoint that was cosigned last.
  /// - Parameter origin: the name of the log.
  /// - Returns: the checkpoint; nil when none was cosigned.
  /// - Throws: ``WitnessFolderError``.
  public func last(of origin: String) throws(WitnessFolderError) -> SignedCheckpoint? {
    let file = file(of: origin)
    guard KeyFileSystem.exists(file) else { return nil }
    let bytes = try faulting { () throws(VaultError) in
      try KeyFileSystem.readPrivate(file, limit: WitnessRequest.longest)
    }
    guard let kept = try? SignedCheckpoint(bytes),
      kept.checkpoint.origin.utf8.elementsEqual(origin.utf8)
    else { throw .damaged(path: file) }
    return kept
  }

  /// Keeps a checkpoint as the one that was cosigned last, durably.
  /// - Parameter checkpoint: the checkpoint.
  /// - Throws: ``WitnessFolderError``; then it must not be cosigned.
  public func keep(_ checkpoint: SignedCheckpoint) throws(WitnessFolderError) {
    let file = file(of: checkpoint.checkpoint.origin)
    try faulting { () throws(VaultError) in
      try KeyFileSystem.putPrivate(file, checkpoint.bytes)
    }
  }

  /// Keeps a checkpoint that contradicts the one that was cosigned last, of a log the first such: with
  /// both, anybody sees that the log signed two histories.
  /// - Parameter fork: the checkpoint.
  /// - Throws: ``WitnessFolderError``.
  public func keep(fork: SignedCheckpoint) throws(WitnessFolderError) {
    let file = file(of: fork.checkpoint.origin)
    guard !KeyFileSystem.exists("\(file).fork") else { return }
    let last = try last(of: fork.checkpoint.origin)
    try faulting { () throws(VaultError) in
      if let last { try KeyFileSystem.putPrivate("\(file).before-fork", last.bytes) }
      try KeyFileSystem.putPrivate("\(file).fork", fork.bytes)
    }
  }

  /// How many checkpoints of a log are kept that it did not prove to extend what was cosigned: whoever has
  /// one checkpoint of it can send that with a wrong proof, and nobody shall fill the disk.
  public static let mostUnproven = 16

  /// Keeps a checkpoint that was not proven to extend the one that was cosigned last, and that one, of a log
  /// the first ``mostUnproven``.
  /// - Parameter unproven: the checkpoint.
  /// - Throws: ``WitnessFolderError``.
  public func keep(unproven: SignedCheckpoint) throws(WitnessFolderError) {
    let file = file(of: unproven.checkpoint.origin)
    for number in 1...WitnessFolder.mostUnproven {
      let place = "\(file).unproven-\(number)"
      guard KeyFileSystem.exists(place) else {
        let last = try last(of: unproven.checkpoint.origin)
        return try faulting { () throws(VaultError) in
          if let last {
            try KeyFileSystem.putPrivate("\(file).before-unproven-\(number)", last.bytes)
          }
          try KeyFileSystem.putPrivate(place, unproven.bytes)
        }
      }
      let kept = try faulting { () throws(VaultError) in
        try KeyFileSystem.readPrivate(place, limit: WitnessRequest.longest)
      }
      // One of them is as good as many.
      if (try? SignedCheckpoint(kept))?.checkpoint == unproven.checkpoint { return }
    }
  }

  private func file(of origin: String) -> String {
    "\(path)/\(Hash.content(Array(origin.utf8))).checkpoint"
  }

  private func faulting<Value>(
    _ body: () throws(VaultError) -> Value
  ) throws(WitnessFolderError) -> Value {
    do throws(VaultError) { return try body() } catch {
      throw .unusable(path: path, reason: error.diagnosis.reason)
    }
  }
}

/// Why the memory of a witness cannot be used.
public enum WitnessFolderError: Error, Remediable, Hashable {
  /// There is none, and the witness has cosigned before, or may have.
  case lost(path: String)
  /// Another process has it.
  case inUse(path: String)
  /// What it says of a log is no checkpoint of it.
  case damaged(path: String)
  /// The operating system refused a file operation.
  case unusable(path: String, reason: String)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .lost(let path):
      Diagnosis(
        "what the witness cosigned is not at \(path)",
        """
        bring it back from a copy; a witness that has forgotten it may cosign a second history, so \
        without it make another key and have that registered in place of this one
        """)
    case .inUse(let path):
      Diagnosis("another process witnesses with \(path)", "stop it first")
    case .damaged(let path):
      Diagnosis(
        "\(path) is not the checkpoint that was cosigned last", "bring it back from a copy")
    case .unusable(let path, let reason): Diagnosis("the witness's folder \(path): \(reason)")
    }
  }
}
