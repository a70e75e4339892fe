public import InteractionModel
public import Merkle

/// What others said against a log, kept beside it and not in it: a copy of the log that is brought back
/// does not bring back what it was told before.
public protocol LogAlarms: Sendable {
  /// The largest checkpoint of the log that it was shown and did not extend.
  ///
  /// While it does not, nothing is appended but the record that begins another epoch.
  /// - Returns: the checkpoint; nil when there is none.
  /// - Throws: ``StorageFault`` when it cannot be read; then nothing may be appended.
  func unmet() throws(StorageFault) -> SignedCheckpoint?

  /// Keeps a checkpoint that the log does not extend, durably.
  /// - Parameter unmet: the checkpoint; nil when it does again.
  /// - Throws: ``StorageFault`` when it cannot be written.
  func keep(unmet: SignedCheckpoint?) throws(StorageFault)

  /// What witnesses said that amounts to a rewritten log, until they cosign again.
  /// - Returns: the alarms.
  /// - Throws: ``StorageFault`` when they cannot be read.
  func witnessAlarms() throws(StorageFault) -> [WitnessAlarm]

  /// Keeps what witnesses said.
  /// - Parameter alarms: all of them.
  /// - Throws: ``StorageFault`` when they cannot be written.
  func keep(_ alarms: [WitnessAlarm]) throws(StorageFault)
}

/// What a witness said of a log that was rewritten, or lost records.
public struct WitnessAlarm: Sendable, Hashable {
  /// The witness.
  public let witness: String
  /// How many records it had cosigned.
  public let cosigned: UInt64
  /// How many the checkpoint has that it did not cosign.
  public let size: UInt64

  /// An alarm.
  /// - Parameters:
  ///   - witness: the witness's name.
  ///   - cosigned: how many records it had cosigned.
  ///   - size: how many the checkpoint has that it did not cosign.
  public init(witness: String, cosigned: UInt64, size: UInt64) {
    self.witness = witness
    self.cosigned = cosigned
    self.size = size
  }

  /// The alarm as answers have it.
  public var json: JSONObject {
    [
      "witness": .string(witness), "cosigned": .int(Int64(clamping: cosigned)),
      "size": .int(Int64(clamping: size)),
    ]
  }

  /// The alarm as a sentence.
  public var sentence: Remedy {
    """
    ALARM of the witness \(witness): when it was to cosign \(size) records, it had cosigned \
    \(cosigned) that the log does not have, or has otherwise
    """
  }

  /// Reads what ``json`` has written; nil of anything else.
  public init?(_ json: JSONValue) {
    guard let witness = json["witness"]?.string, let cosigned = json["cosigned"]?.int,
      let size = json["size"]?.int
    else { return nil }
    self.init(
      witness: witness, cosigned: UInt64(clamping: cosigned), size: UInt64(clamping: size))
  }
}

extension LogAlarms {
  /// Keeps a checkpoint that the log is shown, when it does not extend it
  /// (``EventStore/owes(_:trusting:)``).
  /// - Parameters:
  ///   - shown: the checkpoint.
  ///   - events: the log.
  ///   - key: one more key that is its own, which perhaps only the missing records name.
  /// - Returns: whether nothing is appended from now on.
  /// - Throws: ``/Merkle/TreeError`` or ``StorageFault`` when the log cannot be read or the alarm not be
  ///   written.
  @discardableResult
  public func take(
    _ shown: SignedCheckpoint, of events: any EventStore, trusting key: VerifierKey? = nil
  ) throws -> Bool {
    guard try events.owes(shown, trusting: key) else { return false }
    let known = try unmet()?.checkpoint.size ?? 0
    if known <= shown.checkpoint.size { try keep(unmet: shown.withoutCosignatures) }
    return true
  }

  /// Refuses to append while the log does not extend what it was shown.
  /// - Parameters:
  ///   - events: the log.
  ///   - forgets: whether to forget what it was shown once it does extend it; not for whoever only looks.
  /// - Throws: ``StorageFault`` `lost`, which says what is missing.
  public func requireNothingMissing(
    in events: any EventStore, forgetting forgets: Bool = true
  ) throws(StorageFault) {
    guard let shown = try unmet()?.checkpoint else { return }
    let debt: CheckpointStanding?
    do {
      debt = try events.debt(to: shown, events.signingKeys())
    } catch let fault as StorageFault {
      throw fault
    } catch {
      throw StorageFault(
        code: .corrupt, reason: "the tree over the log cannot be read", remedy: "run \(.verify)",
        cause: "\(error)")
    }
    if let debt { throw .unmet(shown, debt) }
    if forgets { try keep(unmet: nil) }
  }

  /// What others hold against the log; nothing is written.
  ///
  /// Records that it has signed and does not have, or has otherwise, and what witnesses say of it.
  /// - Parameter events: the log.
  /// - Returns: a sentence each; empty when nobody holds anything against it. What cannot be read is said.
  public func accusations(against events: any EventStore) -> [Remedy] {
    do throws(StorageFault) {
      let alarms = try witnessAlarms().map(\.sentence)
      do throws(StorageFault) {
        try requireNothingMissing(in: events, forgetting: false)
        return alarms
      } catch {
        return [error.diagnosis.sentence] + alarms
      }
    } catch {
      return [error.diagnosis.sentence]
    }
  }
}

extension EventStore {
  /// Whether the log does not extend a checkpoint that it is shown; nothing is written.
  ///
  /// It counts only if the log's own key has signed it: nobody else keeps a log from being appended to.
  /// - Parameters:
  ///   - shown: the checkpoint.
  ///   - key: one more key that is its own, which perhaps only the missing records name.
  /// - Returns: whether records of it are missing, or stand there otherwise.
  /// - Throws: ``/Merkle/TreeError`` or ``StorageFault`` when the log cannot be read.
  public func owes(_ shown: SignedCheckpoint, trusting key: VerifierKey? = nil) throws -> Bool {
    let keys = try signingKeys()
    guard try debt(to: shown.checkpoint, keys) != nil else { return false }
    let own = keys.reigns.map(\.key) + (key.map { [$0] } ?? [])
    guard own.contains(where: { (try? shown.verify(with: $0)) != nil }) else { return false }
    // What is beyond reach of an epoch that has ended is found by whoever verifies; see EpochStart.
    return shown.checkpoint.origin == keys.last?.name || key?.name == shown.checkpoint.origin
  }
}

extension StorageFault {
  /// That nothing is appended to a log that does not extend what was signed of it.
  static func unmet(_ shown: Checkpoint, _ debt: CheckpointStanding) -> StorageFault {
    let reason =
      if case .shorter(let size) = debt {
        "the log has \(size) records, and \(shown.size) were signed: the others are missing"
      } else {
        "the first \(shown.size) records are not those that were signed"
      }
    return StorageFault(
      code: .lost, reason: "\(reason), and nothing is appended until they are back",
      remedy: """
        bring them back from a copy, which lifts this; if they are lost for good, \(.startEpoch) goes \
        on without them
        """)
  }
}
