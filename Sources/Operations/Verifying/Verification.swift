public import Compliance
public import EventLog
public import InteractionModel
public import Merkle
public import Queries

/// What a look at all of a log found.
public struct Verification: Sendable {
  /// How many records the log has.
  public let size: Int64
  /// The root of the tree over their lines (RFC 6962); nil when not all could be read.
  public let root: Hash?
  /// How many checkpoints that the log keeps were compared with it.
  public let checkpoints: Int
  /// How many records the checkpoint is of that the key signed last, as lies beside it, where the log keeps
  /// none of so many; nil where it does, or nothing lies there.
  public let unkept: UInt64?
  /// Those of them that fewer witnesses cosigned than had to; nil when there is none.
  public let uncosigned: UncosignedCheckpoints?
  /// The witnesses whose cosignatures the checkpoint from outside has and the log does not keep with it.
  public let unkeptWitnesses: [VerifierKey]
  /// The checkpoint from outside that it was compared with; nil when it is consistent with itself only.
  public let outside: Checkpoint?
  /// How far an earlier look had come, from where this one went on; nil when it began with the first
  /// record.
  public let resumed: VerificationMark?
  /// What is wrong with it, in order of position.
  public let problems: [LogProblem]
  /// Whether there was a vault that could be read.
  public let sawVault: Bool
  /// Whether nothing is appended to the log, because it does not extend this or another checkpoint that it
  /// was shown.
  public let isClosed: Bool
  /// The key of the checkpoint from outside, where the log does not extend that and stays open all the same:
  /// neither its records name the key nor is it the store's own.
  public let unnamed: VerifierKey?
  /// The keys that the log has had; none of one that is not as it should be.
  public let keys: SigningKeys
  /// How many sealed parts open, and how many were erased; nil when they were not opened.
  public let parts: (opened: Int64, erased: Int64)?
  /// Whether what was made from the log belongs to it; nil when the log is not as it should be, so
  /// that what it says of anything else is worth nothing.
  public let soundness: Soundness?
  /// The erasures that were begun and are not complete.
  public let pendingErasures: [ErasureCertificate]

  /// The record which states that some of the records of the checkpoint are lost; nil when it does not have
  /// to: the log begins with all of them.
  public var loss: SigningKeys.Reign? {
    guard let outside, case .lost(let reign) = keys.standing(to: outside) else { return nil }
    return reign
  }

  /// Whether nothing is wrong.
  public var isSound: Bool { problems.isEmpty && !isClosed && (soundness?.isSound ?? true) }

  /// What was found as answers have it.
  /// - Parameter said: how the face says what to do.
  /// - Returns: what was found.
  public func json(_ said: (Remedy) -> String) -> JSONObject {
    var object: JSONObject = [
      "ok": .bool(isSound), "size": .int(size), "root": root.map { .string($0.base64) } ?? .null,
      "checkpoint": outside.map { .int(Int64(clamping: $0.size)) } ?? .null,
      "checkpoints": .int(Int64(checkpoints)),
      "unkept": unkept.map { .int(Int64(clamping: $0)) } ?? .null,
      "uncosigned": uncosigned.map { .object($0.json) } ?? .null,
      "unkeptWitnesses": .array(unkeptWitnesses.map { .string($0.name) }),
      "compared": outside == nil ? .null : .bool(problems.isEmpty && loss == nil),
      "closed": .bool(isClosed), "unnamedKey": unnamed.map { .string($0.description) } ?? .null,
      "epochs": .array(keys.epochs.map { .object($0.json) }),
      "vault": .bool(sawVault),
      "problems": .array(problems.map { .object($0.json(said)) }),
      "projections": .array((soundness?.foreignModels ?? []).map { .string(said($0)) }),
      "search": soundness?.index.map { .string(said($0.diagnosis.sentence)) } ?? .null,
      "pendingErasures": .array(pendingErasures.map { .object($0.json) }),
    ]
    object["resumed"] =
      resumed.map { ["at": .string("\($0.made)"), "size": .int($0.size)] } ?? .null
    object["parts"] = parts.map { ["opened": .int($0.opened), "erased": .int($0.erased)] }
    return object
  }
}
