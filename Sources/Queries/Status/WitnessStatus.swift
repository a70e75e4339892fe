public import Compliance
public import EventLog
public import InteractionModel
internal import Merkle

/// Who cosigns a log's checkpoints, how far each did, and what they said against it.
public struct WitnessStatus: Sendable {
  /// A witness of the log.
  public struct Known: Sendable {
    /// Who, and where.
    public let witness: Witnesses.Registered
    /// How many records the largest checkpoint has that it cosigned; 0 when it cosigned none.
    public let cosigned: UInt64
    /// What it said when it was asked last, where that amounts to a rewritten log.
    public let alarm: WitnessAlarm?
  }

  /// Those that are asked.
  public let known: [Known]
  /// How many of them have to cosign a checkpoint.
  public let quorum: Int

  /// The witnesses of a store; none is asked.
  /// - Parameter store: the store.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public init(of store: OpenStore) throws(StorageFault) {
    let witnesses = try store.events.witnesses()
    let alarms = try store.alarms.witnessAlarms()
    quorum = witnesses.quorum
    var known: [Known] = []
    for witness in witnesses.registered {
      known.append(
        Known(
          witness: witness, cosigned: try store.events.lastCosigned(by: witness.key),
          alarm: alarms.first { $0.witness == witness.key.name }))
    }
    self.known = known
  }

  /// The witnesses as answers have them.
  public var json: JSONObject {
    [
      "quorum": .int(Int64(quorum)),
      "witnesses": .array(
        known.map {
          [
            "name": .string($0.witness.key.name), "url": .string($0.witness.url),
            "cosigned": .int(Int64(clamping: $0.cosigned)),
            "alarm": $0.alarm.map { .object($0.json) } ?? .null,
          ]
        }),
    ]
  }
}
