public import EventLog
public import InteractionModel
public import Merkle

/// A checkpoint, and what came of having it cosigned.
public struct WitnessedCheckpoint: Sendable, Hashable {
  /// That a witness did not cosign it.
  public struct Failure: Sendable, Hashable {
    /// The witness.
    public let witness: Witnesses.Registered
    /// Why.
    public let fault: WitnessFault
  }

  /// The checkpoint, with every cosignature that is kept of it.
  public let signed: SignedCheckpoint
  /// The witnesses of the log that cosigned it.
  public let witnesses: [VerifierKey]
  /// How many have to.
  public let quorum: Int
  /// Those that did not.
  public let failures: [Failure]
  /// How many records the last checkpoint is of, which too few have cosigned so that this one stands in its
  /// place; nil when this is the last.
  public private(set) var larger: UInt64?

  init(
    _ signed: SignedCheckpoint, by witnesses: [VerifierKey], of quorum: Int, failures: [Failure]
  ) {
    self.signed = signed
    self.witnesses = witnesses
    self.quorum = quorum
    self.failures = failures
  }

  /// A checkpoint as it is kept, about which nobody is asked.
  /// - Parameters:
  ///   - kept: the checkpoint.
  ///   - witnesses: who has to cosign, and how many of them.
  ///   - larger: how many records the last one is of, in whose place it stands; nil when this is the last.
  init(kept: SignedCheckpoint, by witnesses: Witnesses, insteadOf larger: UInt64? = nil) {
    self.init(
      kept, by: witnesses.registered.map(\.key).filter(kept.names), of: witnesses.quorum,
      failures: [])
    self.larger = larger
  }

  /// The same, held against the witnesses that the log named by some record.
  /// - Parameter witnesses: who has to cosign, and how many of them.
  /// - Returns: the checkpoint.
  func judged(by witnesses: Witnesses) -> WitnessedCheckpoint {
    var judged = WitnessedCheckpoint(
      signed, by: witnesses.registered.map(\.key).filter(signed.names), of: witnesses.quorum,
      failures: failures)
    judged.larger = larger
    return judged
  }

  /// Whether as many cosigned it as have to.
  public var isReached: Bool { witnesses.count >= quorum }

  /// Who cosigned it, and whether as many as have to, as answers about something else have it.
  public var cosigning: JSONObject {
    [
      "cosigned": .array(witnesses.map { .string($0.name) }), "quorum": .int(Int64(quorum)),
      "reached": .bool(isReached),
    ]
  }

  /// The checkpoint as answers have it.
  /// - Parameter said: how the face says what to do.
  /// - Returns: the checkpoint.
  public func json(_ said: (Remedy) -> String) -> JSONObject {
    let checkpoint = signed.checkpoint
    return [
      "origin": .string(checkpoint.origin), "size": .int(Int64(clamping: checkpoint.size)),
      "root": .string(checkpoint.root.base64),
      "note": .string(String(decoding: signed.bytes, as: UTF8.self)),
      "quorum": .int(Int64(quorum)), "ok": .bool(isReached),
      "witnesses": .array(witnesses.map { .string($0.name) }),
      "failures": .array(
        failures.map {
          [
            "witness": .string($0.witness.key.name), "url": .string($0.witness.url),
            "problem": .string(said($0.fault.diagnosis.sentence)),
          ]
        }),
    ]
  }
}
