public import InteractionModel
public import Merkle

/// The witnesses that a log's checkpoints are sent to, and how many have to cosign one.
///
/// Who watches a log is for the log to say, so that nobody stops being watched without a trace:
/// `log.witness_added` and `log.witness_removed` in its own stream name a witness's key, and how many of
/// those that are there from then on have to cosign. Whoever verifies trusts none of it: they
/// bring the keys of witnesses from elsewhere.
public struct Witnesses: Sendable, Hashable {
  /// A witness, and the record that names it.
  public struct Registered: Sendable, Hashable {
    /// Where the record is.
    public let from: Position
    /// What it cosigns with.
    public let key: VerifierKey
    /// Where it is asked: what stands before `/add-checkpoint`.
    public let url: String
  }

  /// Those that are asked, in the order they were named in.
  public private(set) var registered: [Registered] = []
  /// How many of them have to cosign a checkpoint.
  public private(set) var quorum = 0
  /// Every key that was ever named: what it cosigned stays cosigned.
  public private(set) var known: [VerifierKey] = []

  /// No witness, as before the first record.
  public init() {}

  /// Takes what a record says of witnesses; most say nothing.
  /// - Parameter record: the next record.
  /// - Throws: ``/Merkle/NoteError`` when it names no key of a witness.
  public mutating func take(_ record: Record) throws(NoteError) {
    guard record.stream == .log else { return }
    guard record.type == .witnessAdded || record.type == .witnessRemoved else { return }
    guard let text = record.body["witness"]?.string else { throw .notAKey }
    let key = try VerifierKey(text)
    guard key.algorithm == .cosignature else { throw .otherAlgorithm(name: key.name) }
    registered.removeAll { $0.key == key }
    if record.type == .witnessAdded {
      let url = record.body["url"]?.string ?? ""
      registered.append(Registered(from: record.position, key: key, url: url))
      if !known.contains(key) { known.append(key) }
    }
    quorum = Int(clamping: record.body["quorum"]?.int ?? 0)
  }
}

extension EventStore {
  /// The witnesses of the log, as its own records name them.
  ///
  /// A record that names none that can cosign changes nothing; `verify` says so of it.
  /// - Returns: the witnesses.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  public func witnesses() throws(StorageFault) -> Witnesses {
    var witnesses = Witnesses()
    for stored in try records(.stream(.log), in: ReadRange(), limit: .max) {
      try? witnesses.take(stored.decoded())
    }
    return witnesses
  }
}
